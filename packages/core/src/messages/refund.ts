import { type Endings, said } from './endings.ts'
import { sentences } from './sentences.ts'

const refundChecked = sentences(
  'We are checking your refund. We will let you know.',
  'Estamos verificando su reembolso. Le avisaremos.',
  'Estamos verificando o seu reembolso. Avisaremos você.',
)

export const refund: Endings = {
  done: said(
    sentences(
      'Your refund was made. It may take some days to show in your account.',
      'Su reembolso fue realizado. Puede tardar algunos días en verse en su cuenta.',
      'Seu reembolso foi feito. Pode levar alguns dias para aparecer na sua conta.',
    ),
    sentences(
      'The money was given back. Do not refund it again.',
      'El dinero fue devuelto. No lo reembolse de nuevo.',
      'O dinheiro foi devolvido. Não o reembolse de novo.',
    ),
  ),
  accepted: said(
    sentences(
      'Your refund was requested. It may take some days to show in your account.',
      'Su reembolso fue solicitado. Puede tardar algunos días en verse en su cuenta.',
      'Seu reembolso foi solicitado. Pode levar alguns dias para aparecer na sua conta.',
    ),
    sentences(
      'The provider accepted the refund; it may be carried out later. Do not refund again.',
      'El proveedor aceptó el reembolso; puede realizarse más tarde. No reembolse de nuevo.',
      'O provedor aceitou o reembolso; ele pode ser feito mais tarde. Não reembolse de novo.',
    ),
  ),
  declined: said(
    sentences(
      'We could not make your refund this way. Please contact us and we will help you.',
      'No pudimos realizar su reembolso de esta forma. Contáctenos y le ayudaremos.',
      'Não conseguimos fazer seu reembolso desta forma. Fale conosco e ajudaremos você.',
    ),
    sentences(
      'Nothing was given back, and that is final: refund by hand at the provider, or find out why before you ask for a new refund, under a new idempotency key.',
      'No se devolvió nada, y eso es definitivo: reembolse a mano ante el proveedor, o averigüe la causa antes de pedir un reembolso nuevo, con una clave de idempotencia nueva.',
      'Nada foi devolvido, e isso é definitivo: reembolse manualmente junto ao provedor, ou descubra a causa antes de pedir um novo reembolso, com uma nova chave de idempotência.',
    ),
  ),
  pending: said(
    sentences(
      'Your refund is being processed. We will let you know as soon as it is confirmed.',
      'Su reembolso se está procesando. Le avisaremos en cuanto se confirme.',
      'Seu reembolso está sendo processado. Avisaremos você assim que ele for confirmado.',
    ),
    sentences(
      'The money may still be given back: do not refund again, neither by hand nor under a new idempotency key; ask again later with resolveRefund().',
      'El dinero todavía puede devolverse: no reembolse de nuevo, ni a mano ni con una clave de idempotencia nueva; consulte más tarde con resolveRefund().',
      'O dinheiro ainda pode ser devolvido: não reembolse de novo, nem manualmente nem com uma nova chave de idempotência; consulte mais tarde com resolveRefund().',
    ),
  ),
  resolve: said(
    refundChecked,
    sentences(
      'The money may have been given back: do not refund again, neither by hand nor under a new idempotency key; find out with resolveRefund().',
      'Es posible que el dinero se haya devuelto: no reembolse de nuevo, ni a mano ni con una clave de idempotencia nueva; averígüelo con resolveRefund().',
      'O dinheiro pode ter sido devolvido: não reembolse de novo, nem manualmente nem com uma nova chave de idempotência; descubra com resolveRefund().',
    ),
  ),
  person: said(
    refundChecked,
    sentences(
      'The money may have been given back: do not refund again, neither by hand nor under a new idempotency key, before a person has looked the payment up at the provider.',
      'Es posible que el dinero se haya devuelto: no reembolse de nuevo, ni a mano ni con una clave de idempotencia nueva, antes de que una persona revise el pago con el proveedor.',
      'O dinheiro pode ter sido devolvido: não reembolse de novo, nem manualmente nem com uma nova chave de idempotência, antes que uma pessoa verifique o pagamento junto ao provedor.',
    ),
  ),
  again: said(
    sentences(
      'We could not start your refund just now. Please ask for it again in a few minutes.',
      'No pudimos iniciar su reembolso en este momento. Solicítelo de nuevo en unos minutos, por favor.',
      'Não conseguimos iniciar seu reembolso agora. Por favor, solicite-o de novo em alguns minutos.',
    ),
    sentences(
      'This call gave nothing back: the same call may be made again, under the same idempotency key.',
      'Esta llamada no devolvió nada: puede repetirse la misma llamada, con la misma clave de idempotencia.',
      'Esta chamada não devolveu nada: a mesma chamada pode ser repetida, com a mesma chave de idempotência.',
    ),
  ),
  refused: said(
    sentences(
      'We could not make your refund because of a problem on our side. Please contact us and we will help you.',
      'No pudimos realizar su reembolso por un problema nuestro. Contáctenos y le ayudaremos.',
      'Não conseguimos fazer seu reembolso por um problema nosso. Fale conosco e ajudaremos você.',
    ),
    sentences(
      'This call gave nothing back: correct it and call again, under a new idempotency key if every call under the old one has ended in an error.',
      'Esta llamada no devolvió nada: corríjala y llame de nuevo, con una clave de idempotencia nueva si todas las llamadas con la anterior terminaron en error.',
      'Esta chamada não devolveu nada: corrija-a e chame de novo, com uma nova chave de idempotência se todas as chamadas com a anterior terminaram em erro.',
    ),
  ),
}
