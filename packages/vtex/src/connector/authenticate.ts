/** The pair a merchant is named by. The provider issued it; VTEX repeats it on every call. */
export interface MerchantCredentials {
  readonly appKey: string
  readonly appToken: string
}

/** A pair that is accepted. Several of one merchant may be valid at once, for rotation. */
export interface MerchantKey extends MerchantCredentials {
  /** Your own id of the merchant. Handed to every callback, and part of every idempotency key: it must not change. */
  readonly merchant: string
}

/**
 * Tells which merchant a pair names: a list, compared in constant time, or a look-up of your own.
 *
 * A look-up returns the merchant's id, or null for nobody. What it throws lets nobody in. Look the key up, and compare the
 * token with `equalConstantTime` of `@cap/core/signing`.
 */
export type Authenticate =
  | readonly MerchantKey[]
  | ((credentials: MerchantCredentials) => string | null | Promise<string | null>)

export type HeaderFamily = 'provider' | 'vtex' | 'either'

const families = [
  ['provider', 'x-provider-api-appkey', 'x-provider-api-apptoken'],
  ['vtex', 'x-vtex-api-appkey', 'x-vtex-api-apptoken'],
] as const

/**
 * The pair of one family of headers, the provider's own before VTEX's older one. A key of one family never goes with a token
 * of the other.
 */
export function credentialsOf(headers: Headers, family: HeaderFamily): MerchantCredentials | null {
  for (const [name, keyHeader, tokenHeader] of families) {
    if (family !== 'either' && family !== name) continue
    const appKey = headers.get(keyHeader)
    const appToken = headers.get(tokenHeader)
    if (appKey === null && appToken === null) continue
    // The Test Suite can be run without credentials, and sends both headers empty then: they name nobody.
    return appKey === null || appKey === '' || appToken === null || appToken === '' ? null : { appKey, appToken }
  }
  return null
}

/** @returns a look-up that compares with every key, in a time that tells neither which nor how much of one agrees */
export function merchantLookup(
  authenticate: Authenticate,
): (credentials: MerchantCredentials) => string | null | Promise<string | null> {
  if (typeof authenticate === 'function') return authenticate
  const known = authenticate.map(({ merchant, appKey, appToken }) => ({ merchant, appKey, appToken }))
  return ({ appKey, appToken }) => {
    let merchant: string | null = null
    for (const candidate of known) {
      // Both are compared, whatever the first one shows.
      const difference = differenceOf(appKey, candidate.appKey) | differenceOf(appToken, candidate.appToken)
      if (difference === 0) merchant = candidate.merchant
    }
    return merchant
  }
}

/**
 * In a time that depends on what was sent alone: the length of what is known is not told either.
 *
 * @returns 0 when they are equal
 */
function differenceOf(sent: string, known: string): number {
  let difference = sent.length ^ known.length
  for (let index = 0; index < sent.length; index++) {
    difference |= sent.charCodeAt(index) ^ known.charCodeAt(index % known.length)
  }
  return difference
}
