import { readWireAmount } from '@cap/core/http'
import { cancelBody, createBody, newPayment, type Payment, refundBody, settleBody, testCards } from './bodies.ts'
import type { Answer, Call, Gateway, Logged } from './gateway.ts'
import { randomHex } from './gateway.ts'
import type { Methods } from './methods.ts'
import type { Step } from './report.ts'
import { Blocked, Failed, Skipped } from './verdicts.ts'

type CallChanges = Partial<Omit<Call, 'route'>>
type Fields = Readonly<Record<string, unknown>>

/** How a settlement is asked for. */
export interface SettleOptions {
  readonly value?: string
  readonly requestId?: string
  /** Fields to set; undefined leaves one out. */
  readonly fields?: Fields
  readonly call?: CallChanges
}

/** What a check works with: the gateway's calls, and what it may conclude from the answers. */
export class Play {
  readonly gateway: Gateway
  readonly methods: Methods
  readonly steps: Step[] = []
  readonly #show = (step: Step) => void this.steps.push(step)

  constructor(gateway: Gateway, methods: Methods) {
    this.gateway = gateway
    this.methods = methods
  }

  send(call: Call): Promise<Answer> {
    return this.gateway.send(call, this.#show)
  }

  /** A card payment of the test suite, not created yet. */
  cardPayment(card: keyof typeof testCards = 'approved', value = '100.00'): Payment {
    if (this.methods.card === null) throw new Skipped('the manifest has no card')
    return newPayment(this.methods.card, testCards[card], value)
  }

  create(payment: Payment, call: CallChanges = {}): Promise<Answer> {
    const asked = { paymentId: payment.paymentId, requestId: null, value: payment.value }
    return this.send({ route: 'create', path: '/payments', body: createBody(this.gateway, payment), asked, ...call })
  }

  settlement(payment: Payment, options: SettleOptions = {}): Call {
    const { value = payment.value, requestId = randomHex(16), fields = {}, call = {} } = options
    const body = settleBody(this.gateway, payment, requestId, value, fields)
    const asked = { paymentId: payment.paymentId, requestId, value }
    return { route: 'settle', path: `/payments/${payment.paymentId}/settlements`, body, asked, ...call }
  }

  settle(payment: Payment, options: SettleOptions = {}): Promise<Answer> {
    return this.send(this.settlement(payment, options))
  }

  /** Three times, each a little later: connectors notice a lost connection at different moments, or not at all. */
  async drop(call: Call): Promise<void> {
    let sent = 0
    for (const afterMs of [0, 5, 50]) if (await this.gateway.drop(call, afterMs, this.#show)) sent += 1
    if (sent === 0) throw new Blocked('needs a connection to drop, and none could be opened')
  }

  /** Sends the same bytes until they are settled, as VTEX does: an answer of 500 means "not yet". */
  async settleInTheEnd(call: Call, attempts = 6): Promise<Answer> {
    let answer = await this.send(call)
    for (let left = attempts - 1; left > 0 && !isSettled(answer); left--) {
      await this.wait(this.gateway.settings.limits.retryMs)
      answer = await this.send(call)
    }
    return answer
  }

  /** A settlement that ought to succeed: "not yet" is an honest first answer everywhere but in the official flow. */
  settleSoon(payment: Payment, options: SettleOptions = {}): Promise<Answer> {
    return this.settleInTheEnd(this.settlement(payment, options), 3)
  }

  cancel(payment: Payment, requestId = randomHex(16), call: CallChanges = {}): Promise<Answer> {
    const body = cancelBody(this.gateway, payment, requestId)
    const asked = { paymentId: payment.paymentId, requestId, value: null }
    return this.send({ route: 'cancel', path: `/payments/${payment.paymentId}/cancellations`, body, asked, ...call })
  }

  refund(
    payment: Payment,
    settleId: string,
    options: { readonly value?: string; readonly requestId?: string; readonly call?: CallChanges } = {},
  ): Promise<Answer> {
    const { value = payment.value, requestId = randomHex(16), call = {} } = options
    const body = refundBody(this.gateway, payment, { requestId, settleId, value })
    const asked = { paymentId: payment.paymentId, requestId, value }
    return this.send({ route: 'refund', path: `/payments/${payment.paymentId}/refunds`, body, asked, ...call })
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.gateway.settings.clock.after(ms, resolve))
  }

  // What many checks begin with. That it works is another check's business.

  async approved(value = '100.00'): Promise<Payment> {
    const given = await this.gateway.settings.payments?.next(value)
    if (given !== undefined) {
      if ('missing' in given) throw new Blocked(`needs an authorized payment of ${value}, and ${given.missing}`)
      return given
    }
    const payment = this.cardPayment('approved', value)
    const answer = await this.create(payment)
    const status = answer.json?.status
    if (status !== 'approved') {
      throw new Blocked(`needs an approved payment, and Create Payment ${came(answer)}: see flow.approved`)
    }
    const ceiling = readWireAmount(answer.json?.maxValue, this.gateway.settings.currency)?.amount
    const limit = ceiling === undefined || cents(ceiling) < cents(value) ? value : ceiling
    return { ...withIds(payment, answer), limit }
  }

  async settled(payment: Payment, value = payment.value): Promise<{ readonly settleId: string; readonly call: Call }> {
    const call = this.settlement(payment, { value })
    const answer = await this.settleInTheEnd(call, 3)
    const settleId = settleIdOf(answer)
    if (settleId === null)
      throw new Blocked(`needs a settlement, and it ${came(answer)}: see flow.approved and settle.partial`)
    return { settleId, call }
  }

  async cancelled(payment: Payment): Promise<string> {
    const answer = await this.cancel(payment)
    this.skipManual(answer, 'cancel-manually')
    const id = idOf(answer, 'cancellationId')
    if (id === null)
      throw new Blocked(`needs a cancelled payment, and the cancellation ${came(answer)}: see flow.cancellation`)
    return id
  }

  /** 501 with the code that VTEX documents for it: the connector does not do this. */
  skipManual(answer: Answer, code: 'cancel-manually' | 'refund-manually'): void {
    if (answer.status === 501 && answer.json?.code === code) {
      throw new Skipped(`the connector answered 501 with "${code}": it leaves this to people`)
    }
  }

  /** The log, for the checks that read every answer. */
  logged(...routes: readonly Call['route'][]): readonly Logged[] {
    return this.gateway.log.filter(({ call }) => routes.includes(call.route))
  }

  fail(reason: string): never {
    throw new Failed(reason)
  }

  block(reason: string): never {
    throw new Blocked(reason)
  }

  skip(reason: string): never {
    throw new Skipped(reason)
  }

  expectSettled(answer: Answer, what: string): string {
    const settleId = settleIdOf(answer)
    if (settleId === null) throw new Failed(`${what} was not settled: it ${came(answer)}`)
    return settleId
  }

  /** Any failure body, or none at all; 200 with `settleId: null` is the seed page's failure. */
  expectNotSettled(answer: Answer, what: string): void {
    const settleId = idOf(answer, 'settleId')
    if (settleId !== null) throw new Failed(`${what} was settled: it ${came(answer)}`)
    this.expectRefused(answer, what)
  }

  /** An answer, and not a success. */
  expectRefused(answer: Answer, what: string): void {
    if (answer.failure !== null) throw new Failed(`${what} was not answered: ${answer.failure}`)
    if (answer.status < 400 && answer.json?.settleId !== null) {
      throw new Failed(`${what} was answered ${answer.status}, which is no refusal`)
    }
  }

  /**
   * Settles the rest of the payment, to the cent: the one way to see from outside that no more was captured.
   *
   * @param left of the authorized value; what a maxValue allows beyond it is added
   */
  async expectRemaining(payment: Payment, left: string, after: string): Promise<void> {
    const value = beyond(payment, left)
    const answer = await this.settleInTheEnd(this.settlement(payment, { value }), 3)
    if (settleIdOf(answer) === null) {
      throw new Failed(`after ${after}, ${value} must be left to settle; settling it ${came(answer)}`)
    }
  }
}

function isSettled(answer: Answer): boolean {
  return settleIdOf(answer) !== null
}

export function settleIdOf(answer: Answer): string | null {
  return answer.status >= 200 && answer.status < 300 ? idOf(answer, 'settleId') : null
}

export function idOf(answer: Answer, field: 'settleId' | 'cancellationId' | 'refundId'): string | null {
  const id = answer.json?.[field]
  return typeof id === 'string' && id.trim() !== '' ? id : null
}

/** An amount of an answer with the currency's digits; null for anything else. */
export function amountOf(answer: Answer, currency: string): string | null {
  return readWireAmount(answer.json?.value, currency)?.amount ?? null
}

/** What an answer says, in a few words. */
export function came(answer: Answer): string {
  if (answer.failure !== null) return `was not answered (${answer.failure})`
  const said: string[] = []
  for (const name of ['status', 'settleId', 'cancellationId', 'refundId', 'value', 'code']) {
    const value = answer.json?.[name]
    if (value !== undefined) said.push(`${name} ${JSON.stringify(value).slice(0, 80)}`)
  }
  if (answer.json === null) said.push('a body that is no JSON object')
  return `was answered ${answer.status}${said.length === 0 ? '' : ` with ${said.join(', ')}`}`
}

/** An amount out of the authorized value, and what a maxValue allows beyond that value. Decimal text. */
export function beyond({ value, limit }: Payment, amount: string): string {
  const text = String(cents(amount) + cents(limit) - cents(value)).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''))
}

export function withIds(payment: Payment, answer: Answer): Payment {
  const text = (name: string) => {
    const value = answer.json?.[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return { ...payment, authorizationId: text('authorizationId'), tid: text('tid'), nsu: text('nsu') }
}
