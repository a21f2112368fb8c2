import type { BookEntry, Emulator } from '@cap/core/testing'
import { hundredths, Payment, type PaymentSeed, type PaymentView } from './payments.ts'
import { type PipwaveScenario, pipwaveScenarios } from './scenarios.ts'
import { isEmpty, type SignedList, sign } from './sha1-check.ts'
import { type ShownAs, shownPayment, write } from './shown.ts'

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

export interface PipwaveEmulator extends Emulator {
  readonly apiKey: string
  readonly scenarios: readonly PipwaveScenario[]
  /**
   * Makes the next capture be answered by the scenario.
   *
   * @throws Error for a name that is not one of {@link pipwaveScenarios}
   */
  play(name: string): void
  addPayment(seed: PaymentSeed): void
  /** What pipwave shows of a payment now. */
  payment(pwId: string): PaymentView | null
  /** Changes a payment as the portal, the issuer or a dispute would. */
  change(pwId: string, change: Partial<PaymentView>): void
  /** The gateway of an asynchronous payment confirms now. */
  confirm(pwId: string): void
  /** The body of a notification, signed. */
  notify(pwId: string, fields?: Readonly<Record<string, unknown>>): Promise<string>
}

type Body = Record<string, unknown>

export function createPipwaveEmulator(options: PipwaveEmulatorOptions = {}): PipwaveEmulator {
  const { apiKey = emulatorAccount.apiKey, apiSecret = emulatorAccount.apiSecret, latencyMs = 0 } = options
  const clock = options.clock ?? {
    now: () => Date.now(),
    after: (ms: number, callback: () => void) => setTimeout(callback, ms),
  }
  const payments: Payment[] = []
  const book: BookEntry[] = []
  const playing: PipwaveScenario[] = []

  function paymentNamed({ pw_id: pwId, txn_id: txnId }: Body): Payment | undefined {
    return payments.find(
      ({ seed }) => (pwId === undefined || seed.pwId === pwId) && (txnId === undefined || seed.txnId === txnId),
    )
  }

  function named(pwId: string): Payment {
    const payment = paymentNamed({ pw_id: pwId })
    if (payment === undefined) throw new Error(`no payment ${pwId}`)
    return payment
  }

  async function answer(request: Request): Promise<Body> {
    const body = JSON.parse(await request.text()) as unknown
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return said(9001, 'The body is no object.')
    const fields = body as Body
    const { action, timestamp } = fields
    if (request.headers.get('x-api-key') !== apiKey || fields.api_key !== apiKey) return said(403, 'API key invalid.')
    if (action !== 'requery' && action !== 'capture-payment') return said(404, 'Action invalid.')
    // Seconds, as a number or as text. Milliseconds would be a date in the far future.
    if (!/^\d{1,10}$/.test(String(timestamp))) return said(9001, 'timestamp must be UNIX seconds.')
    if (fields.signature !== (await sign(action as SignedList, fields, apiSecret)))
      return said(401, 'Signature invalid.')
    if (fields.pw_id === undefined && fields.txn_id === undefined) return said(9001, 'pw_id or txn_id is required.')
    return action === 'requery' ? requery(fields) : capture(fields)
  }

  function requery(fields: Body): Body {
    if (fields.pw_id !== undefined && fields.txn_id !== undefined) return said(9001, 'Send pw_id or txn_id.')
    const payment = paymentNamed(fields)
    if (payment === undefined) return said(400, 'Transaction not found.')
    return shownPayment(payment, payment.view(clock.now()), apiKey, options.shownAs)
  }

  function capture(fields: Body): Body {
    const scenario = playing.shift() ?? null
    const payment = paymentNamed(fields)
    if (payment === undefined) return said(400, 'Transaction not found.')
    const now = clock.now()
    let result = said(200, '')
    if (scenario === null || scenario.moves) {
      const { capture_amount: asked } = fields
      if (!isEmpty(asked) && !/^\d{1,9}(?:\.\d{1,2})?$/.test(String(asked))) return said(9001, 'capture_amount.')
      const done = payment.capture(isEmpty(asked) ? null : hundredths(String(asked)), now)
      if ('refused' in done) result = said(400, done.refused)
      else book.push(payment.entry(done.moved, now))
    }
    if (scenario?.becomes !== undefined) payment.set(scenario.becomes)
    return scenario?.answer ?? result
  }

  function said(status: number, message: string): Body {
    return { status: options.shownAs?.status === 'text' ? String(status) : status, message }
  }

  for (const seed of options.payments ?? []) payments.push(new Payment(seed))
  return {
    apiKey,
    scenarios: pipwaveScenarios,
    async fetch(request) {
      if (latencyMs > 0) await new Promise<void>((resolve) => clock.after(latencyMs, resolve))
      if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
      try {
        return new Response(write(await answer(request), options.shownAs), {
          headers: { 'content-type': 'application/json' },
        })
      } catch {
        return new Response('{"status":9001,"message":"The body is not JSON."}', {
          headers: { 'content-type': 'application/json' },
        })
      }
    },
    book: () => [...book],
    play(name) {
      const scenario = pipwaveScenarios.find((candidate) => candidate.name === name)
      if (scenario === undefined) throw new Error(`no scenario is called ${JSON.stringify(name)}`)
      playing.push(scenario)
    },
    addPayment(seed) {
      payments.push(new Payment(seed))
    },
    payment: (pwId) => paymentNamed({ pw_id: pwId })?.view(clock.now()) ?? null,
    change: (pwId, change) => named(pwId).set(change),
    confirm: (pwId) => named(pwId).confirm(),
    async notify(pwId, more = {}) {
      const payment = named(pwId)
      const view = payment.view(clock.now())
      const fields: Body = {
        ...shownPayment(payment, view, apiKey, options.shownAs),
        notification_id: `N${book.length + 1}`,
        type: 'payment',
        timestamp: Math.floor(clock.now() / 1000),
        ...more,
      }
      return write(
        { ...fields, signature: await sign('notification', fields, apiSecret), ...pick(more) },
        options.shownAs,
      )
    },
  }
}

/** A signature that is given on purpose stays as it is given. */
function pick(fields: Readonly<Record<string, unknown>>): Body {
  return 'signature' in fields ? { signature: fields.signature } : {}
}
