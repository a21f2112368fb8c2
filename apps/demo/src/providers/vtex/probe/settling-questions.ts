import type { Lab, ProbeReply } from '../../../probe/lab.ts'
import { compared, differs, notAsked, open, type Question, type Reading } from '../../../probe/question.ts'
import { shown } from '../../../probe/text.ts'
import { freshRequestId, type ProbeAccount, type ProbePayment, type SettleOptions, settlement } from './account.ts'
import { answer, isSettled } from './harmless-questions.ts'

/** Questions that only a settlement answers. Each uses up an authorised payment, in the order in which they are given. */
export function settlingQuestions(account: ProbeAccount, payments: readonly ProbePayment[]): readonly Question[] {
  const left = [...payments]
  const onPayment = (run: (settle: Settle, payment: ProbePayment) => Promise<Reading>) => (lab: Lab) => {
    const payment = left.shift()
    if (payment === undefined)
      return Promise.resolve(notAsked('no authorised payment is left: name one more by --payment'))
    return run((label, options) => lab.send(settlement(account, label, payment, options)), payment)
  }
  return [
    {
      name: 'settle-and-replay',
      ask: 'Does a repeated request id get the first answer, to the byte?',
      source: 'vtex.md 5.2: implied, never stated',
      assumed: 'the same settleId, and nothing more settled; another body under it is refused',
      movesMoney: true,
      run: onPayment(async (settle) => {
        const requestId = freshRequestId()
        const first = await settle('the whole amount', { requestId })
        const again = await settle('the same again', { requestId })
        const other = await settle('the same request id, another value', { requestId, value: '0.01' })
        const more = await settle('a new request id, when all is settled', {})
        const same = isSettled(again) && again.json.settleId === first.json.settleId
        const text = [
          `first: ${answer(first)}`,
          `again: ${again.body === first.body ? 'the same bytes' : answer(again)}`,
          `another value: ${answer(other)}`,
          `more: ${answer(more)}`,
        ].join('; ')
        const isNew = (reply: ProbeReply) => isSettled(reply) && reply.json.settleId !== first.json.settleId
        return compared(isSettled(first) && same && !isNew(other) && !isNew(more), text)
      }),
    },
    {
      name: 'echo-and-types',
      ask: 'Are both ids echoed, and which types do value and settleId have?',
      source: 'vtex.md 9, traps 5 and 7',
      assumed: 'both ids echoed; value a number; settleId text',
      movesMoney: true,
      run: onPayment(async (settle, { paymentId }) => {
        const requestId = freshRequestId()
        const reply = await settle('the smallest part', { requestId, value: '0.01' })
        const { json } = reply
        const text = `${answer(reply)}; paymentId ${shown(json.paymentId)}, requestId ${shown(json.requestId)}`
        if (!isSettled(reply)) return open(`not settled: ${text}`)
        return compared(
          json.paymentId === paymentId && json.requestId === requestId && typeof json.value === 'number',
          text,
        )
      }),
    },
    {
      name: 'authorization-id-as-number',
      ask: 'Is an authorizationId that is a number understood?',
      source: 'vtex.md 9, trap 2',
      assumed: 'not relied on: it is sent as text',
      movesMoney: true,
      run: onPayment(async (settle) => {
        const reply = await settle('a number', { value: '0.01', other: { authorizationId: '5784589' } })
        return open(`${isSettled(reply) ? 'it is' : 'it is not'}: ${answer(reply)}`)
      }),
    },
    {
      name: 'zero',
      ask: 'Is a settlement of nothing refused?',
      source: 'vtex.md 5.3: not documented',
      assumed: 'refused here, before sending',
      movesMoney: true,
      run: onPayment(async (settle) => {
        const reply = await settle('a value of 0', { value: '0' })
        return isSettled(reply) ? differs(`SETTLED: ${answer(reply)}`) : open(`refused: ${answer(reply)}`)
      }),
    },
    {
      name: 'more-than-authorized',
      ask: 'Is more than what is authorised refused, or settled in part?',
      source: 'vtex.md 5.3: not documented without maxValue',
      assumed: 'the answer says: value below what was asked is "short"',
      movesMoney: true,
      run: onPayment(async (settle, { amount }) => {
        const reply = await settle('one more than authorised', { value: oneMore(amount) })
        return open(`${isSettled(reply) ? 'SETTLED' : 'refused'}: ${answer(reply)}`)
      }),
    },
    {
      name: 'two-parts',
      ask: 'Can a payment be settled in parts?',
      source: 'vtex.md 5.3: the Partial model',
      assumed: 'it can, each under its own request id',
      movesMoney: true,
      run: onPayment(async (settle) => {
        const one = await settle('the smallest part', { value: '0.01' })
        const two = await settle('the smallest part again, a new request id', { value: '0.01' })
        const different = one.json.settleId !== two.json.settleId
        return compared(isSettled(one) && isSettled(two) && different, `one: ${answer(one)}; two: ${answer(two)}`)
      }),
    },
  ]
}

type Settle = (label: string, options: SettleOptions) => Promise<ProbeReply>

/** One major unit more. */
function oneMore(amount: string): string {
  const [whole = '0', fraction] = amount.split('.')
  return `${BigInt(whole) + 1n}${fraction === undefined ? '' : `.${fraction}`}`
}
