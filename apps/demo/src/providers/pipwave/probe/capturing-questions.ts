import type { Lab, ProbeReply } from '../../../probe/lab.ts'
import { agrees, compared, differs, notAsked, open, type Question, type Reading } from '../../../probe/question.ts'
import { jsonType, shown } from '../../../probe/text.ts'
import { type ProbeAccount, signedCall } from './account.ts'

const confirm = 'pipwave.md 9: to confirm on a staging account'

/** Questions that only a capture answers. Each uses up an authorised payment, in the order in which they are given. */
export function capturingQuestions(account: ProbeAccount, payments: readonly string[]): readonly Question[] {
  const left = [...payments]
  const onPayment = (run: (lab: Lab, pwId: string) => Promise<Reading>) => async (lab: Lab) => {
    const pwId = left.shift()
    return pwId === undefined ? notAsked('no authorised payment is left: name one more by --pw-id') : run(lab, pwId)
  }
  const requery = (lab: Lab, pwId: string, label: string) =>
    lab.send(signedCall(account, label, { action: 'requery', pw_id: pwId }))
  const capture = (lab: Lab, label: string, fields: Record<string, string | number>) =>
    lab.send(signedCall(account, label, { action: 'capture-payment', ...fields }))
  const isAccepted = ({ json }: ProbeReply) => String(json.status) === '200'
  const answer = ({ status, json }: ProbeReply) =>
    `HTTP ${status}, status ${shown(json.status)}, message ${shown(json.message)}`
  const state = ({ json }: ProbeReply) =>
    `transaction_status ${shown(json.transaction_status)}, require_capture ${shown(json.require_capture)}, final_amount ${shown(json.final_amount)}`
  const common = { source: confirm, movesMoney: true } as const

  return [
    {
      ...common,
      name: 'full-capture',
      ask: 'What does a requery show after a capture, and when? Is a second capture refused?',
      assumed: 'require_capture turns false, with transaction_status 10; a second capture is refused with 400',
      run: onPayment(async (lab, pwId) => {
        const before = await requery(lab, pwId, 'before')
        const total = before.json.total_amount
        const first = await capture(lab, 'the whole amount, as text', {
          pw_id: pwId,
          capture_amount: twoDecimals(total),
        })
        if (!isAccepted(first)) return differs(`text with two decimals is refused: ${answer(first)}`)
        const after = await watched(lab, () => requery(lab, pwId, 'after'))
        const second = await capture(lab, 'the same capture again', { pw_id: pwId, capture_amount: twoDecimals(total) })
        const text = `first: ${answer(first)}; then ${after.said}; second: ${answer(second)}`
        return compared(after.done && String(second.json.status) === '400', text)
      }),
    },
    {
      ...common,
      name: 'partial-capture',
      ask: 'What becomes of the rest after a partial capture? Does any field show the captured amount?',
      assumed: 'nothing: a partial capture is never concluded from a requery',
      run: onPayment(async (lab, pwId) => {
        const before = await requery(lab, pwId, 'before')
        const part = await capture(lab, 'the smallest part', { pw_id: pwId, capture_amount: '0.01' })
        const after = await requery(lab, pwId, 'after the part')
        const again = await capture(lab, 'the same part again', { pw_id: pwId, capture_amount: '0.01' })
        const end = await requery(lab, pwId, 'after both')
        return open(
          `before: ${state(before)}; the part: ${answer(part)}; then: ${state(after)}; again: ${answer(again)}; then: ${state(end)}`,
        )
      }),
    },
    {
      ...common,
      name: 'txn-id-only',
      ask: 'Does a capture by txn_id alone work?',
      assumed: 'not relied on: pw_id is learnt by requery first',
      run: onPayment(async (lab, pwId) => {
        const { json } = await requery(lab, pwId, 'a requery, to learn the txn_id')
        const reply = await capture(lab, 'by txn_id alone', { txn_id: String(json.txn_id) })
        return open(`${isAccepted(reply) ? 'it works' : 'it does not'}: ${answer(reply)}`)
      }),
    },
    {
      ...common,
      name: 'over-capture',
      ask: 'Is more than what is authorised refused?',
      assumed: 'refused here, before sending',
      run: onPayment(async (lab, pwId) => {
        const before = await requery(lab, pwId, 'before')
        const more = oneMore(before.json.total_amount)
        const reply = await capture(lab, 'the total and 0.01', { pw_id: pwId, capture_amount: more })
        const after = await requery(lab, pwId, 'after')
        return open(`${isAccepted(reply) ? 'ACCEPTED' : 'refused'}: ${answer(reply)}; then: ${state(after)}`)
      }),
    },
    {
      ...common,
      name: 'zero-amount',
      ask: 'Is an amount of zero refused, or does it capture everything?',
      assumed: 'the worst: refused here, before sending',
      run: onPayment(async (lab, pwId) => {
        const said: string[] = []
        for (const amount of ['0.00', '0']) {
          const reply = await capture(lab, `capture_amount ${amount}`, { pw_id: pwId, capture_amount: amount })
          const after = await requery(lab, pwId, `after ${amount}`)
          said.push(`${amount}: ${answer(reply)}, then ${state(after)}`)
          if (isAccepted(reply)) return agrees(`it is accepted, as feared; ${said.join('; ')}`)
        }
        return open(`refused; ${said.join('; ')}`)
      }),
    },
    {
      ...common,
      name: 'number-amount',
      ask: 'Is an amount as a JSON number accepted, signed in its shortest form?',
      assumed: 'not relied on: text is sent, and signed as it is sent',
      run: onPayment(async (lab, pwId) => {
        const before = await requery(lab, pwId, 'before')
        const amount = Number(before.json.total_amount)
        const reply = await capture(lab, 'a number', { pw_id: pwId, capture_amount: amount })
        return open(`${isAccepted(reply) ? 'accepted' : 'refused'}: ${answer(reply)}`)
      }),
    },
  ]

  /** Looks again until the flag falls, or patience ends. */
  async function watched(lab: Lab, look: () => Promise<ProbeReply>) {
    const said: string[] = []
    for (let waited = 0, pause = 1_000; ; pause *= 2) {
      const reply = await look()
      const line = `after ${waited / 1000} s: ${state(reply)} (require_capture is ${jsonType(reply.json.require_capture)})`
      said.push(line)
      const done =
        ['false', '0'].includes(String(reply.json.require_capture)) && String(reply.json.transaction_status) === '10'
      if (done || waited + pause > lab.patienceMs) return { done, said: said.join(', ') }
      await lab.wait(pause)
      waited += pause
    }
  }
}

/** `10` as `10.00`: capture_amount is decimal(11,2). */
function twoDecimals(total: unknown): string {
  const [whole = '0', fraction = ''] = String(total).split('.')
  return `${whole}.${fraction.padEnd(2, '0').slice(0, 2)}`
}

/** One hundredth more, without binary fractions. */
function oneMore(total: unknown): string {
  const units = BigInt(twoDecimals(total).replace('.', '')) + 1n
  const text = String(units).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}
