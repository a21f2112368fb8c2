import type { Check } from '../check.ts'
import { came } from '../play.ts'

/** Paths and methods. */
export const routeChecks: readonly Check[] = [
  {
    id: 'route.unknown',
    title: 'an unknown path is answered 404',
    rule: 'what is not in the protocol is not found (RFC 9110, 15.5.5); an SDK that answers 200 to everything hides misconfigured URLs',
    change: 'answer 404 for paths that are not of the protocol',
    async run(play) {
      for (const path of ['/payments/1/capture', '/nothing-of-the-protocol']) {
        const answer = await play.send({ route: 'other', path, body: '{}' })
        if (answer.status !== 404) play.fail(`POST ${path} ${came(answer)}; expected 404`)
      }
    },
  },
  {
    id: 'route.method',
    title: 'a wrong method is answered 405, with Allow',
    rule: 'settlements are POSTed; another method is answered 405 with an Allow header, or 404 (RFC 9110, 15.5.6)',
    change: 'answer 405 and "Allow: POST" for other methods on the path of settlements',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const path = `/payments/${payment.paymentId}/settlements`
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const body = method === 'PUT' ? play.settlement(payment).body : null
        const answer = await play.send({ route: 'other', path, method, body })
        if (answer.status !== 405 && answer.status !== 404) play.fail(`${method} ${path} ${came(answer)}; expected 405`)
        if (answer.status === 405 && !/\bPOST\b/i.test(answer.headers.allow ?? '')) {
          play.fail(`405 came without "Allow: POST" (it is ${JSON.stringify(answer.headers.allow ?? null)})`)
        }
      }
      await play.expectRemaining(payment, '100.00', 'calls with wrong methods')
    },
  },
]
