import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CaptureClient } from '@cap/core'
import { type BookEntry, type FaultStep, startFaultServer } from '@cap/core/testing'
import type { Values } from '../engine/field.ts'
import type { Environment, Provider, Stage } from '../engine/provider.ts'
import { remembering } from './emulator-log.ts'
import { bareName } from './reconcile.ts'

/** Where the captures of a batch are made. */
export interface BatchPlace {
  readonly client: CaptureClient<unknown>
  /**
   * The package's request of a row.
   *
   * @throws UsageError, CaptureError when the row makes no sense
   */
  request(values: Values): unknown
  /** Everything the emulator was told of a row is known: the first capture may come. */
  ready(): Promise<void>
  /** Names of payments by the keys of their captures, of every row that was described. */
  keys(): ReadonlyMap<string, string>
  /** What really moved; null at a sandbox, whose book nobody sees. */
  book(): readonly BookEntry[] | null
  close(): Promise<void>
}

export interface EmulatedBatch {
  /** Values that hold for every row, such as switches. */
  readonly values: Values
  /** Folder of what the emulator remembers. */
  readonly folder: string
  /** Encrypts it. */
  readonly dataKey: Uint8Array
  /** Strikes every so manieth capture, with its answer lost in whatever way. */
  readonly harm: { readonly step: FaultStep; readonly every: number } | null
}

/** The account in handles: a name, because an emulator's address is another one in every run. */
const account = 'emulated-batch'

/** An emulator that remembers from run to run, as a provider does. */
export async function emulatedPlace(
  provider: Provider,
  { values, folder, dataKey, harm }: EmulatedBatch,
): Promise<BatchPlace> {
  mkdirSync(folder, { recursive: true })
  const stage = provider.stage({ ...provider.plain, ...values })
  let memory: Awaited<ReturnType<typeof remembering>> | null = null
  const server = await startFaultServer(
    { fetch: (request) => (memory ?? stage.emulator).fetch(request) },
    everySoMany(stage, harm),
  )
  const keys = new Map<string, string>()
  const client = stage.captureClient({ baseUrl: server.url, account, deadlineMs: 10_000, attemptTimeoutMs: 2_000 })
  return {
    client: {
      provider: client.provider,
      capture: (request, options) => client.capture(request, options),
      resolve: (handle, options) => client.resolve(handle, options),
      async describe(request) {
        const description = await client.describe(request)
        const { idempotencyKey, paymentKey } = description
        if (idempotencyKey !== null) keys.set(idempotencyKey, bareName(paymentKey))
        return description
      },
    },
    keys: () => keys,
    request(row) {
      const one = stage.again({ ...values, ...row })
      one.admit()
      return one.request
    },
    async ready() {
      memory ??= await remembering(stage.emulator, join(folder, `${provider.name}.log`), dataKey)
    },
    book: () => stage.emulator.book(),
    async close() {
      await server.close()
      memory?.close()
    },
  }
}

/** A provider's sandbox, armed by environment variables. */
export function sandboxPlace(provider: Provider, environment: Environment, values: Values): BatchPlace {
  const sandbox = provider.sandbox.open(environment)
  return {
    client: sandbox.operation(values).captureClient({ baseUrl: sandbox.url }),
    request: (row) => sandbox.operation({ ...values, ...row }).request,
    ready: async () => {},
    keys: () => new Map(),
    book: () => null,
    close: async () => {},
  }
}

function everySoMany(stage: Stage, harm: EmulatedBatch['harm']) {
  let captures = 0
  return (exchange: Parameters<Stage['isCapture']>[0] | null): FaultStep | null => {
    if (harm === null || exchange === null || !stage.isCapture(exchange)) return null
    captures++
    return captures % harm.every === 0 ? harm.step : null
  }
}
