import { type CodeMessage, sentences } from '@cap/core/messages'
import type { ConnectorCode } from '../connector/codes.ts'
import { pending, refused, unknown } from './entry.ts'

const source = '@cap/vtex/connector'

type Texts = readonly [en: string, es: string, pt: string]

const notYet = (...what: Texts) => pending(source, sentences(...what))
const nobodyKnows = (...what: Texts) => unknown(source, sentences(...what))

/** Codes of cancellations, refunds and new payments only. */
type OfOtherOperations = 'already-settled' | 'not-supported' | 'payment-differs' | 'settlement-not-found'

/**
 * The codes a provider built with this package's connector answers settlements with. Under 200 and 500 they are "not yet" to
 * the gateway, even where the connector will say the same for ever; under other statuses they prove nothing.
 */
export const connectorCodes: Readonly<Record<Exclude<ConnectorCode, OfOtherOperations>, CodeMessage>> = {
  unauthorized: refused(
    source,
    sentences(
      'The provider does not know this app key and app token.',
      'El proveedor no reconoce este app key y app token.',
      'O provedor não reconhece este app key e app token.',
    ),
  ),

  'authentication-unavailable': notYet(
    'The provider could not check the credentials.',
    'El proveedor no pudo verificar las credenciales.',
    'O provedor não conseguiu verificar as credenciais.',
  ),
  'request-id-reused': notYet(
    'The request id belongs to a settlement with another body.',
    'El requestId pertenece a una liquidación con otro contenido.',
    'O requestId pertence a uma liquidação com outro conteúdo.',
  ),
  'invalid-value': notYet(
    'The provider does not accept the value.',
    'El proveedor no acepta el monto.',
    'O provedor não aceita o valor.',
  ),
  'invalid-recipients': notYet(
    'An amount of the recipients cannot be read, or they do not sum to the value.',
    'Un monto de los destinatarios no es válido, o no suman el monto total.',
    'Um valor dos destinatários não é válido, ou eles não somam o valor total.',
  ),
  'payment-not-found': notYet(
    'The provider does not know the payment.',
    'El proveedor no conoce el pago.',
    'O provedor não conhece o pagamento.',
  ),
  'payment-unavailable': notYet(
    'The provider could not look the payment up.',
    'El proveedor no pudo consultar el pago.',
    'O provedor não conseguiu consultar o pagamento.',
  ),
  'payment-not-authorized': notYet(
    'The payment is not authorized at the provider.',
    'El pago no está autorizado en el proveedor.',
    'O pagamento não está autorizado no provedor.',
  ),
  'payment-cancelled': notYet(
    'The payment has been cancelled at the provider.',
    'El pago fue cancelado en el proveedor.',
    'O pagamento foi cancelado no provedor.',
  ),
  'amount-exceeded': notYet(
    'The value exceeds what is left of the authorized amount.',
    'El monto supera lo que queda del monto autorizado.',
    'O valor excede o que resta do valor autorizado.',
  ),
  'in-progress': notYet(
    'The provider is still working on the settlement.',
    'El proveedor todavía está procesando la liquidación.',
    'O provedor ainda está processando a liquidação.',
  ),
  'another-open': notYet(
    'Another operation of this payment is not concluded yet.',
    'Otra operación de este pago todavía no ha concluido.',
    'Outra operação deste pagamento ainda não foi concluída.',
  ),
  pending: notYet(
    'The provider has not settled the payment yet.',
    'El proveedor todavía no ha liquidado el pago.',
    'O provedor ainda não liquidou o pagamento.',
  ),
  unknown: notYet(
    'The provider does not know yet whether the payment was settled.',
    'El proveedor todavía no sabe si el pago fue liquidado.',
    'O provedor ainda não sabe se o pagamento foi liquidado.',
  ),
  'not-sent': notYet(
    'The provider captured nothing this time.',
    'El proveedor no capturó nada esta vez.',
    'O provedor não capturou nada desta vez.',
  ),
  declined: notYet(
    'The capture behind the provider was declined.',
    'La captura detrás del proveedor fue rechazada.',
    'A captura por trás do provedor foi recusada.',
  ),
  'store-unavailable': notYet(
    'The provider could not read or write its state.',
    'El proveedor no pudo leer o guardar su estado.',
    'O provedor não conseguiu ler ou gravar seu estado.',
  ),
  internal: notYet(
    'Something went wrong at the provider.',
    'Algo falló en el proveedor.',
    'Algo deu errado no provedor.',
  ),

  'not-found': nobodyKnows(
    'The provider does not serve this address: check baseUrl.',
    'El proveedor no atiende esta dirección: revise baseUrl.',
    'O provedor não atende neste endereço: confira baseUrl.',
  ),
  'method-not-allowed': nobodyKnows(
    'The provider does not take this method at this address: check baseUrl.',
    'El proveedor no acepta este método en esta dirección: revise baseUrl.',
    'O provedor não aceita este método neste endereço: confira baseUrl.',
  ),
  'unsupported-media-type': nobodyKnows(
    'The provider did not get application/json.',
    'El proveedor no recibió application/json.',
    'O provedor não recebeu application/json.',
  ),
  'body-too-large': nobodyKnows(
    'The provider does not read bodies of this size.',
    'El proveedor no lee contenidos de este tamaño.',
    'O provedor não lê conteúdos deste tamanho.',
  ),
  'invalid-json': nobodyKnows(
    'The provider did not get JSON.',
    'El proveedor no recibió JSON.',
    'O provedor não recebeu JSON.',
  ),
  'invalid-request': nobodyKnows(
    'The provider misses a field, or found one of the wrong type.',
    'Al proveedor le falta un campo, o encontró uno de tipo incorrecto.',
    'O provedor não encontrou um campo, ou encontrou um de tipo incorreto.',
  ),
  'payment-id-mismatch': nobodyKnows(
    'The provider found different payment ids in the address and in the body.',
    'El proveedor encontró distintos ID de pago en la dirección y en el contenido.',
    'O provedor encontrou IDs de pagamento diferentes no endereço e no conteúdo.',
  ),
}
