import type { Trait } from './defects.ts'

export type Body = Record<string, unknown>
type Has = (trait: Trait) => boolean

export interface PaymentsHosting {
  readonly captureMs: number
  notify(url: string, body: string): void
}

export interface Outcome {
  readonly status: number
  readonly body: Body
  readonly headers?: Record<string, string>
}

interface Settlement {
  readonly settleId: string
  readonly units: number
  refunded: number
  told?: Body
}

export interface Payment {
  readonly paymentId: string
  readonly value: number
  readonly units: number
  readonly answer: Body
  status: string
  cancelled: boolean
  /** A refusal was its last word. */
  frozen: boolean
  reserved: number
  readonly settlements: Settlement[]
}

interface Operation {
  readonly fingerprint: string
  outcome: Outcome | null
}

const known = ['transactionId', 'requestId', 'paymentId', 'value', 'authorizationId', 'tid', 'nsu', 'recipients']
const fields = [...known, 'sandboxMode', 'merchantSettings', 'connectorMetadata']

const idFields = { settlements: 'settleId', cancellations: 'cancellationId', refunds: 'refundId' } as const

/** A refusal: it ends an operation, and nothing has moved. */
export class Failure extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }

  outcome(match: RegExpExecArray | null, text: string, has: Has): Outcome {
    const { code, message } = this
    if (match === null) return { status: this.status, body: { status: 'error', code, message } }
    const [, paymentId, operation = 'settlements'] = match
    const sent = read(text)
    const field = idFields[operation as keyof typeof idFields]
    const body: Body = { paymentId, [field]: null, code, message, requestId: sent.requestId ?? null }
    if (field !== 'cancellationId') body.value = 0
    if (field === 'cancellationId' && has('cancel-without-message')) delete body.message
    if (field === 'refundId' && has('refund-without-message')) delete body.message
    if (has('answers-null-messages')) body.message = null
    const status = has('fails-with-200') && this.status === 500 ? 200 : this.status
    if (field !== 'settleId' || status === 200) return { status, body }
    return { status: has('fails-with-501') && this.status === 500 ? 501 : this.status, body: spoilt(body, sent, has) }
  }
}

function spoilt(body: Body, sent: Body, has: Has): Body {
  if (has('failure-without-code')) delete body.code
  if (has('settle-without-message')) delete body.message
  if (has('own-request-id-in-failures')) body.requestId = 'E-1'
  if (has('failure-keeps-the-value') && typeof sent.value === 'number') body.value = sent.value
  if (has('failure-negates-the-value') && typeof sent.value === 'number') body.value = -Math.abs(sent.value)
  if (has('refund-manually-in-a-settlement')) body.code = 'refund-manually'
  if (has('copies-the-request-into-failures')) return { ...body, ...sent, settleId: null }
  if (has('quotes-settings-in-messages')) body.message = `refused: ${JSON.stringify(sent.merchantSettings)}`
  return body
}

function read(text: string): Body {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Body) : {}
  } catch {
    return {}
  }
}

export class Payments {
  readonly #has: Has
  readonly #hosting: PaymentsHosting
  readonly #payments = new Map<string, Payment>()
  readonly #operations = new Map<string, Operation>()
  readonly #seen = new Set<string>()
  #count = 100_000

  constructor(has: Has, hosting: PaymentsHosting) {
    this.#has = has
    this.#hosting = hosting
  }

  get(paymentId: unknown): Payment | undefined {
    return this.#payments.get(String(paymentId))
  }

  freeze(match: RegExpExecArray | null): void {
    const payment = match?.[2] === 'settlements' ? this.get(match[1]) : undefined
    if (payment !== undefined) payment.frozen = true
  }

