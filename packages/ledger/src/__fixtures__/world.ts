import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { money } from '@cap/core'
import { createMercadoPago, type MercadoPagoCaptureRequest } from '@cap/mercadopago'
import { createMercadoPagoEmulator, type MercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwave, type PipwaveCaptureRequest } from '@cap/pipwave'
import { createPipwaveEmulator, emulatorAccount, type PipwaveEmulator } from '@cap/pipwave/emulator'
import { PGlite } from '@electric-sql/pglite'
import { inject } from 'vitest'
import { createLedger } from '../create-ledger.ts'
import { embeddedDatabase, serverDatabase } from '../engine/database.ts'
import { type Engine, startEngine } from '../engine/engine.ts'
import type { Ledger } from '../ledger.ts'
import { Desk } from '../operation/desk.ts'
import { defaultSchedule, type LedgerOptions } from '../options.ts'

export const dataKey = new Uint8Array(32).fill(7)
const accessToken = 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122'
const payerToken = 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3'

/** A schema of its own for each ledger of the tests. */
let schemas = 0

/**
 * A ledger in memory, or on the tests' server, that goes by an injected clock if one is given.
 *
 * @param way what stands between the ledger and its database
 */
export async function ledgerOn(
  place: 'PGlite' | 'PostgreSQL',
  options: Partial<LedgerOptions> = {},
  way: (engine: Engine) => Engine = (engine) => engine,
): Promise<Ledger & { readonly desk: Desk }> {
  const schema = options.schema ?? `cap_t${process.pid}_${++schemas}`
  const db = place === 'PGlite' ? embeddedDatabase(await PGlite.create()) : serverDatabase(inject('postgres'), 4)
  const engine = await startEngine(db, schema)
  const desk = new Desk(way(engine), {
    dataKey: options.dataKey ?? dataKey,
    leaseMs: options.leaseMs ?? 90_000,
    schedule: options.schedule ?? defaultSchedule,
    replay: options.replay ?? 'allow',
    clock: options.clock ?? null,
  })
  return Object.assign(
    createLedger(desk, () => engine.close()),
    { desk },
  )
}

/** A folder that is removed when the test is over. */
export function temporaryFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'cap-ledger-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What stands between a client and its provider. */
export type Network = (request: Request, forward: () => Promise<Response>) => Promise<Response>

const direct: Network = (_, forward) => forward()

export function mercadopago(clock?: { now(): number }) {
  const emulator: MercadoPagoEmulator = createMercadoPagoEmulator({ accessTokens: [accessToken] })
  const wire = wireTo(emulator, ({ method }) => method === 'POST')
  const client = createMercadoPago({ accessToken, fetch: wire.fetch, ...timed(clock) })
  const request = (order: string, key = order): MercadoPagoCaptureRequest => ({
    amount: money('70.50', 'BRL'),
    description: `Order ${order}`,
    externalReference: `order_${order}`,
    payerToken,
    idempotencyKey: `key-${key}`,
  })
  return { ...wire, emulator, client, request }
}

export function pipwave(clock?: { now(): number }) {
  const emulator: PipwaveEmulator = createPipwaveEmulator()
  const wire = wireTo(emulator, (_, body) => body.includes('"action":"capture-payment"'))
  const client = createPipwave({ ...emulatorAccount, environment: 'staging', fetch: wire.fetch, ...timed(clock) })
  const request = (order: string): PipwaveCaptureRequest => {
    emulator.addPayment({ pwId: `PW${order}`, txnId: `order-${order}`, total: '100.00', currency: 'MYR' })
    return { pwId: `PW${order}` }
  }
  return { ...wire, emulator, client, request }
}

function timed(clock: { now(): number } | undefined) {
  return {
    maxAttempts: 1,
    deadlineMs: 5_000,
    ...(clock === undefined ? {} : { clock: { now: () => clock.now(), after: afterNow } }),
  }
}

function afterNow(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

function wireTo(
  emulator: { fetch(request: Request): Promise<Response> },
  isCapture: (request: Request, body: string) => boolean,
) {
  let network = direct
  let count = 0
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    if (isCapture(request, await request.clone().text())) count++
    return network(request, () => emulator.fetch(request))
  }
  return {
    fetch: fetch as typeof globalThis.fetch,
    sent: () => count,
    through(next: Network | null) {
      network = next ?? direct
    },
  }
}

/** The request arrives, the answer is lost. */
export const answerLost: Network = async (_, forward) => {
  await forward()
  throw new TypeError('terminated')
}

/** Nobody is there. */
export const refusedConnection: Network = () => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
  })
}
