import type { CaptureErrorCode } from '../error/capture-error.ts'
import { type Failure, joinSentences, type Sentences, sentences } from './sentences.ts'

/** What the buyer is told when the payment was refused before anything was executed, and repeating it would not help. */
export const buyerAfterRefusal = sentences(
  'We could not process your payment because of a problem on our side, and this attempt did not charge you. Please contact us and we will help you.',
  'No pudimos procesar su pago por un problema nuestro, y este intento no generó ningún cobro. Contáctenos y le ayudaremos.',
  'Não conseguimos processar seu pagamento por um problema nosso, e esta tentativa não gerou nenhuma cobrança. Fale conosco e ajudaremos você.',
)

const buyerTryAgain = sentences(
  'We could not start your payment just now, and this attempt did not charge you. Please try again in a few minutes.',
  'No pudimos iniciar su pago en este momento, y este intento no generó ningún cobro. Inténtelo de nuevo en unos minutos, por favor.',
  'Não conseguimos iniciar seu pagamento agora, e esta tentativa não gerou nenhuma cobrança. Por favor, tente de novo em alguns minutos.',
)

/** A throw speaks of one call only: an earlier one under the key may have moved the money. */
export const newKeyAfterRefusal = sentences(
  'This call moved no money: correct it and call again, under a new idempotency key if every call under the old one has ended in an error.',
  'Esta llamada no movió dinero: corríjala y llame de nuevo, con una clave de idempotencia nueva si todas las llamadas con la anterior terminaron en error.',
  'Esta chamada não movimentou dinheiro: corrija-a e chame de novo, com uma nova chave de idempotência se todas as chamadas com a anterior terminaram em erro.',
)

const sameKey = sentences(
  'This call moved no money: the same call may be made again, under the same idempotency key.',
  'Esta llamada no movió dinero: puede repetirse la misma llamada, con la misma clave de idempotencia.',
  'Esta chamada não movimentou dinheiro: a mesma chamada pode ser repetida, com a mesma chave de idempotência.',
)

export const whyFailed: Readonly<Record<CaptureErrorCode, Sentences>> = {
  invalid_request: sentences(
    'The request or an option is wrong: the field is named in the error.',
    'La solicitud o una opción es incorrecta: el error indica el campo.',
    'A solicitação ou uma opção está incorreta: o erro indica o campo.',
  ),
  not_sent: sentences(
    'The request never reached the provider.',
    'La solicitud nunca llegó al proveedor.',
    'A solicitação nunca chegou ao provedor.',
  ),
  aborted: sentences(
    'The call was aborted before anything was sent.',
    'La llamada se canceló antes de enviar nada.',
    'A chamada foi interrompida antes de qualquer envio.',
  ),
  unauthorized: sentences(
    'The provider refused the credentials.',
    'El proveedor rechazó las credenciales.',
    'O provedor recusou as credenciais.',
  ),
  refused: sentences(
    'The provider refused the request before executing anything.',
    'El proveedor rechazó la solicitud antes de ejecutar nada.',
    'O provedor recusou a solicitação antes de executar qualquer coisa.',
  ),
  lookup_failed: sentences(
    'The state of the payment could not be read, so nothing was sent.',
    'No se pudo leer el estado del pago, por lo que no se envió nada.',
    'Não foi possível ler o estado do pagamento, por isso nada foi enviado.',
  ),
}

export function failed({ code, retryable }: Failure): { buyer: Sentences; merchant: Sentences } {
  return retryable
    ? { buyer: buyerTryAgain, merchant: joinSentences(whyFailed[code], sameKey) }
    : { buyer: buyerAfterRefusal, merchant: joinSentences(whyFailed[code], newKeyAfterRefusal) }
}
