import { type Call, CaptureError, checkSecret, type Digest, invalidRequest } from '@cap/core/http'

export const provider = 'mercadopago'

/** Fetches the access token for one call, so that it can rotate without a new client. */
type AccessTokenSource = () => Promise<string>

export type Environment = 'live' | 'test'

/** What a client knows of its account. Holds the secrets: never printed, never handed out. */
export interface Credentials {
  readonly environment: Environment
  /** Known when the client is made; a token that is fetched later is hidden in the call that fetched it. */
  readonly secrets: readonly string[]
  /** The digest that names the account in handles. */
  account(digest: Digest): string
  /**
   * The token for one call.
   *
   * @returns null when the call was over before it came
   * @throws CaptureError `not_sent` when it could not be fetched, `invalid_request` when it makes no sense
   */
  token(call: Call): Promise<string | null>
}

/**
 * Settles whose account it is and where, before anything is sent.
 *
 * Tokens that say which environment they are for (`TEST-`, `APP_USR-`) must agree with `environment`. Both prefixes end in
 * the user id, which survives rotation, and so names the account. Source of the token forms:
 * https://github.com/mercadopago/devsite-docs, guides/wallet-connect/create-agreement.en.md and prerequisites.en.md.
 *
 * @throws CaptureError `invalid_request`
 */
export function createCredentials(options: {
  readonly accessToken: unknown
  readonly environment?: unknown
  readonly account?: unknown
}): Credentials {
  const { accessToken, environment: wanted, account } = options
  if (wanted !== undefined && wanted !== 'live' && wanted !== 'test') {
    throw invalid('environment', "must be 'live' or 'test'")
  }
  if (account !== undefined && (typeof account !== 'string' || account === '' || account.length > 512)) {
    throw invalid('account', 'must be text of 1 to 512 characters')
  }
  if (typeof accessToken === 'function') {
    if (account === undefined) {
      throw invalid(
        'account',
        'is required when accessToken is a function: handles must name an account that does not rotate',
      )
    }
    const environment = wanted ?? 'live'
    return credentials(environment, [], account, (call) =>
      fetchToken(call, accessToken as AccessTokenSource, environment),
    )
  }
  const token = checkSecret(provider, 'accessToken', accessToken)
  const environment = wanted ?? environmentOf(token) ?? 'live'
  checkEnvironment(token, environment)
  return credentials(environment, [token], account ?? userIdOf(token) ?? token, () => Promise.resolve(token))
}

function credentials(
  environment: Environment,
  secrets: readonly string[],
  accountName: string,
  token: Credentials['token'],
): Credentials {
  let account: string | null = null
  return {
    environment,
    secrets,
    account(digest) {
      account ??= digest(accountName)
      return account
    },
    token,
  }
}

async function fetchToken(call: Call, source: AccessTokenSource, environment: Environment): Promise<string | null> {
  let token: string | undefined
  try {
    token = await call.unlessStopped(Promise.resolve().then(source))
  } catch (error) {
    // Whatever fetches credentials may put others into its error's text: only the error's name is repeated.
    const name = error instanceof Error ? String(error.name).slice(0, 100) : 'Error'
    const message = `accessToken() rejected (${name}), so nothing was sent: see why the token could not be fetched`
    throw new CaptureError({ code: 'not_sent', provider, field: 'accessToken', message, cause: { name, message } })
  }
  if (call.stopped !== null) return null
  if (typeof token === 'string' && token !== '') call.hide(token)
  const checked = checkSecret(provider, 'accessToken', token)
  checkEnvironment(checked, environment)
  return checked
}

function environmentOf(token: string): Environment | null {
  if (token.startsWith('TEST-')) return 'test'
  return token.startsWith('APP_USR-') ? 'live' : null
}

function checkEnvironment(token: string, environment: Environment): void {
  const own = environmentOf(token)
  if (own === null || own === environment) return
  throw invalid(
    'environment',
    `is '${environment}', but the access token begins with ${own === 'test' ? 'TEST-' : 'APP_USR-'} and is for '${own}'`,
  )
}

function userIdOf(token: string): string | null {
  return /^(?:TEST|APP_USR)-.*-(\d+)$/.exec(token)?.[1] ?? null
}

/** An argument or option that makes no sense: nothing was sent. */
export function invalid(field: string, problem: string): CaptureError {
  return invalidRequest(provider, field, problem)
}
