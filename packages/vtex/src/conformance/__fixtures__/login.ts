import type { Outcome } from './connector-payments.ts'
import type { Trait } from './defects.ts'

/** The configuration flow of the connector that is broken on purpose. */
export async function login(request: Request, isAuthorized: boolean, has: (trait: Trait) => boolean): Promise<Outcome> {
  const { pathname, searchParams } = new URL(request.url)
  if (has('configuration-behind-credentials') && pathname.endsWith('/token') && !isAuthorized) {
    return { status: 401, body: {} }
  }
  switch (pathname) {
    case '/authorization/token': {
      const token = has('one-token-for-all') ? 'T-1' : crypto.randomUUID()
      const applicationId = has('names-another-application') ? 'connector' : 'vtex'
      return { status: 200, body: { applicationId, token } }
    }
    case '/authorization/redirect': {
      const location = has('redirects-to-a-path')
        ? '/login'
        : `https://login.example.com/?t=${searchParams.get('token')}`
      return { status: 302, body: {}, headers: { location } }
    }
    default: {
      const pair = { applicationId: 'vtex', appKey: 'K', appToken: 'T' }
      return has('exchanges-any-code') ? { status: 200, body: pair } : { status: 400, body: {} }
    }
  }
}
