import type { Check } from '../check.ts'
import type { Call } from '../gateway.ts'
import type { Play } from '../play.ts'
import { came } from '../play.ts'

const undocumented = 'not documented by VTEX; whatever the status, the answer says that nothing was settled'

/** Settlements that are no settlements. */
export const bodyChecks: readonly Check[] = [
  {
    id: 'body.malformed',
    title: 'a body that is no JSON is refused',
    rule: `broken JSON is answered 400 (or 500) and captures nothing (${undocumented})`,
    change: 'catch the parse error, and answer 400 with the failure body',
    needs: ['card'],
    run: (play) =>
      refuses(play, (call) => ({ ...call, body: (call.body ?? '').slice(0, -1) }), 'a body cut off by one character'),
  },
  {
    id: 'body.empty',
    title: 'an empty body is refused',
    rule: `a settlement without a body is answered 400 (or 500): the path alone says neither amount nor key (${undocumented})`,
    change: 'refuse it before capturing; the path alone is no settlement',
    needs: ['card'],
    run: (play) => refuses(play, (call) => ({ ...call, body: '' }), 'an empty body'),
  },
  {
    id: 'body.not-an-object',
    title: 'a body that is no object is refused',
    rule: `a settlement is a JSON object; a list, a text or null is answered 400 (or 500) (${undocumented})`,
    change: 'check that the parsed body is an object',
    needs: ['card'],
    async run(play) {
      await refuses(play, (call) => ({ ...call, body: `[${call.body}]` }), 'a list with a settlement in it')
      await refuses(play, (call) => ({ ...call, body: 'null' }), 'null')
    },
  },
  {
    id: 'body.oversized',
    title: 'a body of megabytes is refused',
    rule: `a settlement has a few kilobytes; what is thousands of times larger is answered 413 or cut off, not read into memory (${undocumented})`,
    change: 'stop reading at a cap (some hundred kilobytes are plenty), and answer 413',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const { oversizedBytes } = play.gateway.settings
      const call = play.settlement(payment, { fields: { padding: 'x'.repeat(oversizedBytes) } })
      const answer = await play.send({ ...call, asked: undefined })
      // A server may close the connection instead of reading on; time alone is no refusal.
      if (answer.failure === 'ABORTED') play.fail(`a body of ${oversizedBytes} bytes was not answered in time`)
      if (answer.failure === null) play.expectNotSettled(answer, `a body of ${oversizedBytes} bytes`)
      await play.expectRemaining(payment, '100.00', 'a refused body')
    },
  },
  {
    id: 'body.content-type',
    title: 'a body that does not claim to be JSON is refused',
    rule: `Content-Type: application/json is required (OpenAPI); anything else is answered 415 (or 400) (${undocumented})`,
    change: 'compare the media type with application/json, and answer 415 for any other',
    needs: ['card'],
    run: (play) => refuses(play, (call) => ({ ...call, contentType: 'text/plain' }), 'a settlement as text/plain'),
  },
  {
    id: 'body.content-type-parameters',
    title: 'application/json with a charset is taken',
    rule: 'a media type may have parameters and any case (RFC 9110, 8.3.1): "application/json; charset=utf-8" is JSON',
    change: 'compare the media type without its parameters, in lower case',
    needs: ['card'],
    async run(play) {
      const call = play.settlement(await play.approved())
      const answer = await play.settleInTheEnd({ ...call, contentType: 'Application/JSON; charset=utf-8' }, 3)
      play.expectSettled(answer, 'a settlement as Application/JSON; charset=utf-8')
    },
  },
  {
    id: 'body.refusal-is-json',
    title: 'what is refused is answered with the failure body',
    rule: 'every answer to a settlement says settleId null and value 0 when nothing was settled, whatever the status: the gateway reads the body (seed page; OpenAPI, Settle 500)',
    change: "write the failure body for 400, 413 and 415 too, not the framework's page",
    needs: ['card'],
    async run(play) {
      const call = play.settlement(await play.approved())
      for (const body of ['{', '[]', '{}']) {
        const answer = await play.send({ ...call, body, asked: undefined })
        if (answer.json?.settleId !== null || answer.json?.value !== 0) {
          play.fail(`the body ${body} ${came(answer)}; expected settleId null and value 0`)
        }
      }
    },
  },
]

async function refuses(play: Play, change: (call: Call) => Call, what: string): Promise<void> {
  const payment = await play.approved()
  const answer = await play.send({ ...change(play.settlement(payment)), asked: undefined })
  play.expectNotSettled(answer, what)
  await play.expectRemaining(payment, '100.00', `${what}, which was refused`)
}
