import { auditOf } from '../audit.ts'
import { testCards } from '../bodies.ts'
import type { Check } from '../check.ts'
import type { Logged, Route } from '../gateway.ts'

const everyRoute: readonly Route[] = ['manifest', 'create', 'settle', 'cancel', 'refund', 'other']
const late = ({ answer: { ms }, limitMs }: Logged) =>
  ms > limitMs ? `it took ${Math.round(ms)} ms of ${limitMs}` : null
/** How long megabytes are under way is the line's affair. That they are answered at all is `body.oversized`'s. */
const isCall = ({ call: { body } }: Logged) => body === null || body.length < 64 * 1024

/** What no answer may hold, and how long none may take. */
export const leakChecks: readonly Check[] = [
  auditOf({
    id: 'leak.settings',
    title: "no answer holds a merchant's setting or the token",
    rule: 'merchantSettings may be passwords, and the token is one: never echo the request (seen: answers made by copying it)',
    change: 'build each answer from its documented fields only; keep messages of exceptions out of it',
    routes: everyRoute,
    all: true,
    judge({ answer: { body, headers } }, play) {
      const text = body + JSON.stringify(headers)
      return play.gateway.secrets.some((secret) => text.includes(secret)) ? 'a secret of the request came back' : null
    },
  }),
  auditOf({
    id: 'leak.card',
    title: 'no answer holds a card number',
    rule: 'a full card number leaves a PCI environment for nobody (PCI DSS 3.4); the documented answers have no field for it',
    change: 'build each answer from its documented fields only',
    routes: everyRoute,
    all: true,
    judge({ answer: { body } }) {
      const digits = body.replace(/[ -]/g, '')
      return Object.values(testCards).some((card) => digits.includes(card)) ? 'the card number came back' : null
    },
  }),
  auditOf({
    id: 'time.test-suite',
    title: 'every call of the test suite is answered in time',
    rule: "under the test suite's header a connector answers within 5 seconds (OpenAPI; homologation guide)",
    change: 'answer 500 with the failure body before the limit, finish the capture, and answer 200 on the retry',
    routes: everyRoute,
    all: true,
    unanswered: true,
    when: (logged) => logged.testSuite && isCall(logged),
    judge: late,
  }),
  auditOf({
    id: 'time.gateway',
    title: 'every other call is answered in time',
    rule: "without the test suite's header a connector answers within 20 seconds (OpenAPI; implementing a payment provider)",
    change: 'answer 500 with the failure body before the limit, finish the capture, and answer 200 on the retry',
    routes: everyRoute,
    all: true,
    unanswered: true,
    when: (logged) => !logged.testSuite && isCall(logged),
    judge: late,
  }),
]
