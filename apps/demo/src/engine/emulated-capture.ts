import type { CaptureEvent, ClientOptions } from '@cap/core'
import {
  type BookEntry,
  ContractViolation,
  checkAgainstBook,
  checkPlain,
  checkSaid,
  type Ending,
  startFaultServer,
} from '@cap/core/testing'
import { type CaptureRun, type Recovery, runCapture } from './capture-run.ts'
import { type FaultPlan, faultPlan, type Harm } from './fault-plan.ts'
import type { Provider, Stage } from './provider.ts'

/** What to do to a capture at an emulator. */
export interface Play {
  /** A documented answer to give to the capture, and to how many of its attempts. */
  readonly scenario?: { readonly name: string; readonly times: number }
  readonly harm?: Harm
  readonly recovery: Recovery
  readonly signal?: AbortSignal
  readonly client?: Omit<ClientOptions, 'baseUrl' | 'onEvent'>
  readonly onEvent?: (event: CaptureEvent) => void
  /** Told of the server's address, before anything is sent. */
  readonly onListening?: (url: string) => void
}

/** A capture at an emulator, held against what really moved. */
export interface EmulatedCapture extends CaptureRun {
  readonly moved: readonly BookEntry[]
  /** What the product's rule forbids and yet happened, in full; null when the rule held. */
  readonly violation: string | null
}

/** Serves the stage's emulator on loopback, makes its capture through the package's client, and checks every ending. */
export async function captureAtEmulator(
  provider: Pick<Provider, 'keyed' | 'readsFirst'>,
  stage: Stage,
  play: Play,
): Promise<EmulatedCapture> {
  if (play.scenario !== undefined) stage.play(play.scenario.name, play.scenario.times)
  let plan: FaultPlan = () => null
  if (play.harm !== undefined) plan = faultPlan(play.harm, { ...provider, isCapture: (seen) => stage.isCapture(seen) })
  const server = await startFaultServer(stage.emulator, (exchange) => plan(exchange))
  const address = await addressFor(server, play.harm)
  const said: unknown[] = []
  let violation: string | null = null
  let calls = 0
  const onEnding = (end: Ending, actor: { readonly client: object }) => {
    said.push(end.outcome ?? end.error)
    try {
      if (calls++ > 0 && end.outcome === null) throw new ContractViolation('resolve threw')
      if (end.outcome !== null) checkPlain(end.outcome)
      checkAgainstBook(end, stage.entries(), calls === 1 ? 0 : stage.entries().length)
      checkSaid([...said, actor.client, { client: actor.client }], stage.secrets)
    } catch (error) {
      violation ??= error instanceof Error ? error.message : String(error)
    }
  }
  try {
    play.onListening?.(address.url)
    const run = await runCapture(stage, {
      client: { ...play.client, baseUrl: address.url },
      recovery: address.reachable ? play.recovery : 'none',
      ...(play.signal === undefined ? {} : { signal: play.signal }),
      onEvent(event) {
        said.push(event)
        play.onEvent?.(event)
      },
      onEnding,
      beforeRecovery: () => {
        plan = () => null
      },
    })
    return { ...run, moved: stage.entries(), violation }
  } finally {
    if (!address.closed) await server.close()
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
