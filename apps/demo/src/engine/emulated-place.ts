import {
  type BookEntry,
  ContractViolation,
  checkAgainstBook,
  checkPlain,
  checkSaid,
  type Ending,
  startFaultServer,
} from '@cap/core/testing'
import { type FaultPlan, faultPlan, type Harm } from './fault-plan.ts'
import type { Actor, Provider, Stage } from './provider.ts'

/** What to do to the captures that arrive. */
export interface Trouble {
  /** A documented answer to give to the capture, and to how many of its attempts. */
  readonly scenario?: { readonly name: string; readonly times: number }
  readonly harm?: Harm
}

/** A stage's emulator, served on a real socket of this machine, with the fault in between. */
export interface EmulatedPlace {
  /** What a client is to call. */
  readonly url: string
  /** Nobody can be reached at the address, however often one tries. */
  readonly reachable: boolean
  /** From now on every exchange goes through unharmed. */
  endFault(): void
  /** Everything that is said is looked through for secrets when the next call ends. */
  said(something: unknown): void
  /** Holds a call's ending against the book. */
  judge(call: 'capture' | 'resolve', end: Ending, actor: Pick<Actor, 'client'>): void
  readonly moved: readonly BookEntry[]
  /** What the product's rule forbids and yet happened, in full; null while the rule holds. */
  readonly violation: string | null
  close(): Promise<void>
}

/** Serves a stage's emulator on loopback, and watches what a client makes of it. */
export async function openPlace(
  provider: Pick<Provider, 'keyed' | 'readsFirst'>,
  stage: Stage,
  { scenario, harm }: Trouble,
): Promise<EmulatedPlace> {
  if (scenario !== undefined) stage.play(scenario.name, scenario.times)
  let plan: FaultPlan = () => null
  if (harm !== undefined) plan = faultPlan(harm, { ...provider, isCapture: (seen) => stage.isCapture(seen) })
  const server = await startFaultServer(stage.emulator, (exchange) => plan(exchange))
  const address = await addressFor(server, harm)
  const earlier = stage.entries().length
  const heard: unknown[] = []
  let violation: string | null = null
  return {
    url: address.url,
    reachable: address.reachable,
    endFault() {
      plan = () => null
    },
    said: (something) => void heard.push(something),
    judge(call, end, actor) {
      heard.push(end.outcome ?? end.error)
      try {
        if (call === 'resolve' && end.outcome === null) throw new ContractViolation('resolve threw')
        if (end.outcome !== null) checkPlain(end.outcome)
        checkAgainstBook(end, stage.entries(), call === 'capture' ? earlier : stage.entries().length)
        checkSaid([...heard, actor.client, { client: actor.client }], stage.secrets)
      } catch (error) {
        violation ??= error instanceof Error ? error.message : String(error)
      }
    },
    get moved() {
      return stage.entries()
    },
    get violation() {
      return violation
    },
    async close() {
      if (!address.closed) await server.close()
    },
  }
}

/** Faults in which nobody can be reached are made by the address, not by the server. */
async function addressFor(server: { readonly url: string; close(): Promise<void> }, harm: Harm | undefined) {
  const wire = harm?.step.fault.wire
  if (wire?.kind !== 'unreachable') return { url: server.url, reachable: true, closed: false }
  const url = new URL(server.url)
  if (wire.how === 'refused') await server.close()
  else url.protocol = 'https:'
  if (wire.how === 'dns') url.hostname = 'nobody.invalid'
  return { url: url.href, reachable: false, closed: wire.how === 'refused' }
}
