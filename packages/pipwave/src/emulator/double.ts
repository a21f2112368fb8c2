import type { BookEntry, Emulator } from '@cap/core/testing'
import { act } from './actions.ts'
import { createOutbox, type Delivery, type DeliveryOptions, notificationOf, signedNotification } from './outbox.ts'
import type { PaymentSeed, PaymentView } from './payment-seed.ts'
import { Payment } from './payments.ts'
import { type PipwaveScenario, pipwaveScenarios } from './scenarios.ts'
import { isAction, sign } from './sha1-check.ts'
import { type ShownAs, write } from './shown.ts'
import { type Body, type ChangeEntry, paymentNamed, type State, said } from './state.ts'

/** The account the emulator knows when it is given no other. */
export const emulatorAccount = {
  apiKey: 'emulated-pipwave-api-key-000000000000001',
  apiSecret: 'emulated-pipwave-api-secret-never-on-the-wire',
}

export interface PipwaveEmulatorOptions {
  readonly apiKey?: string
  readonly apiSecret?: string
  readonly payments?: readonly PaymentSeed[]
  /** Milliseconds before each answer. Default 0. */
  readonly latencyMs?: number
  /** Default: the system's. */
  readonly clock?: { now(): number; after(ms: number, callback: () => void): unknown }
  /** The types in which values are answered, where the pages and the peers differ. */
  readonly shownAs?: ShownAs
}

/** What a scenario can be played for. */
export type PlayedAction = 'capture-payment' | 'refund' | 'cancel-payment' | ChangeEntry['action']

export interface PipwaveEmulator extends Emulator {
  readonly apiKey: string
  readonly scenarios: readonly PipwaveScenario[]
  /** Refunds that really moved money, in order. A part of none is in `book()`. */
  refunds(): readonly BookEntry[]
  /** Payments that were really given up, each with its total. */
  cancellations(): readonly BookEntry[]
  /** What was changed in the record besides: each with the payment's total, which did not move. */
  changes(): readonly ChangeEntry[]
  /**
   * Makes the next call of the action be answered by the scenario. Default: the next capture. Of a refund it is the second
   * step.
   *
   * @throws Error for a name that is not one of {@link pipwaveScenarios}
   */
  play(name: string, action?: PlayedAction): void
  addPayment(seed: PaymentSeed): void
  /** What pipwave shows of a payment now. */
  payment(pwId: string): PaymentView | null
  /** The buyer pays a payment that was initiated: from here on it can be captured. */
  authorise(txnId: string): void
  /** Changes a payment as the portal, the issuer or a dispute would. */
  change(pwId: string, change: Partial<PaymentView>): void
  /** The gateway of an asynchronous payment confirms now. */
  confirm(pwId: string): void
  /** The body of a notification, signed. */
  notify(pwId: string, fields?: Readonly<Record<string, unknown>>): Promise<string>
  /** How many notifications have not been answered with `OK`: one for each update of a payment, also for a delayed refund's second one, and for the confirmation of an asynchronous capture. */
  undelivered(): number
  /** Posts the undelivered notifications, signed: again, late, out of order or tampered with, as the options say. */
  deliver(url: string, options?: DeliveryOptions): Promise<readonly Delivery[]>
}

export function createPipwaveEmulator(options: PipwaveEmulatorOptions = {}): PipwaveEmulator {
  const { apiKey = emulatorAccount.apiKey, apiSecret = emulatorAccount.apiSecret, latencyMs = 0 } = options
  const { shownAs = {} } = options
  const clock = options.clock ?? {
    now: () => Date.now(),
    after: (ms: number, callback: () => void) => setTimeout(callback, ms),
  }
  const outbox = createOutbox(apiSecret, shownAs)
  let number = 0
  const notification = (payment: Payment) => {
    number += 1
    return notificationOf(payment, { now: clock.now(), apiKey, shownAs, number })
  }
  const state: State = {
    apiKey,
    payments: (options.payments ?? []).map((seed) => new Payment(seed)),
    captures: [],
    refunds: [],
    cancellations: [],
    changes: [],
    playing: new Map(),
    shownAs,
    now: () => clock.now(),
    updated: (payment, about = {}) => outbox.add({ ...notification(payment), ...about }),
  }

  function named(fields: Body): Payment {
    const payment = paymentNamed(state, fields)
    if (payment === undefined) throw new Error(`no payment ${JSON.stringify(fields)}`)
    return payment
  }

  /** Something happened to a payment without being asked for here. */
  function update(payment: Payment, change: (payment: Payment) => void): void {
    change(payment)
    state.updated(payment)
  }

  /** Confirmations and delayed refunds that have come since somebody looked: pipwave tells of each. */
  function tellOfLanded(): void {
    for (const payment of state.payments) {
      for (const landed of payment.takeLanded(clock.now())) {
        const about =
          landed === 'confirmed' ? {} : { type: 'refund', reverse_pw_id: landed.reverse, reverse_status: 10 }
        state.updated(payment, about)
      }
    }
  }

  async function answer(request: Request): Promise<Body> {
    const body = JSON.parse(await request.text()) as unknown
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      return said(state, 9001, 'The body is no object.')
    }
    const fields = body as Body
    const { action, timestamp } = fields
    if (request.headers.get('x-api-key') !== apiKey || fields.api_key !== apiKey) {
      return said(state, 403, 'API key invalid.')
    }
    if (!isAction(action)) return said(state, 404, 'Action invalid.')
    // Seconds, as a number or as text. Milliseconds would be a date in the far future.
    if (!/^\d{1,10}$/.test(String(timestamp))) return said(state, 9001, 'timestamp must be UNIX seconds.')
    if (fields.signature !== (await sign(action, fields, apiSecret))) return said(state, 401, 'Signature invalid.')
    tellOfLanded()
    return act(state, action, fields)
  }

  return {
    apiKey,
    scenarios: pipwaveScenarios,
    async fetch(request) {
      if (latencyMs > 0) await new Promise<void>((resolve) => clock.after(latencyMs, resolve))
      if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
      const headers = { 'content-type': 'application/json' }
      try {
        return new Response(write(await answer(request), shownAs), { headers })
      } catch {
        return new Response('{"status":9001,"message":"The body is not JSON."}', { headers })
      }
    },
    book: () => [...state.captures],
    refunds: () => [...state.refunds],
    cancellations: () => [...state.cancellations],
    changes: () => [...state.changes],
    play(name, action = 'capture-payment') {
      const scenario = pipwaveScenarios.find((candidate) => candidate.name === name)
      if (scenario === undefined) throw new Error(`no scenario is called ${JSON.stringify(name)}`)
      state.playing.set(action, [...(state.playing.get(action) ?? []), scenario])
    },
    addPayment(seed) {
      state.payments.push(new Payment(seed))
    },
    payment: (pwId) => paymentNamed(state, { pw_id: pwId })?.view(clock.now()) ?? null,
    authorise: (txnId) => update(named({ txn_id: txnId }), (payment) => payment.authorise()),
    change: (pwId, change) => update(named({ pw_id: pwId }), (payment) => payment.set(change)),
    confirm: (pwId) => update(named({ pw_id: pwId }), (payment) => payment.confirm()),
    async notify(pwId, more = {}) {
      const fields = { ...notification(named({ pw_id: pwId })), ...more }
      return write(await signedNotification(fields, apiSecret), shownAs)
    },
    undelivered() {
      tellOfLanded()
      return outbox.size()
    },
    deliver(url, how) {
      tellOfLanded()
      return outbox.deliver(url, how)
    },
  }
}
