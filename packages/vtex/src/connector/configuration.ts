import { type Answer, failure, json } from './answers.ts'
import type { Configuration } from './callbacks.ts'
import type { RouteName } from './routes.ts'

/**
 * VTEX's configuration flow, by which a merchant's pair gets to VTEX. It comes before there is a pair, so its routes are
 * public: what protects them is the token and the code, which the callbacks check.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/authorization/token}
 */
export async function configure(
  configuration: Configuration,
  route: RouteName,
  url: URL,
  body: Readonly<Record<string, unknown>> | null,
): Promise<Answer> {
  // Always this one, says the contract.
  const applicationId = 'vtex'
  const refused = failure(route, 400, 'invalid-request')
  switch (route) {
    case 'token': {
      const returnUrl = body?.returnUrl
      if (!isWebAddress(returnUrl)) return refused
      const token = await configuration.createToken({ returnUrl })
      if (token === null) return refused
      if (!isText(token)) throw new TypeError('configuration: createToken must return text that is not empty, or null')
      return json(200, { applicationId, token })
    }
    case 'redirect': {
      const token = url.searchParams.get('token')
      const location = token === null || token === '' ? null : await configuration.loginUrl({ token })
      if (location === null) return refused
      if (!isWebAddress(location))
        throw new TypeError('configuration: loginUrl must return an absolute http(s) URL, or null')
      return { ...json(302, {}), headers: { location } }
    }
    case 'credentials': {
      const authorizationCode = url.searchParams.get('authorizationCode')
      const pair =
        authorizationCode === null || authorizationCode === ''
          ? null
          : await configuration.credentials({ authorizationCode })
      if (pair === null) return refused
      const isPair = isText(pair?.appKey) && isText(pair.appToken)
      if (!isPair) throw new TypeError('configuration: credentials must return an appKey and an appToken, or null')
      return json(200, { applicationId, appKey: pair.appKey, appToken: pair.appToken })
    }
    case 'manifest':
    case 'payment-methods':
    case 'payment':
    case 'cancellation':
    case 'settlement':
    case 'refund':
    case 'inbound':
      return failure(route, 404, 'not-found')
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Of printable ASCII, as a header needs it. */
function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[\x21-\x7e]+$/i.test(value) && URL.canParse(value)
}
