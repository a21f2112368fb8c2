import type { ProbeReply } from '../../../probe/lab.ts'
import { compared, open, type Question } from '../../../probe/question.ts'
import { shown } from '../../../probe/text.ts'
import { type ProbeAccount, type ProbePayment, settlement } from './account.ts'

const nothing: ProbePayment = { paymentId: 'PROBE-NO-SUCH-PAYMENT', authorizationId: 'PROBE', amount: '1' }

/** Questions about a payment nobody has, or with credentials nobody has: nothing can be settled. */
export function harmlessQuestions(account: ProbeAccount): readonly Question[] {
  return [
    {
      name: 'bad-credentials',
      ask: 'How are bad credentials answered?',
      source: 'vtex.md 1: not documented',
      assumed: '401, with an empty body or the failure body: it throws unauthorized',
      movesMoney: false,
      async run(lab) {
        const reply = await lab.send(settlement(account, 'a token nobody has', nothing, { token: 'no-such-token' }))
        const isKnown = reply.status === 401 && (reply.body.trim() === '' || reply.json.settleId === null)
        return compared(isKnown, answer(reply))
      },
    },
    {
      name: 'header-family',
      ask: 'Under which header names are credentials read?',
      source: 'vtex.md 1: both families are in the field',
      assumed: 'X-PROVIDER-API-*, or what the option headerFamily says',
      movesMoney: false,
      async run(lab) {
        const provider = await lab.send(settlement(account, 'X-PROVIDER-API-*', nothing))
        const vtex = await lab.send(settlement(account, 'X-VTEX-API-*', nothing, { family: 'vtex' }))
        const word = ({ status }: ProbeReply) => (status === 401 || status === 403 ? 'refused' : 'taken')
        const text = `X-PROVIDER-API-*: ${word(provider)} (${answer(provider)}); X-VTEX-API-*: ${word(vtex)} (${answer(vtex)})`
        return compared(word(provider) === 'taken', text)
      },
    },
    {
      name: 'unknown-payment',
      ask: 'How is a payment answered that does not exist?',
      source: 'vtex.md 4.2: 4xx are not listed for settlements',
      assumed: '500 with the failure body; a 4xx is unknown',
      movesMoney: false,
      async run(lab) {
        const reply = await lab.send(settlement(account, 'a payment nobody has', nothing))
        return compared(reply.status === 500 && isFailure(reply), answer(reply))
      },
    },
    {
      name: 'other-payment-in-path',
      ask: 'Is a path refused that names another payment than the body?',
      source: 'vtex.md 9, trap 27',
      assumed: 'it is: the ids are always equal here',
      movesMoney: false,
      async run(lab) {
        const reply = await lab.send(settlement(account, 'two payments nobody has', nothing, { path: 'PROBE-ANOTHER' }))
        return compared(!isSettled(reply), answer(reply))
      },
    },
    {
      name: 'id-lengths',
      ask: 'Is a request id of 128 characters taken?',
      source: 'vtex.md 12.7: maximum lengths',
      assumed: 'up to 128 characters',
      movesMoney: false,
      async run(lab) {
        const usual = await lab.send(settlement(account, 'a usual request id', nothing))
        const long = await lab.send(settlement(account, '128 characters', nothing, { requestId: 'p'.repeat(128) }))
        return compared(usual.status === long.status, `usual: ${answer(usual)}; long: ${answer(long)}`)
      },
    },
    {
      name: 'failure-body',
      ask: 'Are code and message of a failure text, and value 0?',
      source: 'vtex.md 9, trap 5: nullable here, not there',
      assumed: 'either',
      movesMoney: false,
      async run(lab) {
        const { json, body } = await lab.send(settlement(account, 'a payment nobody has', nothing))
        const { code, message, value, requestId } = json
        if (body.trim() === '') return open('there is no body')
        return open(
          `code ${shown(code)}, message ${shown(message)}, value ${shown(value)}, requestId ${requestId === undefined ? 'absent' : 'echoed'}`,
        )
      },
    },
  ]
}

/** Status, settleId, value and code of an answer, in one line. */
export function answer({ status, json, body, ms }: ProbeReply): string {
  const what =
    body.trim() === ''
      ? 'an empty body'
      : `settleId ${shown(json.settleId)}, value ${shown(json.value)}, code ${shown(json.code)}, message ${shown(json.message)}`
  return `HTTP ${status} after ${ms} ms, ${what}`
}

export function isSettled({ status, json }: ProbeReply): boolean {
  return status >= 200 && status < 300 && typeof json.settleId === 'string' && json.settleId !== ''
}

function isFailure({ json }: ProbeReply): boolean {
  return (json.settleId ?? null) === null && json.paymentId !== undefined
}
