import { type CaptureEvent, type Money, memoryStore } from '@cap/core'
import type { BookEntry, FaultServer } from '@cap/core/testing'
import { startFaultServer } from '@cap/core/testing'
import { createMercadoPago } from '@cap/mercadopago'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwave } from '@cap/pipwave'
import { createPipwaveEmulator, emulatorAccount } from '@cap/pipwave/emulator'
import {
  type CaptureBridge,
  captureWith,
  createVtexConnector,
  defineManifest,
  type PaymentRequest,
} from '@cap/vtex/connector'
import type { FaultPlan } from '../engine/fault-plan.ts'

export const bridges = ['mercadopago', 'pipwave'] as const

export type BridgeName = (typeof bridges)[number]

/** The pair VTEX would have been given for the store; of an emulated merchant. */
export const storePair = { appKey: 'embedded-store-key-77d0', appToken: 'embedded-store-token-0a95e1' }

const accessToken = 'TEST-4510-bridged-access-token-786547'
const payerToken = 'bridged-payer-token-5c9e'

/** Everything in here that is a credential. */
export const bridgeSecrets: readonly string[] = [
  ...Object.values(storePair),
  accessToken,
  payerToken,
  ...Object.values(emulatorAccount),
]

/** What is behind a connector: an emulated provider, and how the package's client captures there. */
interface Behind {
  readonly currency: string
  fetch(request: Request): Promise<Response>
  book(): readonly BookEntry[]
  /** A payment was authorized: the provider knows of it from now on. */
  authorized(paymentId: string, amount: Money): void
  bridge(baseUrl: string, onEvent: (event: CaptureEvent) => void): CaptureBridge
}

const times = { deadlineMs: 3_500, attemptTimeoutMs: 1_000 }

const behindOf: Readonly<Record<BridgeName, () => Behind>> = {
  mercadopago() {
    const emulator = createMercadoPagoEmulator({ accessTokens: [accessToken], currency: 'BRL' })
    return {
      currency: 'BRL',
      fetch: (request) => emulator.fetch(request),
      book: () => emulator.book(),
      authorized() {},
      bridge: (baseUrl, onEvent) =>
        captureWith(createMercadoPago({ accessToken, ...times, baseUrl, onEvent }), (settlement) => ({
          amount: settlement.amount,
          description: 'Order at the embedded store',
          externalReference: settlement.paymentId,
          payerToken,
          idempotencyKey: settlement.idempotencyKey,
        })),
    }
  },
  pipwave() {
    const emulator = createPipwaveEmulator()
    return {
      currency: 'MYR',
      fetch: (request) => emulator.fetch(request),
      book: () => emulator.book(),
      authorized(paymentId, { amount, currency }) {
        const pwId = `PW${paymentId.slice(0, 16)}`
        const known = emulator.payment(pwId) !== null
        const payment = { pwId, txnId: paymentId, total: amount, currency, gateway: 'normal' } as const
        if (!known) emulator.addPayment({ ...payment, staysOpenAfterPartial: true })
      },
      bridge: (baseUrl, onEvent) =>
        captureWith(
          createPipwave({
            ...emulatorAccount,
            environment: 'staging',
            partialCapture: true,
            ...times,
            baseUrl,
            onEvent,
          }),
          ({ paymentId: txnId, amount, requestId }) => ({ txnId, amount, operationId: requestId }),
          { partialCapture: true },
        ),
    }
  },
}

export function bridgeCurrency(name: BridgeName): string {
  return behindOf[name]().currency
}

export interface EmbeddedOptions {
  readonly bridge: BridgeName
  /** What goes wrong between VTEX and the connector, and between the connector and the provider. */
  readonly front?: FaultPlan
  readonly behind?: FaultPlan
  /** Hears the client inside the connector. */
  readonly onEvent?: (event: CaptureEvent) => void
}

export interface EmbeddedConnector {
  readonly url: string
  readonly currency: string
  book(): readonly BookEntry[]
  /** Makes a payment known without Create Payment. */
  authorize(paymentId: string, amount: Money): void
  close(): Promise<void>
}

/** A whole connector on this machine: VTEX's nine endpoints, with the bridge to an emulated provider behind. */
export async function startConnector(options: EmbeddedOptions): Promise<EmbeddedConnector> {
  const { front = () => null, behind = () => null, onEvent = () => {} } = options
  const provider = behindOf[options.bridge]()
  const back: FaultServer = await startFaultServer(provider, (exchange) => behind(exchange))
  const authorized = new Map<string, Money>()
  const authorize = (paymentId: string, amount: Money) => {
    authorized.set(paymentId, amount)
    provider.authorized(paymentId, amount)
  }
  const connector = createVtexConnector({
    authenticate: [{ merchant: 'embedded-store', ...storePair }],
    store: memoryStore(),
    ...provider.bridge(back.url, onEvent),
    manifest: defineManifest({
      paymentMethods: [{ name: 'Visa', allowsSplit: 'onCapture' }, { name: 'BankInvoice' }, { name: 'PayPal' }],
    }),
    callback: { allowedHosts: ['127.0.0.1:*'] },
    payment(paymentId) {
      const amount = authorized.get(paymentId)
      if (amount === undefined) return null
      return { currency: amount.currency, authorized: amount.amount, state: 'authorized' as const }
    },
    async createPayment(payment) {
      return decide(payment, () => authorize(payment.paymentId, payment.amount), finish)
    },
    cancel: async () => ({ status: 'cancelled' }),
    refund: async () => ({ status: 'refunded' }),
  })
  const finish = (paymentId: string, result: Parameters<typeof connector.finishPayment>[0]['result']) => {
    connector.finishPayment({ merchant: 'embedded-store', paymentId, result }).catch(() => {})
  }
  const server = await startFaultServer({ fetch: (request) => connector.fetch(request) }, (exchange) => front(exchange))
  return {
    url: server.url,
    currency: provider.currency,
    book: () => provider.book(),
    authorize,
    async close() {
      await Promise.all([server.close(), back.close()])
    },
  }
}

/** The last digits of the cards of VTEX's test suite, and what each is to be answered. */
const answers: Readonly<Record<string, readonly ['now' | 'later', 'approved' | 'denied']>> = {
  '1111': ['now', 'approved'],
  '1112': ['now', 'denied'],
  '2224': ['later', 'approved'],
  '2225': ['later', 'denied'],
}

type Decided = { status: 'approved'; authorizationId: string; tid: string; nsu: string } | { status: 'denied' }

function decide(payment: PaymentRequest, approved: () => void, finish: (paymentId: string, result: Decided) => void) {
  const { paymentId, card, paymentMethod } = payment
  const [when, status] = answers[card?.number?.slice(-4) ?? ''] ?? ['later', 'approved']
  if (status === 'approved') approved()
  // Some pages of VTEX have a number there: one that is both is taken by everybody.
  const ids = {
    authorizationId: String(Number.parseInt(paymentId.slice(0, 8), 16)),
    tid: `TID${paymentId}`,
    nsu: `NSU${paymentId}`,
  }
  const result: Decided = status === 'approved' ? { status, ...ids } : { status }
  if (when === 'now') return result
  setTimeout(() => finish(paymentId, result), 50)
  const url = `https://pay.invalid/${paymentId}`
  if (paymentMethod === 'BankInvoice') return { status: 'undefined' as const, bankInvoice: { url } }
  if (paymentMethod === 'PayPal') return { status: 'undefined' as const, redirectUrl: url }
  return { status: 'undefined' as const }
}
