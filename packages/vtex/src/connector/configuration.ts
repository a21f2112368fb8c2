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
      if (typeof returnUrl !== 'string' || returnUrl === '') return refused
      return json(200, { applicationId, token: await configuration.createToken({ returnUrl }) })
    }
    case 'redirect': {
      const token = url.searchParams.get('token')
      const location = token === null || token === '' ? null : await configuration.loginUrl({ token })
      return location === null ? refused : { ...json(302, {}), headers: { location } }
    }
    case 'credentials': {
      const authorizationCode = url.searchParams.get('authorizationCode')
      const pair =
        authorizationCode === null || authorizationCode === ''
          ? null
          : await configuration.credentials({ authorizationCode })
      return pair === null ? refused : json(200, { applicationId, appKey: pair.appKey, appToken: pair.appToken })
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
