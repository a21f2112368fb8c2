import type { BookEntry, Emulator } from '@cap/core/testing'
import { type Answer, toResponse } from './answers.ts'
import { type CredentialOptions, isAuthorized } from './credentials.ts'
import { InboundDesk, type InboundEntry } from './inbound-desk.ts'
import { amountText } from './minor-units.ts'
import { MoveDesk, Refused } from './move-desk.ts'
import type { MoveName } from './moves.ts'
import { PaymentDesk, paymentAnswer } from './payment-desk.ts'
import { paymentScenarioNamed, type VtexPaymentScenarioName } from './payment-scenarios.ts'
import { type Declaration, type DeclaredMoney, Payments, refundedUnits, settledUnits } from './payments.ts'
import {
  scenarioNamed,
  type VtexCancelScenarioName,
  type VtexRefundScenarioName,
  type VtexScenarioName,
} from './scenarios.ts'

/** Options of {@link createVtexProviderEmulator}. */
export interface VtexProviderEmulatorOptions extends CredentialOptions {
  /** What a payment nobody declared is authorised for; `null` knows declared payments only. Default: 1,000,000.00 BRL. */
  readonly autoAuthorize?: DeclaredMoney | null | undefined
  /** What `GET /manifest` answers. Default: the contract's sample. */
  readonly manifest?: Readonly<Record<string, unknown>> | undefined
  /** Milliseconds between acting and answering. Default: 0. */
  readonly latencyMs?: number | undefined
  /** Milliseconds since the epoch, for the books. Default: the system's clock. */
  readonly now?: (() => number) | undefined
}

/** The state of a payment, amounts in major units. */
export interface PaymentState {
  readonly currency: string
  readonly limit: string
  readonly settled: string
  /** What may still be settled. */
  readonly remaining: string
  /** How much of what was settled went back. */
  readonly refunded: string
  readonly cancelled: boolean
}

/** An emulated payment provider: the side of the protocol that is called. */
export interface VtexProviderEmulator extends Emulator {
  /** The authorizations that happened by Create Payment, in order. */
  authorizations(): readonly BookEntry[]
  /** The refunds that happened, in order. `book()` has the settlements. */
  refunds(): readonly BookEntry[]
  /** The cancellations that happened, in order, each with the amount whose authorization was given up. */
  cancellations(): readonly BookEntry[]
  /** The requests that were forwarded, in order. */
  inboundRequests(): readonly InboundEntry[]
  /** Authorises a payment. */
  authorize(payment: Declaration): void
  /**
   * Authorises a payment and settles all of it, as if that had happened before.
   *
   * @returns the settlement's id
   */
  settle(payment: Declaration): string
  /** Cancels a payment: it cannot be settled any more. */
  cancel(paymentId: string): void
  /**
   * Decides a payment that is `undefined`. Asked again, the provider says so.
   *
   * @returns what the provider would post to the payment's callback; null for a payment that is not undefined
   */
  decide(paymentId: string, status: 'approved' | 'denied'): { readonly url: string; readonly body: string } | null
  /** Gives a scenario's answer to the next settlement that arrives, or the next few. */
  play(scenario: VtexScenarioName, times?: number): void
  /** Gives a scenario's answer to the next refund that arrives, or the next few. */
  playRefund(scenario: VtexRefundScenarioName, times?: number): void
  /** Gives a scenario's answer to the next cancellation that arrives, or the next few. */
  playCancel(scenario: VtexCancelScenarioName, times?: number): void
  /** Gives a scenario's answer to the next Create Payment that arrives, or the next few. */
  playPayment(scenario: VtexPaymentScenarioName, times?: number): void
  /** @returns null for a payment the provider does not know */
  payment(paymentId: string): PaymentState | null
}

/**
 * Emulates a payment provider: with payments, what was settled, refunded and cancelled of them, idempotency by `requestId`
 * within a payment and an operation, both header families, and answers to order. It does what it is asked once for a
 * request id, and repeats the first answer byte for byte; a failure is not remembered, so the next repetition tries again.
 *
 * It is written from the protocol's field tables and shares no code with the client.
 */