  create(body: Body): Outcome {
    const stored = this.get(body.paymentId)
    if (stored !== undefined) {
      const authorizationId = this.#has('authorizes-again') ? this.#next('') : stored.answer.authorizationId
      return { status: 200, body: { ...stored.answer, authorizationId, status: stored.status } }
    }
    const { number } = body.card as { number: string | null }
    const method = body.paymentMethod
    const later = number === '4222222222222224' || number === null ? 'approved' : 'denied'
    const first = number === '4444333322221111' ? 'approved' : number === '4444333322221112' ? 'denied' : 'undefined'
    if (first === 'denied' && this.#has('answers-denials-with-400')) throw new Failure(400, 'DENIED', 'denied')
    const delays = this.#has('create-without-delays')
      ? {}
      : { delayToAutoSettle: 21_600, delayToAutoSettleAfterAntifraud: 1800, delayToCancel: 21_600 }
    const answer: Body = {
      paymentId: body.paymentId,
      status: first,
      authorizationId: this.#next(this.#has('gives-text-authorization-ids') ? 'AUT' : ''),
      tid: this.#next('TID'),
      nsu: this.#next('NSU'),
      acquirer: 'Acquirer',
      code: null,
      message: this.#has('echoes-the-card') ? `card ${number}` : null,
      ...delays,
    }
    if (this.#has('promises-a-ceiling')) Object.assign(answer, { maxValue: Number(body.value) + 20.5 })
    const url = { paymentUrl: `https://pay.example.com/${body.paymentId}` }
    if (method === 'BankInvoice' && !this.#has('invoice-without-a-url')) Object.assign(answer, url)
    if (method === 'PayPal' && !this.#has('redirect-without-a-url')) Object.assign(answer, url)
    const { paymentId } = body
    const value = Number(body.value)
    const payment: Payment = {
      paymentId: String(paymentId),
      value,
      units: units(value),
      answer,
      status: first,
      cancelled: false,
      frozen: false,
      reserved: 0,
      settlements: [],
    }
    this.#payments.set(payment.paymentId, payment)
    if (first === 'undefined') this.#tell(payment, String(body.callbackUrl), later)
    return { status: 200, body: answer }
  }

  #tell(payment: Payment, callbackUrl: string, status: string): void {
    if (status === 'denied' && this.#has('never-tells-denials')) return
    const told =
      status === 'approved' && this.#has('tells-authorized-for-approved') && payment.answer.paymentUrl === undefined
    let url = this.#has('drops-the-query-of-the-callback') ? callbackUrl.replace(/\?.*/, '') : callbackUrl
    if (this.#has('re-encodes-the-callback')) {
      const taken = new URL(callbackUrl)
      url = `${taken.origin}${taken.pathname}?${new URLSearchParams(taken.search)}`
    }
    if (!this.#has('never-leaves-undefined')) payment.status = status
    const text = JSON.stringify({ ...payment.answer, status: told ? 'authorized' : status })
    this.#hosting.notify(url, this.#has('calls-back-without-a-body') ? '' : text)
  }

  async settle(body: Body, signal: AbortSignal): Promise<Outcome> {
    const has = this.#has
    this.#checkFields(body)
    const payment = this.#settleable(body)
    const { requestId } = body
    const key = this.#key(body, 'settle')
    const fingerprint = JSON.stringify(body)
    const operation = this.#operations.get(key)
    if (operation !== undefined) {
      const same = operation.fingerprint === fingerprint || has('ignores-the-body-of-a-known-id')
      if (!same && !has('captures-another-body-under-a-known-id')) throw new Failure(500, 'CONFLICT', 'another body')
      if (has('waits-for-duplicates')) await this.#capture()
      if (same && operation.outcome === null) throw new Failure(500, 'IN_PROGRESS', 'still running')
      if (same && operation.outcome !== null) return this.#replay(payment, operation.outcome)
    }
    const asked = this.#asked(body, payment)
    if (has('settles-on-the-second-call') && !this.#seen.has(key)) {
      this.#seen.add(key)
      throw new Failure(500, 'PENDING', 'not yet')
    }
    const equal = payment.settlements.find((settlement) => settlement.units === asked)
    if (has('takes-equal-amounts-for-one') && equal !== undefined) {
      return { status: 200, body: settled(payment.paymentId, equal.settleId, asked, requestId) }
    }
    const captured = payment.settlements.reduce((sum, settlement) => sum + settlement.units, 0)
    const late = has('reserves-no-amount') || has('records-after-capturing')
    const taken = has('compares-with-the-authorized-amount-only') ? 0 : late ? captured : payment.reserved
    const ceiling = has('promises-a-ceiling') ? payment.units + 2050 : payment.units
    const limit = has('allows-ten-percent-more') ? payment.units * 1.1 : ceiling
    const [whole] = payment.settlements
    if (has('tells-the-same-settlement-under-a-new-id') && whole?.units === payment.units && asked === whole.units) {
      return { status: 200, body: settled(payment.paymentId, whole.settleId, asked, requestId) }
    }
    if (taken + asked > limit) throw new Failure(500, 'OVER_LIMIT', 'more than is left')
    payment.reserved += asked
    const entry: Operation = { fingerprint, outcome: null }
    if (!has('records-after-capturing')) this.#operations.set(key, entry)
    await this.#capture()
    if (signal.aborted && has('stuck-after-a-drop')) return { status: 500, body: {} }
    const settleId = this.#settleId(payment)
    payment.settlements.push({ settleId, units: asked, refunded: 0 })
    const shown = has('answers-the-authorized-amount') ? payment.units : has('answers-cents') ? asked * 100 : asked
    const answer = settled(payment.paymentId, settleId, shown, requestId)
    if (has('settle-without-message')) delete answer.message
    if (has('answers-a-fraction-of-a-cent')) answer.value = Number(answer.value) - 0.001
    if (has('answers-text')) answer.value = String(answer.value)
    entry.outcome = { status: has('settles-with-201') ? 201 : 200, body: answer }
    this.#operations.set(key, entry)
    if (signal.aborted && has('forgets-what-was-dropped')) this.#operations.delete(key)
    return entry.outcome
  }

  async #capture(): Promise<void> {
    const { captureMs } = this.#hosting
    if (captureMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, captureMs))
    for (let turns = 0; turns < 3; turns++) await new Promise<void>((resolve) => setImmediate(resolve))
  }

  #replay(payment: Payment, outcome: Outcome): Outcome {
    if (this.#has('captures-again-on-a-replay')) payment.reserved += units(Number(outcome.body.value))
    if (this.#has('replays-under-500')) return { ...outcome, status: 500 }
    if (this.#has('replays-with-another-message'))
      return { ...outcome, body: { ...outcome.body, message: 'Already settled' } }
    return outcome
  }

  #checkFields(body: Body): void {
    const has = this.#has
    const refuse = (message: string): never => {
      throw new Failure(500, 'INVALID_REQUEST', message)
    }
    if (typeof body.requestId !== 'string' || body.requestId === '') refuse('requestId is missing')
    if (has('wants-hexadecimal-request-ids') && !/^[0-9A-F]{32}$/.test(String(body.requestId))) refuse('requestId')
    if (has('demands-tid') && typeof body.tid !== 'string') refuse('tid is missing')
    if (has('demands-sandbox-mode') && body.sandboxMode === undefined) refuse('sandboxMode is missing')
    if (has('demands-authorization-id') && body.authorizationId === undefined) refuse('authorizationId is missing')
    if (has('refuses-null') && known.some((name) => body[name] === null && name !== 'value')) refuse('null')
    if (has('refuses-unknown-fields') && Object.keys(body).some((name) => !fields.includes(name)))
      refuse('unknown field')
    if (has('demands-text-for-authorization-id') && typeof body.authorizationId === 'number') refuse('authorizationId')
  }

  #settleable(body: Body): Payment {
    const found = this.get(body.paymentId)
    if (found === undefined && this.#has('settles-unknown-payments')) {
      this.create({ paymentId: body.paymentId, value: body.value, card: { number: '4444333322221111' } })
    }
    const payment = this.get(body.paymentId)
    if (payment === undefined) throw new Failure(500, 'NOT_FOUND', 'no such payment')
    if (payment.cancelled && !this.#has('captures-after-cancel')) throw new Failure(500, 'CANCELLED', 'cancelled')
    if (payment.frozen) throw new Failure(500, 'FROZEN', 'refused before')
    const denied = payment.status !== 'approved' && !this.#has('captures-denied')
    if (denied) throw new Failure(500, 'NOT_APPROVED', 'not approved')
    return payment
  }

  #asked(body: Body, payment: Payment): number {
    const has = this.#has
    let { value } = body
    if (value === undefined && has('reads-missing-as-everything')) return payment.units
    if (value !== undefined && typeof value !== 'number' && has('reads-nonsense-as-everything')) return payment.units
    if (typeof value !== 'number') throw new Failure(500, 'INVALID_VALUE', 'value is no number')
    if (has('drops-the-sign')) value = Math.abs(value)
    if (Number(value) < 0 || (value === 0 && !has('captures-zero'))) throw new Failure(500, 'INVALID_VALUE', 'value')
    const asked = has('truncates-cents') ? Math.trunc(Number(value) * 100) : units(Number(value))
    if (Array.isArray(body.recipients)) this.#checkSplit(payment, body.recipients, Number(value))
    return asked
  }

  #checkSplit(payment: Payment, recipients: readonly Body[], value: number): void {
    const has = this.#has
    const amounts = recipients.map((recipient) => Number(recipient.amount))
    const refuse = () => {
      if (has('captures-before-summing')) payment.reserved += units(value)
      throw new Failure(500, 'SPLIT', 'recipients')
    }
    if (has('demands-recipient-flags') && recipients.some((one) => typeof one.chargebackLiable !== 'boolean')) refuse()
    if (has('wants-two-decimals') && amounts.some((amount) => !/^\d+(\.\d\d?)?$/.test(String(amount)))) refuse()
    if (has('never-sums-recipients')) return
    if (has('sums-floats') && amounts.reduce((sum, amount) => sum + amount, 0) !== value) refuse()
    let sum = amounts.reduce((total, amount) => total + units(amount), 0)
    if (has('adds-commissions')) for (const one of recipients) sum += units(Number(one.commissionAmount ?? 0))
    if (sum !== units(value)) refuse()
  }

  cancel(body: Body): Outcome {
    const has = this.#has
    if (has('leaves-cancellations-to-people')) throw new Failure(501, 'cancel-manually', 'by hand')
    const payment = this.get(body.paymentId)
    const key = this.#key(body, 'cancel')
    const done = this.#operations.get(key)?.outcome
    if (done && !has('cancels-again-under-a-new-id')) return done
    if (payment === undefined) throw new Failure(500, 'NOT_FOUND', 'no such payment')
    const captured = payment.reserved > 0 && !has('cancels-after-capture')
    if (captured) throw new Failure(500, 'SETTLED', 'settled already')
    payment.cancelled = true
    const { paymentId, requestId } = body
    const cancellationId = has('cancels-without-an-id') ? null : this.#next('C')
    const answer: Body = { paymentId, cancellationId, code: 'OK', message: 'Cancelled', requestId }
    if (has('cancel-without-message')) delete answer.message
    this.#operations.set(key, { fingerprint: '', outcome: { status: 200, body: answer } })
    return { status: 200, body: answer }
  }

  refund(body: Body): Outcome {
    const has = this.#has
    if (has('leaves-refunds-to-people')) throw new Failure(501, 'refund-manually', 'by hand')
    const payment = this.get(body.paymentId)
    const key = this.#key(body, 'refund')
    const done = this.#operations.get(key)
    if (done?.outcome && has('keys-without-the-operation') && 'settleId' in done.outcome.body) return done.outcome
    if (done?.outcome && !has('refunds-again-on-a-replay')) return done.outcome
    const asked = units(Number(body.value))
    if (payment === undefined || has('never-refunds')) throw new Failure(500, 'NOT_FOUND', 'no such payment')
    const settlement = this.#refundable(payment, body, done !== undefined)
    const left = this.#left(payment, settlement)
    const whole = asked === settlement.units && settlement.refunded === asked
    if (whole && settlement.told !== undefined && has('tells-the-same-refund-under-a-new-id')) {
      return { status: 200, body: { ...settlement.told, requestId: body.requestId } }
    }
    if (asked > left && !has('refunds-without-limit') && done === undefined)
      throw new Failure(500, 'OVER', 'more than is left')
    if (has('refunds-once') && settlement.refunded > 0) throw new Failure(500, 'OVER', 'refunded already')
    settlement.refunded += asked
    const { paymentId, requestId, value } = body
    const answer: Body = { paymentId, refundId: this.#next('R'), value, code: null, message: 'Refunded', requestId }
    if (has('refund-without-message')) delete answer.message
    settlement.told = answer
    this.#operations.set(key, { fingerprint: '', outcome: { status: 200, body: answer } })
    return { status: 200, body: answer }
  }

  #refundable(payment: Payment, { settleId }: Body, repeated: boolean): Settlement {
    const has = this.#has
    const everywhere = [...this.#payments.values()].flatMap(({ settlements }) => settlements)
    const among = has('finds-settlements-of-any-payment') ? everywhere : payment.settlements
    let found = among.find((settlement) => settlement.settleId === settleId)
    if (has('ignores-settle-id')) found = payment.settlements.at(-1)
    if (has('refunds-unsettled') && payment.settlements.length === 0) {
      found = { settleId: 'none', units: payment.units, refunded: 0 }
    }
    if (found === undefined || (repeated && !has('refunds-again-on-a-replay'))) {
      throw new Failure(500, 'NOT_FOUND', 'no such settlement')
    }
    return found
  }

  #left(payment: Payment, settlement: Settlement): number {
    const all = this.#has('limits-refunds-by-payment') || this.#has('one-settle-id-for-a-payment')
    const among = all ? payment.settlements : [settlement]
    return among.reduce((sum, { units: moved, refunded }) => sum + moved - refunded, 0)
  }

  #key({ paymentId, requestId }: Body, operation: string): string {
    if (this.#has('keys-by-request-id-alone')) return JSON.stringify([operation, requestId])
    if (this.#has('keys-without-the-operation')) return JSON.stringify([paymentId, requestId])
    return JSON.stringify([paymentId, operation, requestId])
  }

  #settleId(payment: Payment): string {
    if (this.#has('settle-ids-by-counting')) return `S-${payment.settlements.length + 1}`
    return this.#has('one-settle-id-for-a-payment') ? `S-${payment.paymentId}` : this.#next('S')
  }

  #next(prefix: string): string {
    return `${prefix}${++this.#count}`
  }
}

function settled(paymentId: string, settleId: string, captured: number, requestId: unknown): Body {
  const value = Number(`${captured}e-2`)
  return { paymentId, settleId, value, code: null, message: 'Successfully settled', requestId }
}

/** Cents, by the number's text, half of one rounded up. */
function units(value: number): number {
  const [whole = '0', fraction = ''] = String(value).split('.')
  const cents = Number(whole) * 100 + Number(fraction.padEnd(3, '0').slice(0, 2))
  return cents + (Number(fraction.padEnd(3, '0')[2]) >= 5 ? 1 : 0)
}
