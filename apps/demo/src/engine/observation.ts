import { AsyncLocalStorage } from 'node:async_hooks'
import type { CaptureEvent } from '@cap/core'
import type { BookEntry, ContractSubject, Emulator } from '@cap/core/testing'

/** What is seen of one case from outside: the contract's own report says less, and a violated case has none. */
export interface Observation {
  readonly events: CaptureEvent[]
  /** What really moved for the case's operation. */
  entries(): readonly BookEntry[]
}

interface Recording {
  readonly events: CaptureEvent[]
  entries: () => readonly BookEntry[]
}

const recording = new AsyncLocalStorage<Recording>()

/** Runs one case and keeps what an {@link observed} subject does meanwhile, apart from the cases that run beside it. */
export async function observe(run: () => Promise<void>): Promise<Observation> {
  const record: Recording = { events: [], entries: () => [] }
  await recording.run(record, run)
  return { events: record.events, entries: () => record.entries() }
}

/** Lets the running case's observation hear the events of a capture, and read its book. */
export function witness(entries: () => readonly BookEntry[]): (event: CaptureEvent) => void {
  const record = recording.getStore()
  if (record !== undefined) record.entries = entries
  return (event) => record?.events.push(event)
}

/** The same subject, watched. It behaves as before, inside a case and outside. */
export function observed<Request, Double extends Emulator>(
  subject: ContractSubject<Request, Double>,
): ContractSubject<Request, Double> {
  return {
    provider: subject.provider,
    keyed: subject.keyed,
    readsFirst: subject.readsFirst,
    secrets: subject.secrets,
    createEmulator: () => subject.createEmulator(),
    createClient(options) {
      const record = recording.getStore()
      if (record === undefined) return subject.createClient(options)
      return subject.createClient({
        ...options,
        onEvent(event) {
          record.events.push(event)
          options.onEvent?.(event)
        },
      })
    },
    request(emulator, number) {
      const request = subject.request(emulator, number)
      const record = recording.getStore()
      if (record !== undefined) record.entries = () => emulator.book().filter((entry) => subject.isOf(entry, request))
      return request
    },
    isCapture: (exchange) => subject.isCapture(exchange),
    isOf: (entry, request) => subject.isOf(entry, request),
    refusals: (request) => subject.refusals(request),
  }
}
