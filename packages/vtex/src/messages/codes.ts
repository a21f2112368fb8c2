import { type CodeMessage, sentences } from '@cap/core/messages'
import { connectorCodes } from './connector-codes.ts'
import { pending } from './entry.ts'

const contract = 'https://developers.vtex.com/docs/api-reference/payment-provider-protocol'
const knownIssue = 'VTEX known issue 615050, "When settleId is sent as null and code as refund-manually"'

/**
 * The known codes in the answer to a settlement. The protocol leaves codes to the provider (`ERR123` of the contract is a
 * sample), and documents no final no: so there is no decline here. The two it defines belong to other operations.
 */
export const vtexCodes: Readonly<Record<string, CodeMessage>> = {
  'refund-manually': pending(
    knownIssue,
    sentences(
      'The provider answered the settlement with the code of a refund, after which VTEX is known to refund twice: have the provider remove it.',
      'El proveedor respondió a la liquidación con el código de un reembolso, con el que VTEX puede reembolsar dos veces: pida al proveedor que lo elimine.',
      'O provedor respondeu à liquidação com o código de um reembolso, com o qual a VTEX pode reembolsar duas vezes: peça ao provedor que o remova.',
    ),
  ),
  'cancel-manually': pending(
    `${contract}#post-/payments/-paymentId-/cancellations`,
    sentences(
      'The provider answered the settlement with the code of a cancellation, which does not belong there: have the provider remove it.',
      'El proveedor respondió a la liquidación con el código de una cancelación, que no corresponde: pida al proveedor que lo elimine.',
      'O provedor respondeu à liquidação com o código de um cancelamento, que não cabe ali: peça ao provedor que o remova.',
    ),
  ),
  ...connectorCodes,
}
