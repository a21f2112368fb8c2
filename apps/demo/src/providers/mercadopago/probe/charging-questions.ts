import { randomUUID } from 'node:crypto'
import type { Lab, ProbeReply } from '../../../probe/lab.ts'
import { agrees, compared, differs, notAsked, open, type Question, type Reading } from '../../../probe/question.ts'
import { isObject, jsonType, shown } from '../../../probe/text.ts'
import { act, type ChargeOptions, charge, type ProbeAccount, read } from './account.ts'
import { answer } from './harmless-questions.ts'

/** Questions that charge the test payer, each the smallest amount, and one that gives it back. */
export function chargingQuestions(account: ProbeAccount): readonly Question[] {
  const reference = `probe-${randomUUID().slice(0, 8)}`
  const first: ChargeOptions = { key: randomUUID(), reference }
  /** Ids of charges that were approved, to be refunded in the end. */
  const approved = new Set<string>()
  let made: ProbeReply | null = null

  async function send(lab: Lab, label: string, options: ChargeOptions): Promise<ProbeReply> {
    const reply = await lab.send(charge(account, label, options))
    if (reply.json.status === 'approved' && reply.json.id !== undefined) approved.add(String(reply.json.id))
    return reply
  }
  /** For questions about the first charge. */
  const afterFirst = (run: (lab: Lab, payment: ProbeReply) => Promise<Reading>) => async (lab: Lab) =>
    made?.json.id === undefined ? notAsked('the first charge made no payment') : run(lab, made)

  return [
    {
      name: 'charge',
      ask: 'What does a charge answer?',
      source: 'mercadopago.md 3.1: shapes differ between the samples',
      assumed: '201, with an id, a status at both levels, and the amount charged inside',
      movesMoney: true,
      async run(lab) {
        made = await send(lab, `a charge of ${account.amount}`, first)
        const { id, status, payments, capture, site_id: site } = made.json
        const inside: unknown = Array.isArray(payments) ? payments[0] : undefined
        const text = [
          answer(made),
          `id ${jsonType(id)}`,
          `inside: ${isObject(inside) ? `${shown(inside.status)}, ${shown(inside.status_detail)}, amount ${shown(inside.transaction_amount)}` : jsonType(inside)}`,
          `capture ${shown(capture)}, site_id ${shown(site)}`,
        ].join('; ')
        return compared(made.status === 201 && id !== undefined && typeof status === 'string' && isObject(inside), text)
      },
    },
    {
      name: 'replay',
      ask: 'Same key, same bytes: does the first payment come back, with 200?',
      source: 'mercadopago.md 4; contradictions 4 and 6',
      assumed: 'yes, and nothing more is charged',
      movesMoney: true,
      run: afterFirst(async (lab, payment) => {
        const reply = await send(lab, 'the same again', first)
        const same = String(reply.json.id) === String(payment.json.id)
        return compared(
          reply.status === 200 && same,
          `${answer(reply)}; ${same ? 'the same payment' : 'ANOTHER PAYMENT'}`,
        )
      }),
    },
    {
      name: 'key-with-another-body',
      ask: 'Same key, another amount: 422?',
      source: 'mercadopago.md 4: not stated',
      assumed: '422 with 422001: a conflict, never answered with a new key',
      movesMoney: true,
      run: afterFirst(async (lab) => {
        const other = String(BigInt(account.amount.replace(/\..*$/, '')) + 1n)
        const reply = await send(lab, `the same key, ${other} instead`, { ...first, amount: other })
        return compared(reply.status === 422, answer(reply))
      }),
    },
    {
      name: 'read-by-id',
      ask: 'Does a read by id tell the status?',
      source: 'mercadopago.md 5; contradictions 25 and 26: the sample has none',
      assumed: 'either: without a status the outcome stays unknown',
      movesMoney: true,
      run: afterFirst(async (lab, payment) => {
        const reply = await lab.send(read(account, 'the payment', `/${encodeURIComponent(String(payment.json.id))}`))
        const { status, payments, disbursements } = reply.json
        const inside: unknown = Array.isArray(payments) ? payments[0] : undefined
        const insideStatus = isObject(inside) ? shown(inside.status) : jsonType(inside)
        return open(
          `${answer(reply)}; status ${shown(status)}, inside ${insideStatus}; disbursements is ${jsonType(disbursements)}`,
        )
      }),
    },
    {
      name: 'two-at-once',
      ask: 'Two requests under one new key at once: 409 for one of them?',
      source: 'mercadopago.md 4: 409 with 401001',
      assumed: '409 while the first is running, or the same payment twice; never two payments',
      movesMoney: true,
      async run(lab) {
        const options = { key: randomUUID(), reference: `${reference}-twice` }
        const [one, two] = await Promise.all([send(lab, 'one', options), send(lab, 'the other', options)])
        const ids = new Set([one, two].flatMap(({ json }) => (json.id === undefined ? [] : [String(json.id)])))
        const text = `${answer(one)} and ${answer(two)}; ${ids.size} payment${ids.size === 1 ? '' : 's'}`
        return ids.size > 1 ? differs(text) : agrees(text)
      },
    },
    {
      name: 'key-after-refusal',
      ask: 'Is a key used up by a request that was refused as invalid?',
      source: 'mercadopago.md 4: not documented',
      assumed: 'not relied on: a corrected request gets a new key',
      movesMoney: true,
      async run(lab) {
        const options = { key: randomUUID(), reference: `${reference}-fixed` }
        const bad = await send(lab, 'an amount of 0', { ...options, amount: '0' })
        const good = await send(lab, 'the same key, a good amount', options)
        return open(`first ${answer(bad)}; then ${answer(good)}`)
      },
    },
    {
      name: 'reserve-and-cancel',
      ask: 'Can a charge be reserved only, and is it cancelled by "cancelled"?',
      source: 'mercadopago.md 6; contradiction 15',
      assumed: 'cancelled',
      movesMoney: true,
      async run(lab) {
        const reserved = await send(lab, 'a reservation', { reference: `${reference}-held`, capture: false })
        const { id } = reserved.json
        if (id === undefined) return open(`no reservation: ${answer(reserved)}`)
        const body = `{"status":"cancelled","wallet_payment":{"transaction_amount":${account.amount}}}`
        const ended = await lab.send(act(account, 'cancelled', 'PUT', `/${encodeURIComponent(String(id))}`, body))
        return open(`reserved: ${answer(reserved)}; cancelled: ${answer(ended)}`)
      },
    },
    {
      name: 'refund',
      ask: 'What does a refund answer? (Gives back what the probe charged.)',
      source: 'mercadopago.md 6: a list of refunds',
      assumed: 'nothing yet: this package does not refund',
      movesMoney: true,
      async run(lab) {
        if (approved.size === 0) return notAsked('nothing was charged')
        const said: string[] = []
        for (const id of approved) {
          const reply = await lab.send(
            act(account, `a refund of ${id}`, 'POST', `/${encodeURIComponent(id)}/refunds`, ''),
          )
          said.push(`${id}: HTTP ${reply.status}${reply.status < 300 ? '' : `, NOT REFUNDED: ${answer(reply)}`}`)
        }
        return open(said.join('; '))
      },
    },
  ]
}
