import { hundredths } from './hundredths.ts'
import { type Done, Payment } from './payments.ts'
import { isEmpty } from './sha1-check.ts'
import { shownPayment } from './shown.ts'
import { type Body, paymentNamed, type State, said } from './state.ts'

/** Answers a call whose key and signature are right. */
export function act(state: State, action: string, fields: Body): Body {
  if (action === 'initiate-payment') return initiate(state, fields)
  if (fields.pw_id === undefined && fields.txn_id === undefined)
    return said(state, 9001, 'pw_id or txn_id is required.')
  if (action === 'requery' && fields.pw_id !== undefined && fields.txn_id !== undefined) {
    return said(state, 9001, 'Send pw_id or txn_id.')
  }
  const payment = paymentNamed(state, fields)
  // The first step of a refund is a question, and no scenario is for it.
  const asks = action === 'requery' || (action === 'refund' && fields.op === 'initiate')
  const scenario = asks ? null : (state.playing.get(action)?.shift() ?? null)
  if (payment === undefined) return said(state, 400, 'Transaction not found.')
  if (action === 'requery') return shownPayment(payment, payment.view(state.now()), state.apiKey, state.shownAs)
  let answer = said(state, 200, '')
  if (scenario === null || scenario.moves) answer = write(state, action, fields, payment)
  if (scenario?.becomes !== undefined) {
    payment.set(scenario.becomes)
    state.updated(payment)
  }
  return scenario?.answer ?? answer
}

function write(state: State, action: string, fields: Body, payment: Payment): Body {
  const now = state.now()
  switch (action) {
    case 'capture-payment': {
      const asked = amountIn(fields.capture_amount)
      if (asked === undefined) return said(state, 9001, 'capture_amount.')
      return booked(state, payment, payment.capture(asked, now), (moved) =>
        state.captures.push(payment.entry(moved, now)),
      )
    }
    case 'refund':
      return refund(state, fields, payment)
    case 'cancel-payment':
      return booked(state, payment, payment.cancel(now), (moved) => state.cancellations.push(payment.entry(moved, now)))
    case 'confirm-payment':
    case 'process-payment':
    case 'tag-chargeback': {
      const done =
        action === 'confirm-payment'
          ? payment.confirmRecord(now)
          : action === 'process-payment'
            ? payment.process(now)
            : payment.tag(String(fields.stage), fields.reason, now)
      const about =
        action === 'tag-chargeback' ? { type: 'chargeback', reverse_status: chargebackStatus(fields.stage) } : {}
      return booked(
        state,
        payment,
        done,
        (moved) => state.changes.push({ action, ...payment.entry(moved, now) }),
        about,
      )
    }
    default:
      return said(state, 404, 'Action invalid.')
  }
}

function refund(state: State, fields: Body, payment: Payment): Body {
  const { op } = fields
  const now = state.now()
  const asked = amountIn(fields.refund_amount)
  if (asked === undefined) return said(state, 9001, 'refund_amount.')
  const { refundNeeds: needs = [], supportsRefund = true, supportsPartialRefund = true } = payment.seed
  if (op === 'initiate') {
    const refusal = payment.refusal(null, now)
    if (refusal !== null && refusal.code !== 4004) return said(state, refusal.code, refusal.refused)
    return {
      ...said(state, 200, ''),
      supports_refund: supportsRefund,
      supports_partial_refund: supportsPartialRefund,
      extra_params: needs,
    }
  }
  if (op !== 'submit') return said(state, 9001, 'op must be initiate or submit.')
  if (needs.length > 0 && isEmpty(fields.extra_param)) return said(state, 9001, 'extra_param is required.')
  const reverse = `RV${state.refunds.length + 1}`
  const answer = booked(
    state,
    payment,
    payment.refund(asked, now, reverse),
    (moved) => state.refunds.push(payment.entry(moved, now)),
    { type: 'refund', reverse_pw_id: reverse, reverse_status: (payment.seed.refundsAfterMs ?? 0) > 0 ? 1 : 10 },
  )
  return Number(answer.status) === 200 ? { ...answer, reverse_pw_id: reverse, pg_raw_data: '{"pg":"raw"}' } : answer
}

function initiate(state: State, fields: Body): Body {
  const scenario = state.playing.get('initiate-payment')?.shift() ?? null
  if (scenario !== null && !scenario.moves) return scenario.answer ?? said(state, 200, '')
  const { txn_id: txnId, amount, currency_code: currency, buyer_info: buyer } = fields
  const known = typeof buyer === 'object' && buyer !== null ? (buyer as Body) : {}
  for (const [name, value] of Object.entries({ txn_id: txnId, amount, currency_code: currency })) {
    if (isEmpty(value)) return said(state, 9001, `${name} is required.`)
  }
  for (const name of ['id', 'email', 'country_code']) {
    if (isEmpty(known[name])) return said(state, 9001, `buyer_info.${name} is required.`)
  }
  if (state.payments.some(({ seed }) => seed.txnId === txnId)) return said(state, 1002, 'Duplicate txn_id.')
  const number = state.payments.length + 1
  const payment = new Payment({
    pwId: `PWI${number}`,
    txnId: String(txnId),
    total: String(amount),
    currency: String(currency),
    transactionStatus: 0,
  })
  state.payments.push(payment)
  state.changes.push({ action: 'initiate-payment', ...payment.entry(payment.total, state.now()) })
  const token = `token-of-payment-${String(number).padStart(15, '0')}`
  const made = { token, redirect_url: `https://staging-checkout.pipwave.com/pay?token=${token}` }
  return scenario?.answer ?? { ...said(state, 200, ''), ...made }
}

function booked(state: State, payment: Payment, done: Done, book: (moved: bigint) => void, about: Body = {}): Body {
  if ('refused' in done) return said(state, done.code ?? 400, done.refused)
  book(done.moved)
  state.updated(payment, about)
  return said(state, 200, '')
}

/** @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/appendix/payment_status_code.md */
function chargebackStatus(stage: unknown): number {
  const statuses = { 'dispute won': 6, 'dispute resolved': 7, 'chargeback reversed': 8, chargeback: 10 }
  return new Map(Object.entries(statuses)).get(String(stage)) ?? 1
}

/** Hundredths; null: not provided, as PHP's `empty()` sees it; undefined: not an amount. */
function amountIn(value: unknown): bigint | null | undefined {
  if (isEmpty(value)) return null
  return /^\d{1,9}(?:\.\d{1,2})?$/.test(String(value)) ? hundredths(String(value)) : undefined
}
