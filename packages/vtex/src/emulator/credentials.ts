/** Which pairs the provider takes, and from which headers. */
export interface CredentialOptions {
  /** The merchant's pair. Default: any pair that is not empty. */
  readonly credentials?: { readonly appKey: string; readonly appToken: string } | undefined
  /** The header names the provider reads. Default: `either`, the provider's own names first. */
  readonly headerFamily?: 'provider' | 'vtex' | 'either' | undefined
  /**
   * The provider is in its homologation: calls of the Test Suite may come without credentials. The header alone never
   * opens it, for anyone can send that. Default: false.
   */
  readonly testSuite?: boolean | undefined
}

const headerNames = {
  provider: ['x-provider-api-appkey', 'x-provider-api-apptoken'],
  vtex: ['x-vtex-api-appkey', 'x-vtex-api-apptoken'],
} as const

export function isAuthorized(headers: Headers, options: CredentialOptions): boolean {
  const { credentials, headerFamily = 'either' } = options
  const families = headerFamily === 'either' ? (['provider', 'vtex'] as const) : [headerFamily]
  for (const family of families) {
    const [keyName, tokenName] = headerNames[family]
    const key = headers.get(keyName)
    const token = headers.get(tokenName)
    if (key === null || token === null) continue
    if (key === '' && token === '') {
      return options.testSuite === true && headers.get('x-vtex-api-is-testsuite') === 'true'
    }
    return credentials === undefined
      ? key !== '' && token !== ''
      : key === credentials.appKey && token === credentials.appToken
  }
  return false
}
