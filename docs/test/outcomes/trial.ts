import { CaptureError, type CaptureOutcome } from '@cap/core'
import {
  createTestClock,
  type Emulator,
  type FaultStep,
  type OperationSubject,
  simulatedTransport,
  step,
} from '@cap/core/testing'
import { say } from './say.ts'

/** One capture, or another operation shown as one, under a clock of its own. */
export interface Trial<Request, Double extends Emulator> {
  readonly subject: OperationSubject<Request, Double>
  /** Says what the provider is to answer, before the capture. */
  readonly prepare?: (emulator: Double) => void
  /** What the network does to the sendings of the capture, by their number from 0. */
  readonly harm?: (sending: number) => FaultStep | null
  /** How the outcome is put. Default: in the words of the tables. */
  readonly say?: (outcome: CaptureOutcome) => string
}

/** The provider processes the first sending, and its answer is lost. */
export function losesTheFirst(sending: number): FaultStep | null {
  return sending === 0 ? step('reset-after-request', true) : null
}

/** Loads what clients load on their first capture: that takes real time, during which a clock of its own would run away. */
export async function warmUp<Asked>(subject: OperationSubject<Asked>): Promise<void> {
  const emulator = subject.createEmulator()
  const request = subject.request(emulator, 1)
  const fetch: typeof globalThis.fetch = (input, init) => emulator.fetch(new Request(input, init))
  await subject.createClient({ baseUrl: 'https://provider.example', fetch }).capture(request)
}

let providers = 0

/** @returns how the capture ended */
export function tryCapture<Request, Double extends Emulator>(trial: Trial<Request, Double>): Promise<string> {
  const { subject, prepare, harm = () => null } = trial
  const clock = createTestClock()
  const emulator = subject.createEmulator()
  const request = subject.request(emulator, 1)
  prepare?.(emulator)
  let sendings = 0
  const transport = simulatedTransport({
    emulator,
    clock,
    next: (exchange) => (subject.isCapture(exchange) ? harm(sendings++) : null),
  })
  // pipwave's captures of one payment wait for each other in the whole process.
  const baseUrl = `https://provider-${++providers}.example`
  const client = subject.createClient({ baseUrl, transport, clock, random: () => 0 })
  return clock.run(client.capture(request).then(trial.say ?? say, sayThrown))
}

function sayThrown(error: unknown): string {
  if (!CaptureError.isInstance(error)) throw error
  return say(error)
}
