import type { Check } from '../check.ts'
import type { Answer, Presented } from '../gateway.ts'
import { came, type Play } from '../play.ts'

const rule401 =
  'a call without the right pair is answered 401 or 403 and does nothing (PPP does not say which; its sibling protocol for gift cards demands these two and probes for them)'

/** Key and token are all that stands between anybody and the merchant's money. */
export const authenticationChecks: readonly Check[] = [
  {
    id: 'auth.provider-headers',
    title: 'X-PROVIDER-API-AppKey and -AppToken are read',
    rule: 'X-PROVIDER-API-* is the current name of the headers, sent where usesProviderHeadersName is true (OpenAPI)',
    change: 'read the credentials from X-PROVIDER-API-AppKey and X-PROVIDER-API-AppToken',
    needs: ['card', 'credentials', 'provider-headers'],
    run: (play) => settlesWith(play, 'provider'),
  },
  {
    id: 'auth.vtex-headers',
    title: 'X-VTEX-API-AppKey and -AppToken are read',
    rule: 'X-VTEX-API-* is the older name and still live, sent where usesProviderHeadersName is false (Help Center)',
    change: 'read the credentials from X-VTEX-API-AppKey and X-VTEX-API-AppToken where the others are absent',
    needs: ['card', 'credentials', 'vtex-headers'],
    run: (play) => settlesWith(play, 'vtex'),
  },
  ...refused('auth.bad-token', 'a wrong token is refused', 'bad-token', 'compare the token too, in constant time'),
  ...refused('auth.bad-key', 'a wrong key is refused', 'bad-key', 'compare the key too, in constant time'),
  ...refused('auth.empty', 'empty credentials are refused', 'empty', 'treat empty header values as wrong ones'),
  ...refused('auth.missing', 'missing credentials are refused', 'none', 'fail closed: no headers, no access'),
  {
    id: 'auth.test-suite-header',
    title: "the test suite's header opens nothing",
    rule: 'anyone can send X-VTEX-API-Is-TestSuite: it never replaces credentials (seen: middleware that skips authentication for it)',
    change: 'check the credentials whether or not the header is there',
    needs: ['card', 'credentials'],
    async run(play) {
      for (const credentials of ['none', 'empty'] as const) {
        const payment = await play.approved()
        const answer = await play.settle(payment, { call: { credentials, testSuite: true, asked: undefined } })
        expectUnauthorized(play, answer, `${credentials} credentials and the test suite's header`)
        await play.expectRemaining(payment, '100.00', 'a settlement without credentials')
      }
    },
  },
  {
    id: 'auth.every-route',
    title: 'every route but the manifest asks for credentials',
    rule: `${rule401}: Create Payment, cancellations and refunds as well`,
    change: 'authenticate before routing, and leave out GET /manifest only',
    needs: ['card', 'credentials'],
    async run(play) {
      const open = { credentials: 'bad-token', testSuite: false, asked: undefined } as const
      const { payments, without } = play.gateway.settings
      if (payments === null) {
        expectUnauthorized(play, await play.create(play.cardPayment('approved'), open), 'Create Payment')
      }
      const payment = await play.approved()
      // What is not served at all may be answered 404.
      if (!without.has('cancellation')) {
        expectUnauthorized(play, await play.cancel(payment, undefined, open), 'a cancellation')
      }
      if (without.has('refund')) return
      const { settleId } = await play.settled(payment)
      expectUnauthorized(play, await play.refund(payment, settleId, { call: open }), 'a refund')
    },
  },
]

/** Without the test suite's header: whether that opens a door is a check of its own. */
function refused(id: string, title: string, credentials: Presented, change: string): readonly Check[] {
  return [
    {
      id,
      title,
      rule: rule401,
      change,
      needs: ['card', 'credentials'],
      async run(play) {
        const payment = await play.approved()
        const answer = await play.settle(payment, { call: { credentials, testSuite: false, asked: undefined } })
        expectUnauthorized(play, answer, `a settlement with ${credentials} credentials`)
        await play.expectRemaining(payment, '100.00', 'a settlement without the right credentials')
      },
    },
  ]
}

async function settlesWith(play: Play, family: 'provider' | 'vtex'): Promise<void> {
  const payment = await play.approved()
  play.expectSettled(await play.settleSoon(payment, { call: { family } }), `a settlement with the ${family} headers`)
}

function expectUnauthorized(play: Play, answer: Answer, what: string): void {
  if (answer.status !== 401 && answer.status !== 403) play.fail(`${what} ${came(answer)}; expected 401 or 403`)
}
