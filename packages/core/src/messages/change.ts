import { type Endings, said } from './endings.ts'
import { sentences } from './sentences.ts'

const checked = sentences(
  'We are checking this step. Please do not pay again: we will let you know.',
  'Estamos verificando este paso. No vuelva a pagar, por favor: le avisaremos.',
  'Estamos verificando esta etapa. Por favor, não pague de novo: avisaremos você.',
)

/** A change can be the beginning of a payment, so while it is open the buyer is told not to pay again. */
export const change: Omit<Endings, 'accepted' | 'declined'> = {
  done: said(
    sentences('This step is complete.', 'Este paso está completo.', 'Esta etapa está concluída.'),
    sentences('The change was made.', 'El cambio fue realizado.', 'A alteração foi feita.'),
  ),
  pending: said(
    checked,
    sentences(
      'The change may still be made: do not ask for it under a new idempotency key; ask again later with the resolver of the operation or, where it has none, with the same call.',
      'El cambio todavía puede realizarse: no lo pida con una clave de idempotencia nueva; consulte más tarde con la función de resolución de la operación o, si no la tiene, con la misma llamada.',
      'A alteração ainda pode ser feita: não a peça com uma nova chave de idempotência; consulte mais tarde com a função de resolução da operação ou, se não houver, com a mesma chamada.',
    ),
  ),
  resolve: said(
    checked,
    sentences(
      'The change may have been made: do not ask for it under a new idempotency key; find out with the resolver of the operation or, where it has none, with the same call.',
      'Es posible que el cambio se haya realizado: no lo pida con una clave de idempotencia nueva; averígüelo con la función de resolución de la operación o, si no la tiene, con la misma llamada.',
      'A alteração pode ter sido feita: não a peça com uma nova chave de idempotência; descubra com a função de resolução da operação ou, se não houver, com a mesma chamada.',
    ),
  ),
  person: said(
    checked,
    sentences(
      'The change may have been made: do not ask for it again before a person has looked it up at the provider.',
      'Es posible que el cambio se haya realizado: no lo pida de nuevo antes de que una persona lo revise con el proveedor.',
      'A alteração pode ter sido feita: não a peça de novo antes que uma pessoa a verifique junto ao provedor.',
    ),
  ),
  again: said(
    sentences(
      'We could not do this just now. Please try again in a few minutes.',
      'No pudimos hacerlo en este momento. Inténtelo de nuevo en unos minutos, por favor.',
      'Não conseguimos fazer isso agora. Por favor, tente de novo em alguns minutos.',
    ),
    sentences(
      'This call changed nothing: the same call may be made again, under the same idempotency key.',
      'Esta llamada no cambió nada: puede repetirse la misma llamada, con la misma clave de idempotencia.',
      'Esta chamada não alterou nada: a mesma chamada pode ser repetida, com a mesma chave de idempotência.',
    ),
  ),
  refused: said(
    sentences(
      'We could not do this because of a problem on our side. Please contact us and we will help you.',
      'No pudimos hacerlo por un problema nuestro. Contáctenos y le ayudaremos.',
      'Não conseguimos fazer isso por um problema nosso. Fale conosco e ajudaremos você.',
    ),
    sentences(
      'This call changed nothing: correct it and call again, under a new idempotency key if every call under the old one has ended in an error.',
      'Esta llamada no cambió nada: corríjala y llame de nuevo, con una clave de idempotencia nueva si todas las llamadas con la anterior terminaron en error.',
      'Esta chamada não alterou nada: corrija-a e chame de novo, com uma nova chave de idempotência se todas as chamadas com a anterior terminaram em erro.',
    ),
  ),
}
