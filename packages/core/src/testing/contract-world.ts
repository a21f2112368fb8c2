import type { CaptureOptions, ClientOptions } from '../capture/client.ts'
import type { CaptureEvent } from '../capture/event.ts'
import type { CaptureHandle } from '../capture/handle.ts'
import type { CaptureError } from '../error/capture-error.ts'
import type { Transport } from '../http/transport.ts'
import type { ContractClient } from './as-captures.ts'
import type { Emulator } from './emulator.ts'
import { type FaultServer, type SeenExchange, startFaultServer } from './fault-server.ts'
import type { FaultStep } from './faults.ts'
import { check, checkAgainstBook, checkPlain, checkSaid, type Ending, ending, endingName } from './invariants.ts'
import type { OperationSubject } from './subject.ts'

/** One case of the contract: `run` rejects with what was violated. */
export interface ContractCase {
  readonly name: string
  readonly group: 'faults' | 'sequences' | 'calls'
  run(): Promise<ContractReport>
}

/** What a case saw, for tables. */
export interface ContractReport {
  /** The first call's ending. */
  readonly ending: string
  readonly attempts: number
  readonly ms: number
  /** How often the money moved, by the book. */
  readonly moved: number
  /** What `resolve` made of it afterwards, where there was something to resolve. */
  readonly resolved: string | null
}

export interface ContractOptions {
  /** Makes the transport of each case's client. Default: the client's own. */
  readonly createTransport?: () => { readonly transport: Transport; close(): Promise<void> }
  /** Milliseconds of an attempt that will get no answer in time; others have all the time they may need. Default 800. */
  readonly attemptTimeoutMs?: number
  /** Milliseconds of one call. Default 4 000. */
  readonly deadlineMs?: number
}

export interface World<Request, Double extends Emulator> {
  readonly emulator: Double
  readonly request: Request
  readonly server: FaultServer
  readonly client: ContractClient<Request>
  readonly said: unknown[]
  moved(): number
  /** What happens to the next exchanges; empty lets them through. */
  plan: ((exchange: SeenExchange | null) => FaultStep | null) | null
  call(options?: CaptureOptions): Promise<Ending>
  /** Faults over: what do `resolve` and the book say? */
  recover(handle: CaptureHandle): Promise<Ending>
  check(end: Ending, before?: number): void
  close(): Promise<void>
}

export async function createWorld<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  options: ContractOptions,
  client: Omit<ClientOptions, 'baseUrl'> = {},
): Promise<World<Request, Double>> {
  const emulator = subject.createEmulator()
  const request = subject.request(emulator, 1)
  const said: unknown[] = []
  const own = options.createTransport?.()
  const server = await startFaultServer(emulator, (exchange) => world.plan?.(exchange) ?? null)
  const made = subject.createClient({
    baseUrl: server.url,
    deadlineMs: options.deadlineMs ?? 4_000,
    attemptTimeoutMs: 2_500,
    random: () => 0.1,
    onEvent: (event: CaptureEvent) => said.push(event),
    ...(own === undefined ? {} : { transport: own.transport }),
    ...client,
  })
  const entries = () => emulator.book().filter((entry) => subject.isOf(entry, request))
  const world: World<Request, Double> = {
    emulator,
    request,
    server,
    client: made,
    said,
    plan: null,
    moved: () => entries().length,
    async call(callOptions) {
      const end = await ending(made.capture(request, callOptions))
      said.push(end.outcome ?? end.error)
      if (end.outcome !== null) checkPlain(end.outcome)
      return end
    },
    async recover(handle) {
      world.plan = null
      const stored = JSON.parse(JSON.stringify(handle)) as CaptureHandle
      const read = await ending(made.resolve(stored))
      said.push(read.outcome ?? read.error)
      check(read.outcome !== null, 'resolve threw', read.error)
      checkAgainstBook(read, entries(), entries().length)
      if (!subject.keyed || (read.outcome.status !== 'unknown' && read.outcome.status !== 'pending')) return read
      const replayed = await ending(made.resolve(stored, { request, replay: 'allow' }))
      said.push(replayed.outcome ?? replayed.error)
      check(replayed.outcome !== null, 'resolve threw', replayed.error)
      checkAgainstBook(replayed, entries(), entries().length)
      return replayed
    },
    check(end, before = 0) {
      checkAgainstBook(end, entries(), before)
      checkSaid([...said, made, { client: made }], subject.secrets)
    },
    async close() {
      await server.close()
      await own?.close()
    },
  }
  return world
}

/** How many exchanges a call made, however it ended. */
function attemptsOf(end: Ending): number {
  return (end.outcome ?? (end.error as CaptureError)).attempts.length
}

/** Sums up a case for tables. */
export function report(end: Ending, ms: number, moved: number, resolved: Ending | null): ContractReport {
  return {
    ending: endingName(end),
    attempts: attemptsOf(end),
    ms: Math.round(ms),
    moved,
    resolved: resolved === null ? null : endingName(resolved),
  }
}
