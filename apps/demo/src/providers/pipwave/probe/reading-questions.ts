import { agrees, compared, differs, open, type Question } from '../../../probe/question.ts'
import { jsonType, shown } from '../../../probe/text.ts'
import { type Departure, type ProbeAccount, signedCall } from './account.ts'

const confirm = 'pipwave.md 9: to confirm on a staging account'

/** Questions a requery answers: nothing moves. */
export function readingQuestions(account: ProbeAccount, pwId: string): readonly Question[] {
  const requery = (label: string, departure: Departure = {}, fields: Record<string, string> = { pw_id: pwId }) =>
    signedCall(account, label, { action: 'requery', ...fields }, departure)
  const isFine = (json: Readonly<Record<string, unknown>>) => String(json.status) === '200'
  return [
    {
      name: 'status-type',
      ask: 'Is `status` of an answer text, as documented, or a number?',
      source: confirm,
      assumed: 'either',
      movesMoney: false,
      async run(lab) {
        const { json } = await lab.send(requery('a requery'))
        const type = jsonType(json.status)
        return compared(type === 'text' || type === 'a number', `status is ${type}: ${shown(json.status)}`)
      },
    },
    {
      name: 'before-capture',
      ask: 'What does a requery show before a capture?',
      source: confirm,
      assumed: 'require_capture true, with transaction_status 0, 5 or 10',
      movesMoney: false,
      async run(lab) {
        const { json } = await lab.send(requery('a requery of an authorised payment'))
        const { transaction_status: status, require_capture: flag, txn_sub_status: sub, total_amount: total } = json
        const text = [
          `transaction_status ${shown(status)} (${jsonType(status)})`,
          `require_capture ${shown(flag)} (${jsonType(flag)})`,
          `txn_sub_status ${shown(sub)}`,
          `total_amount ${shown(total)} (${jsonType(total)})`,
        ].join(', ')
        const expected = ['0', '5', '10'].includes(String(status)) && ['true', '1'].includes(String(flag))
        return compared(expected, text)
      },
    },
    {
      name: 'http-status-of-errors',
      ask: 'Which HTTP status do errors have?',
      source: confirm,
      assumed: '200, with the error in the body; everything else is read as "maybe applied"',
      movesMoney: false,
      async run(lab) {
        const calls = [
          requery('a wrong signature', { signature: '0'.repeat(40) }),
          requery('a wrong API key in the header', { apiKeyHeader: 'no-such-key' }),
          requery('a payment that does not exist', {}, { pw_id: 'no-such-payment' }),
          requery('no payment named', {}, {}),
          signedCall(account, 'an action that does not exist', { action: 'no-such-action', pw_id: pwId }),
          { ...requery('a body that is not JSON'), body: '{' },
        ]
        const said: string[] = []
        const statuses: number[] = []
        for (const call of calls) {
          const { status, json } = await lab.send(call)
          statuses.push(status)
          said.push(`${call.label}: HTTP ${status}, status ${shown(json.status)}`)
        }
        return compared(
          statuses.every((status) => status === 200),
          said.join('; '),
        )
      },
    },
    {
      name: 'body-type',
      ask: 'Is the body JSON, and does a form work as well?',
      source: confirm,
      assumed: 'JSON as application/json',
      movesMoney: false,
      async run(lab) {
        const json = await lab.send(requery('JSON as application/json'))
        const disguised = await lab.send(
          requery('JSON as a form', { contentType: 'application/x-www-form-urlencoded' }),
        )
        const form = await lab.send(requery('a form', { encoding: 'form' }))
        const word = (reply: { readonly json: Readonly<Record<string, unknown>> }) =>
          isFine(reply.json) ? 'works' : 'does not'
        const text = `JSON ${word(json)}; JSON under the form type ${word(disguised)}; a real form ${word(form)}`
        return compared(isFine(json.json), text)
      },
    },
    {
      name: 'both-ids',
      ask: 'With pw_id and txn_id in one requery, which is hashed?',
      source: 'pipwave.md 4.1: not documented, send exactly one',
      assumed: 'never sent',
      movesMoney: false,
      async run(lab) {
        const first = await lab.send(requery('a requery, to learn the txn_id'))
        const { txn_id: txnId } = first.json
        if (typeof txnId !== 'string' && typeof txnId !== 'number') return open('the answer has no txn_id')
        const ids = { pw_id: pwId, txn_id: String(txnId) }
        const { json } = await lab.send(requery('both ids, both hashed', {}, ids))
        return open(isFine(json) ? 'both are hashed' : `both hashed is refused: status ${shown(json.status)}`)
      },
    },
    {
      name: 'empty-pw-id',
      ask: 'Without a pw_id, is an empty one hashed?',
      source: 'pipwave.md 9, contradiction 4; vector X1',
      assumed: 'it is not: what is not sent is not hashed',
      movesMoney: false,
      async run(lab) {
        const { json: known } = await lab.send(requery('a requery, to learn the txn_id'))
        const ids = { txn_id: String(known.txn_id) }
        const { json: plain } = await lab.send(requery('txn_id alone, and hashed alone', {}, ids))
        const { json: odd } = await lab.send(
          requery('txn_id alone, an empty pw_id hashed', { hashed: { pw_id: '' } }, ids),
        )
        if (isFine(plain))
          return isFine(odd) ? differs('both signatures are taken') : agrees('only what is sent is hashed')
        return differs(
          `txn_id alone is refused: status ${shown(plain.status)}; with an empty pw_id: ${shown(odd.status)}`,
        )
      },
    },
    {
      name: 'timestamp-window',
      ask: 'How old, or how far ahead, may a timestamp be?',
      source: `${confirm}; 7: not documented`,
      assumed: 'seconds, fresh for every call',
      movesMoney: false,
      async run(lab) {
        const now = Math.floor(Date.now() / 1000)
        const cases: readonly (readonly [string, number | string])[] = [
          ['10 minutes ago', now - 600],
          ['1 hour ago', now - 3_600],
          ['1 day ago', now - 86_400],
          ['1 year ago', now - 31_536_000],
          ['10 minutes ahead', now + 600],
          ['1 day ahead', now + 86_400],
          ['in milliseconds', now * 1_000],
          ['as text', String(now)],
        ]
        const said: string[] = []
        for (const [label, timestamp] of cases) {
          const { json } = await lab.send(requery(`a timestamp ${label}`, { timestamp }))
          said.push(`${label}: ${isFine(json) ? 'taken' : `refused with ${shown(json.status)}`}`)
        }
        return open(said.join('; '))
      },
    },
  ]
}
