import { type Endings, said } from './endings.ts'
import { sentences } from './sentences.ts'

const cancelChecked = sentences(
  'We are checking whether your payment was cancelled. We will let you know.',
  'Estamos verificando si su pago fue cancelado. Le avisaremos.',
  'Estamos verificando se o seu pagamento foi cancelado. Avisaremos você.',
)

export const cancel: Endings = {
  done: said(
    sentences(
      'Your payment was cancelled, and you will not be charged for it.',
      'Su pago fue cancelado y no se le cobrará.',
      'Seu pagamento foi cancelado e não será cobrado de você.',
    ),
    sentences(
      'The authorization was given up: nothing can be captured from it any more.',
      'Se renunció a la autorización: ya no se puede capturar nada de ella.',
      'A autorização foi cancelada: nada mais pode ser capturado dela.',
    ),
  ),
  accepted: said(
    sentences(
      'The cancellation of your payment was requested.',
      'Se solicitó la cancelación de su pago.',
      'O cancelamento do seu pagamento foi solicitado.',
    ),
    sentences(
      'The provider accepted the cancellation; it may be carried out later. Do not capture this payment.',
      'El proveedor aceptó la cancelación; puede realizarse más tarde. No capture este pago.',
      'O provedor aceitou o cancelamento; ele pode ser feito mais tarde. Não capture este pagamento.',
    ),
  ),
  declined: said(
    sentences(
      'We could not cancel your payment this way. Please contact us and we will help you.',
      'No pudimos cancelar su pago de esta forma. Contáctenos y le ayudaremos.',
      'Não conseguimos cancelar seu pagamento desta forma. Fale conosco e ajudaremos você.',
    ),
    sentences(
      'Nothing was cancelled, and that is final: see at the provider how the payment stands; what was captured is refunded instead.',
      'No se canceló nada, y eso es definitivo: vea ante el proveedor cómo está el pago; lo que fue capturado se reembolsa.',
      'Nada foi cancelado, e isso é definitivo: veja junto ao provedor como está o pagamento; o que foi capturado se reembolsa.',
    ),
  ),
  pending: said(
    sentences(
      'Your payment is being cancelled. We will let you know as soon as it is confirmed.',
      'Su pago se está cancelando. Le avisaremos en cuanto se confirme.',
      'Seu pagamento está sendo cancelado. Avisaremos você assim que for confirmado.',
    ),
    sentences(
      'The payment may still be cancelled: do not capture it; ask again later with resolveCancel().',
      'El pago todavía puede cancelarse: no lo capture; consulte más tarde con resolveCancel().',
      'O pagamento ainda pode ser cancelado: não o capture; consulte mais tarde com resolveCancel().',
    ),
  ),
  resolve: said(
    cancelChecked,
    sentences(
      'The payment may have been cancelled: do not capture it; find out with resolveCancel().',
      'Es posible que el pago se haya cancelado: no lo capture; averígüelo con resolveCancel().',
      'O pagamento pode ter sido cancelado: não o capture; descubra com resolveCancel().',
    ),
  ),
  person: said(
    cancelChecked,
    sentences(
      'The payment may have been cancelled: do not capture it before a person has looked it up at the provider.',
      'Es posible que el pago se haya cancelado: no lo capture antes de que una persona lo revise con el proveedor.',
      'O pagamento pode ter sido cancelado: não o capture antes que uma pessoa o verifique junto ao provedor.',
    ),
  ),
  again: said(
    sentences(
      'We could not cancel your payment just now. Please try again in a few minutes.',
      'No pudimos cancelar su pago en este momento. Inténtelo de nuevo en unos minutos, por favor.',
      'Não conseguimos cancelar seu pagamento agora. Por favor, tente de novo em alguns minutos.',
    ),
    sentences(
      'This call cancelled nothing: the same call may be made again, under the same idempotency key.',
      'Esta llamada no canceló nada: puede repetirse la misma llamada, con la misma clave de idempotencia.',
      'Esta chamada não cancelou nada: a mesma chamada pode ser repetida, com a mesma chave de idempotência.',
    ),
  ),
  refused: said(
    sentences(
      'We could not cancel your payment because of a problem on our side. Please contact us and we will help you.',
      'No pudimos cancelar su pago por un problema nuestro. Contáctenos y le ayudaremos.',
      'Não conseguimos cancelar seu pagamento por um problema nosso. Fale conosco e ajudaremos você.',
    ),
    sentences(
      'This call cancelled nothing: correct it and call again, under a new idempotency key if every call under the old one has ended in an error.',
      'Esta llamada no canceló nada: corríjala y llame de nuevo, con una clave de idempotencia nueva si todas las llamadas con la anterior terminaron en error.',
      'Esta chamada não cancelou nada: corrija-a e chame de novo, com uma nova chave de idempotência se todas as chamadas com a anterior terminaram em erro.',
    ),
  ),
}
