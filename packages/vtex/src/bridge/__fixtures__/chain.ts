import { randomUUID } from 'node:crypto'
import {
  type CaptureOutcome,
  type Clock,
  type Money,
  memoryStore,
  type OperationStore,
  type Transport,
} from '@cap/core'
import { type BookEntry, type FaultStep, type SeenExchange, startFaultServer } from '@cap/core/testing'
import { createMercadoPago } from '@cap/mercadopago'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwave } from '@cap/pipwave'
import { createPipwaveEmulator, type Gateway } from '@cap/pipwave/emulator'
import { startProcess } from '../../connector/__fixtures__/mortal.ts'
import { captureWith, createVtexConnector, type VtexConnector } from '../../connector.ts'
import { createVtexGateway } from '../../index.ts'

export const accessToken = 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122'
const payerToken = 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3'
const apiKey = 'bridge-key-0123456789012345678901234567'
const apiSecret = 'bridge-secret-that-must-never-be-said'
const pair = { appKey: 'vtexappkey-store', appToken: 'the-token' }
const paymentId = 'F5C1A4E20D3B4E07B7E871F5B5BC9F91'

/** What a client is made with: where the emulator is, and how time passes. */
export interface Reaching {
  readonly baseUrl: string
  readonly transport?: Transport
  readonly clock?: Clock
}

const times = { deadlineMs: 1_500, attemptTimeoutMs: 250, random: () => 0.1 }

export interface Provider {
  readonly name: string
  readonly currency: string
  fetch(request: Request): Promise<Response>
  book(): readonly BookEntry[]
  bridge(reaching: Reaching): ReturnType<typeof captureWith>
}

export function mercadopago(): Provider {
  const emulator = createMercadoPagoEmulator({ accessTokens: [accessToken] })
  return {
    name: 'mercadopago',
    currency: 'BRL',
    fetch: (request) => emulator.fetch(request),
    book: () => emulator.book(),
    bridge: (reaching) =>
      captureWith(createMercadoPago({ accessToken, ...times, ...reaching }), (settlement) => ({
        amount: settlement.amount,
        description: 'Order',
        externalReference: settlement.paymentId,
        payerToken,
        idempotencyKey: settlement.idempotencyKey,
      })),
  }
}

export function pipwave(total = '100.00', partialCapture = false, gateway: Gateway = 'normal'): Provider {
  const emulator = createPipwaveEmulator({ apiKey, apiSecret })
  emulator.addPayment({ pwId: 'PW1', txnId: paymentId, total, currency: 'MYR', gateway, staysOpenAfterPartial: true })
  return {
    name: 'pipwave',
    currency: 'MYR',
    fetch: (request) => emulator.fetch(request),
    book: () => emulator.book(),
    bridge: (reaching) =>
      captureWith(
        createPipwave({ apiKey, apiSecret, environment: 'staging', partialCapture, ...times, ...reaching }),
        ({ paymentId: txnId, amount, requestId }) => ({ txnId, amount, operationId: requestId }),
        { partialCapture },
      ),
  }
}

/** VTEX's gateway → connector → client → emulated provider, over real sockets, with faults on both hops. */
export async function startChain(provider: Provider, faults: { vtex?: FaultStep[]; provider?: FaultStep[] } = {}) {
  const store: OperationStore = memoryStore()
  const own = `/chain-${randomUUID()}`
  const strangers: string[] = []
  const isOwn = (exchange: SeenExchange | null) => exchange === null || exchange.path.startsWith(`${own}/`)
  const shift = (steps: FaultStep[] | undefined, exchange: SeenExchange | null) => {
    const cuts = steps?.[0]?.fault.wire
    const atOnce = cuts?.kind === 'cut' && cuts.at !== 'request'
    return isOwn(exchange) && (exchange === null) === atOnce ? (steps?.shift() ?? null) : null
  }
  /** Lets nobody in but this chain's own: the machine gives a port that was closed to the next who asks, and others may still call it. */
  const forOwn = (serve: (request: Request) => Promise<Response>) => ({
    async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith(`${own}/`)) return serve(request)
      strangers.push(pathname)
      return new Response('', { status: 404 })
    },
  })
  const behind = await startFaultServer(
    forOwn((request) => provider.fetch(request)),
    (exchange) => shift(faults.provider, exchange),
  )
  let process = startProcess(store)
  let connector: VtexConnector = create()

  function create(): VtexConnector {
    process = startProcess(store)
    const alive = process
    const bridge = provider.bridge({ baseUrl: `${behind.url}${own}/provider` })
    return createVtexConnector({
      authenticate: [{ merchant: 'store', ...pair }],
      store: alive.store,
      leaseMs: 300,
      payment: () => ({ currency: provider.currency, authorized: '100.00', state: 'authorized' }),
      capture: alive.alive(bridge.capture),
      resolve: alive.alive(bridge.resolve),
    })
  }

  const front = await startFaultServer(
    forOwn((request) => connector.fetch(request)),
    (exchange) => shift(faults.vtex, exchange),
  )
  const gateway = createVtexGateway({
    baseUrl: `${front.url}${own}/ppp`,
    ...pair,
    ...times,
    deadlineMs: 3_000,
    attemptTimeoutMs: 2_000,
  })

  return {
    provider,
    front,
    behind,
    /** Paths of requests that were another's, and were turned away. */
    strangers,
    restart() {
      connector = create()
    },
    kill() {
      process.kill()
    },
    /** Settles as VTEX does: again and again, under one id, through restarts. */
    async settle(amount: Money, requestId = 'r-1', rounds = 6): Promise<CaptureOutcome> {
      const request = { transactionId: 'T1', requestId, paymentId, amount, authorizationId: 'A1' }
      let outcome = await gateway.capture(request).catch(() => null)
      for (let round = 0; round < rounds && outcome?.status !== 'captured'; round++) {
        connector = create()
        await new Promise((resolve) => setTimeout(resolve, 320))
        outcome =
          outcome === null || outcome.status === 'declined'
            ? await gateway.capture(request).catch(() => null)
            : await gateway.resolve(outcome.handle, { request, replay: 'allow' })
      }
      if (outcome === null) throw new Error('every call threw')
      return outcome
    },
    async close() {
      await Promise.all([front.close(), behind.close()])
    },
  }
}

/** Runs so many at once. */
export async function pool<Item>(items: readonly Item[], atOnce: number, run: (item: Item) => Promise<void>) {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
