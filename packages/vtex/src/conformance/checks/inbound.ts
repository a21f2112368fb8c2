import * as v from 'valibot'
import { inboundSchema, problemsOf } from '../answer-schemas.ts'
import { inboundBody } from '../bodies.ts'
import type { Check } from '../check.ts'
import { type Answer, type Call, randomHex } from '../gateway.ts'
import { came, type Play } from '../play.ts'

/** Requests that VTEX forwards: beta there, and played only where an action is named. */
export const inboundChecks: readonly Check[] = [
  {
    id: 'inbound.answer',
    title: 'a forwarded request is answered 200, with what is to be passed on',
    rule: 'requestId and paymentId are echoed, and responseData holds statusCode, contentType and content as text (OpenAPI, Inbound Request)',
    change: 'answer 200 with both ids and responseData; content is text, so JSON goes there as text of JSON',
    needs: ['card', 'inbound'],
    async run(play) {
      const { payment, requestId, answer } = await forwarded(play)
      const result = v.safeParse(inboundSchema, answer.json)
      if (!result.success) play.fail(`the answer is not well-formed: ${problemsOf(result.issues)}`)
      if (answer.json?.paymentId !== payment.paymentId || answer.json.requestId !== requestId) {
        play.fail(`the answer is for ${JSON.stringify([answer.json?.paymentId, answer.json?.requestId])}`)
      }
    },
  },
  {
    id: 'inbound.replay',
    title: 'a forwarded request sent again is answered with the same bytes',
    rule: 'requestId ensures the idempotency of inbound requests (OpenAPI, Inbound Request)',
    change: 'store the answer under the requestId, and send it again as it is',
    needs: ['card', 'inbound'],
    async run(play) {
      const { call, answer } = await forwarded(play)
      const again = await play.send(call)
      if (again.status !== answer.status || again.body !== answer.body) {
        play.fail(`the first answer was ${answer.status} ${answer.body}; the second ${again.status} ${again.body}`)
      }
    },
  },
  {
    id: 'inbound.both-paths',
    title: 'both spellings of the path are served',
    rule: 'the contract writes /inbound/{action}, its index and the guides /inbound-request/{action} (OpenAPI; purchase flows guide): nobody says which is called',
    change: 'route both to the same handler',
    needs: ['card', 'inbound'],
    async run(play) {
      await forwarded(play)
      const payment = await play.approved()
      const answer = await play.send(inbound(play, payment, randomHex(16), 'inbound-request'))
      if (answer.status !== 200) play.fail(`under /inbound-request/{action} it ${came(answer)}`)
    },
  },
  {
    id: 'inbound.credentials',
    title: 'a forwarded request without credentials is refused',
    rule: 'inbound requests carry the pair like every other call (OpenAPI, Inbound Request); the payment id alone is known to many',
    change: 'authenticate inbound requests as settlements are',
    needs: ['card', 'inbound', 'credentials'],
    async run(play) {
      const payment = await play.approved()
      for (const credentials of ['none', 'bad-token'] as const) {
        const answer = await play.send({ ...inbound(play, payment), credentials, testSuite: false })
        if (answer.status !== 401 && answer.status !== 403) play.fail(`with ${credentials} it ${came(answer)}`)
      }
    },
  },
]

function inbound(
  play: Play,
  payment: Parameters<typeof inboundBody>[1],
  requestId = randomHex(16),
  spelling: 'inbound' | 'inbound-request' = 'inbound',
): Call {
  const { action, body } = play.gateway.settings.inbound ?? { action: '', body: '' }
  const path = `/payments/${payment.paymentId}/${spelling}/${action}`
  return { route: 'other', path, body: inboundBody(play.gateway, payment, requestId, body) }
}

/** One that is answered 200, under the spelling of the contract. */
async function forwarded(play: Play): Promise<{
  readonly payment: Parameters<typeof inboundBody>[1]
  readonly requestId: string
  readonly call: Call
  readonly answer: Answer
}> {
  const payment = await play.approved()
  const requestId = randomHex(16)
  const call = inbound(play, payment, requestId)
  const answer = await play.send(call)
  if (answer.status !== 200) play.fail(`a request forwarded under the action that was named ${came(answer)}`)
  return { payment, requestId, call, answer }
}
