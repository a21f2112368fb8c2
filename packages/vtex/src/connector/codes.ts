/**
 * Why the connector itself does not answer with a success. Closed: these texts, and codes that {@link providerCode} let
 * through, are all that can stand in an answer's `code`.
 */
export const messages = {
  'not-found': 'No such resource is served here.',
  'method-not-allowed': 'This resource is not served under that method.',
  unauthorized: 'The app key and the app token do not name a merchant.',
  'authentication-unavailable': 'The credentials could not be checked. Nothing was done; ask again.',
  'unsupported-media-type': 'The body must be sent as application/json.',
  'body-too-large': 'The body is larger than this connector reads.',
  'invalid-json': 'The body is not JSON.',
  'invalid-request': 'The body lacks a required field, or holds one of the wrong type.',
  'payment-id-mismatch': 'The payment ids of the path and of the body differ.',
  'request-id-reused': 'The request id belongs to a request with another body. Nothing was done.',
  'invalid-value': 'The value must be greater than zero, with no more decimals than the currency has.',
  'invalid-recipients': 'The recipients must have amounts of the currency, which sum to the value.',
  'payment-not-found': 'The payment is not known here.',
  'payment-unavailable': 'The payment could not be looked up. Nothing was done; ask again.',
  'payment-not-authorized': 'The payment is not authorized.',
  'payment-cancelled': 'The payment has been cancelled.',
  'payment-differs': 'The payment is known with another value or currency.',
  'amount-exceeded': 'The value exceeds what is left of the authorized amount.',
  'in-progress': 'The operation is under way. Ask again under the same request id.',
  'another-open': 'Another operation of this payment is not concluded yet. Nothing was done; ask again.',
  pending: 'Not settled yet. Ask again under the same request id.',
  unknown: 'It is not known yet whether the payment was settled. Ask again under the same request id.',
  'not-sent': 'Nothing was captured. Ask again.',
  declined: 'Declined.',
  'already-settled': 'The payment has been settled: refund it.',
  'settlement-not-found': 'The payment has no settlement with that id.',
  'store-unavailable': 'The state could not be read or written. Ask again under the same request id.',
  'not-supported': 'This operation is not served here.',
  internal: 'Something went wrong here. Ask again under the same request id.',
} as const satisfies Readonly<Record<string, string>>

/** A code of the connector's own. */
export type ConnectorCode = keyof typeof messages

/** Codes that tell VTEX to do something by hand. They belong to cancellations and refunds. */
export type ManualCode = 'cancel-manually' | 'refund-manually'

declare const checked: unique symbol

/**
 * A code that may stand in the answer to a settlement. The two manual ones cannot: there they make VTEX refund twice (known
 * issue 615050, not to be fixed).
 */
export type SettlementCode = ConnectorCode | (string & { readonly [checked]: true })

const shape = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/

/**
 * Lets a provider's code through if it is one: short, of plain characters, neither a manual code nor anything that carries a
 * secret of this request. Anything else becomes `declined`.
 */
export function providerCode(code: string, secrets: readonly string[]): SettlementCode {
  if (!shape.test(code) || isManualCode(code)) return 'declined'
  if (secrets.some((secret) => secret !== '' && code.includes(secret))) return 'declined'
  return code as SettlementCode
}

/** Whether a code is one of the two, however it is written. */
export function isManualCode(code: string): boolean {
  return /^(?:refund|cancel)[-_.: ]?manually$/i.test(code.trim())
}
