import type { BookEntry, Emulator } from '@cap/core/testing'
import { type Answer, toResponse } from './answers.ts'
import { type CredentialOptions, isAuthorized } from './credentials.ts'
import { amountText } from './minor-units.ts'
import { MoveDesk, Refused } from './move-desk.ts'
import type { MoveName } from './moves.ts'
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
  /** The refunds that happened, in order. `book()` has the settlements. */
  refunds(): readonly BookEntry[]
  /** The cancellations that happened, in order, each with the amount whose authorization was given up. */
  cancellations(): readonly BookEntry[]
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
  /** Gives a scenario's answer to the next settlement that arrives, or the next few. */
  play(scenario: VtexScenarioName, times?: number): void
  /** Gives a scenario's answer to the next refund that arrives, or the next few. */
  playRefund(scenario: VtexRefundScenarioName, times?: number): void
  /** Gives a scenario's answer to the next cancellation that arrives, or the next few. */
  playCancel(scenario: VtexCancelScenarioName, times?: number): void
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

  function handle(request: Request, text: string): Answer {
    const move = moveOf(request)
    if (move === null) return { status: 404, body: '' }
    if (!isAuthorized(request.headers, options)) return { status: 401, body: '' }
    const desk = desks[move.name]
    const scenario = desk.queue.shift()
    if (request.headers.get('content-type')?.startsWith('application/json') !== true) return { status: 415, body: '' }
    return desk.handle(move.paymentId, text, scenario)
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
    refunds: () => [...desks.refunds.book],
    cancellations: () => [...desks.cancellations.book],
    authorize: (payment) => payments.declare(payment),
    settle: (payment) => payments.declareSettled(payment),
    cancel: (paymentId) => payments.cancel(paymentId),
    play: (scenario, times) => play('settlements', scenario, times),
    playRefund: (scenario, times) => play('refunds', scenario, times),
    playCancel: (scenario, times) => play('cancellations', scenario, times),
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

/** An operation out of `…/payments/{paymentId}/settlements`, with whatever path the service URL has in front. */
function moveOf(request: Request): { readonly name: MoveName; readonly paymentId: string } | null {
  if (request.method !== 'POST') return null
  const match = /\/payments\/([^/]+)\/(settlements|refunds|cancellations)$/.exec(new URL(request.url).pathname)
  if (match?.[1] === undefined || match[2] === undefined) return null
  return { name: match[2] as MoveName, paymentId: decodeURIComponent(match[1]) }
}