export function createVtexProviderEmulator(options: VtexProviderEmulatorOptions = {}): VtexProviderEmulator {
  const automatic = options.autoAuthorize
  const payments = new Payments(automatic === undefined ? { amount: '1000000.00', currency: 'BRL' } : automatic)
  const now = options.now ?? Date.now
  const desks: Readonly<Record<MoveName, MoveDesk>> = {
    settlements: new MoveDesk('settlements', payments, now),
    refunds: new MoveDesk('refunds', payments, now),
    cancellations: new MoveDesk('cancellations', payments, now),
  }

  const created = new PaymentDesk(payments, now)
  const inbound = new InboundDesk()

  function handle(request: Request, text: string): Answer {
    const { pathname } = new URL(request.url)
    if (request.method === 'GET' && pathname.endsWith('/manifest')) {
      return { status: 200, body: JSON.stringify(options.manifest ?? sampleManifest) }
    }
    const route = request.method === 'POST' ? routeOf(pathname) : null
    if (route === null) return { status: 404, body: '' }
    if (!isAuthorized(request.headers, options)) return { status: 401, body: '' }
    const { paymentId, name } = route
    const isJson = request.headers.get('content-type')?.startsWith('application/json') === true
    if (name === 'payments') {
      const scenario = created.queue.shift()
      return isJson ? created.handle(text, scenario) : { status: 415, body: '' }
    }
    if (name === 'inbound') return isJson ? inbound.handle(paymentId, route.action, text) : { status: 415, body: '' }
    const scenario = desks[name].queue.shift()
    return isJson ? desks[name].handle(paymentId, text, scenario) : { status: 415, body: '' }
  }

  function play(name: MoveName, scenario: string, times = 1): void {
    const entry = scenarioNamed(name, scenario)
    for (let left = times; left > 0; left--) desks[name].queue.push(entry)
  }

  return {
    async fetch(request) {
      let answer: Answer
      try {
        answer = handle(request, await request.text())
      } catch (error) {
        answer = error instanceof Refused ? error.answer : { status: 500, body: '' }
      }
      const { latencyMs = 0 } = options
      if (latencyMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, latencyMs))
      return toResponse(answer)
    },
    book: () => [...desks.settlements.book],
    authorizations: () => [...created.book],
    refunds: () => [...desks.refunds.book],
    cancellations: () => [...desks.cancellations.book],
    inboundRequests: () => [...inbound.book],
    authorize: (payment) => payments.declare(payment),
    settle: (payment) => payments.declareSettled(payment),
    cancel: (paymentId) => payments.cancel(paymentId),
    play: (scenario, times) => play('settlements', scenario, times),
    playRefund: (scenario, times) => play('refunds', scenario, times),
    playCancel: (scenario, times) => play('cancellations', scenario, times),
    playPayment(scenario, times = 1) {
      const entry = paymentScenarioNamed(scenario)
      for (let left = times; left > 0; left--) created.queue.push(entry)
    },
    decide(paymentId, status) {
      const decided = created.decide(paymentId, status)
      return decided === null ? null : { url: decided.callbackUrl, body: paymentAnswer(decided).body }
    },
    payment(paymentId) {
      const payment = payments.get(paymentId)
      if (payment === null) return null
      const { currency, limit, cancelled } = payment
      const settled = settledUnits(payment)
      return {
        currency,
        limit: amountText(limit, currency),
        settled: amountText(settled, currency),
        remaining: amountText(limit - settled, currency),
        refunded: amountText(refundedUnits(payment), currency),
        cancelled,
      }
    },
  }
}

type Route =
  | { readonly name: 'payments' | MoveName; readonly paymentId: string }
  | { readonly name: 'inbound'; readonly paymentId: string; readonly action: string }

/** What `…/payments` and `…/payments/{paymentId}/…` mean, with whatever path the service URL has in front. */
function routeOf(pathname: string): Route | null {
  if (/\/payments$/.test(pathname)) return { name: 'payments', paymentId: '' }
  const match = /\/payments\/([^/]+)\/(settlements|refunds|cancellations|inbound(?:-request)?\/([^/]+))$/.exec(pathname)
  const [, payment, name, action] = match ?? []
  if (payment === undefined || name === undefined) return null
  const paymentId = decodeURIComponent(payment)
  if (action !== undefined) return { name: 'inbound', paymentId, action: decodeURIComponent(action) }
  return { name: name as MoveName, paymentId }
}

/** From the sample of the contract. */
const sampleManifest = {
  paymentMethods: [
    { name: 'Visa', allowsSplit: 'onCapture' },
    { name: 'Pix', allowsSplit: 'disabled' },
    { name: 'BankInvoice', allowsSplit: 'onAuthorize' },
  ],
  customFields: [
    { name: "Merchant's custom field", type: 'text' },
    {
      name: "Merchant's custom select field",
      type: 'select',
      options: [
        { text: 'Field option 1', value: '1' },
        { text: 'Field option 2', value: '2' },
      ],
    },
  ],
  autoSettleDelay: { minimum: '0', maximum: '720' },
  metadataFields: ['MetadataName1', 'MetadataName2'],
}
