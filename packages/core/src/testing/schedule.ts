import type { CaptureOptions } from '../capture/client.ts'
import type { CaptureHandle } from '../capture/handle.ts'
import { loadDigest } from '../http/digest.ts'
import type { ContractClient } from './as-captures.ts'
import type { Emulator } from './emulator.ts'
import { type FaultStep, faults, versions } from './faults.ts'
import { check, checkAgainstBook, checkPlain, checkSaid, type Ending, ending } from './invariants.ts'
import { answerStep } from './sequence-cases.ts'
import { simulatedTransport } from './simulated-transport.ts'
import type { OperationSubject } from './subject.ts'
import { createTestClock } from './test-clock.ts'

const deadlineMs = 20_000

/**
 * One life of an operation under random faults: captures, resolves, aborts, restarts and waits, then a provider that is
 * well again. Every step is checked against the book.
 *
 * The schedule is decoded from numbers, so that a property-testing library can draw and shrink it. Where they run out,
 * nothing more goes wrong.
 *
 * @param numbers whole numbers, zero or more
 */
export async function runSchedule<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  numbers: readonly number[],
): Promise<void> {
  // Loading takes real time, which a clock that stands still would answer by running to the next deadline.
  await loadDigest()
  let position = 0
  const draw = (below: number) => (numbers[position++] ?? 0) % below
  const clock = createTestClock()
  const emulator = subject.createEmulator()
  const request = subject.request(emulator, 1)
  const refusals = subject.refusals(request)
  const everyStep = faults.flatMap(versions)
  let well = false
  /** Two calls are under way. A provider that refuses one of them and captures for the other does not exist. */
  let two = false
  const entries = () => emulator.book().filter((entry) => subject.isOf(entry, request))

  const next = (): FaultStep | null => {
    if (well) return null
    const kind = draw(4)
    if (kind === 1 || kind === 2) return everyStep[draw(everyStep.length)] ?? null
    if (kind === 3 && !two) {
      const refusal = refusals[draw(refusals.length)]
      return refusal === undefined || (refusal.ownRecord === true && entries().length > 0) ? null : answerStep(refusal)
    }
    return null
  }

  const said: unknown[] = []
  const transport = simulatedTransport({ emulator, clock, next })
  const createClient = () =>
    subject.createClient({
      baseUrl: 'http://127.0.0.1:1',
      transport,
      clock,
      random: () => 0.5,
      deadlineMs,
      attemptTimeoutMs: 4_000,
      onEvent: (event) => said.push(event),
    })
  let client: ContractClient<Request> = createClient()
  let handle: CaptureHandle | null = null
  /** An earlier call may have been applied, and nothing has concluded since. */
  let open = false
  let concluded = false

  const note = (end: Ending) => {
    said.push(end.outcome ?? end.error)
    if (end.outcome === null) return
    checkPlain(end.outcome)
    if (end.outcome.status === 'unknown' || end.outcome.status === 'pending') {
      open = true
      handle = earliest(handle, end.outcome.handle)
    } else concluded = true
  }

  const capture = async () => {
    const options = callOptions()
    const before = entries().length
    const started = clock.now()
    const end = await clock.run(ending(client.capture(request, options)))
    check(clock.now() - started <= deadlineMs, 'the call outlived its deadline', { ms: clock.now() - started })
    note(end)
    checkAgainstBook(end, entries(), before)
  }

  const callOptions = (): CaptureOptions => {
    const kind = draw(6)
    const prior = open ? { priorAttempt: true } : {}
    if (kind === 1) {
      const controller = new AbortController()
      const ms = draw(8_000)
      clock.after(ms, () => controller.abort())
      return { ...prior, signal: controller.signal }
    }
    if (kind === 2) return { ...prior, beforeSend: () => Promise.reject(new Error('the store is down')) }
    if (kind === 3) return { ...prior, deadlineMs: 1 + draw(deadlineMs) }
    return prior
  }

  const twice = async () => {
    const before = entries().length
    two = true
    const ends = await clock.run(
      Promise.all([ending(client.capture(request)), ending(createClient().capture(request))]),
    )
    two = false
    for (const end of ends) note(end)
    for (const end of ends) checkAgainstBook(end, entries(), end.outcome === null ? entries().length : before)
    if (ends.every((end) => end.outcome === null))
      check(entries().length === before, 'both threw, and money moved', ends)
  }

  const resolve = async (replay: boolean) => {
    if (handle === null) return
    const stored = JSON.parse(JSON.stringify(handle)) as CaptureHandle
    const end = await clock.run(
      ending(client.resolve(stored, replay && subject.keyed ? { request, replay: 'allow' } : {})),
    )
    check(end.outcome !== null, 'resolve threw', end.error)
    note(end)
    checkAgainstBook(end, entries(), entries().length)
  }

  if (draw(8) === 1) await twice()
  else await capture()
  for (let steps = draw(5); steps > 0; steps--) {
    // What was still on its way when a call ended has arrived by then, and counts as that call's.
    await clock.advance(1_000)
    const action = draw(6)
    if (action === 1 && !concluded) await capture()
    else if (action === 2) await resolve(false)
    else if (action === 3) await resolve(true)
    else if (action === 4) client = createClient()
    else if (action === 5) await clock.advance(draw(90) * 60_000)
  }

  well = true
  await clock.advance(1_000)
  await resolve(true)
  check(entries().length <= 1, 'the money moved more than once', entries())
  checkSaid(said, subject.secrets)
}

/** What a store does: the first sending of an operation is never replaced by a later one's. */
function earliest(known: CaptureHandle | null, fresh: CaptureHandle): CaptureHandle {
  if (known?.firstSentAt == null) return fresh
  return {
    ...fresh,
    firstSentAt: known.firstSentAt,
    ...(known.snapshot === undefined ? {} : { snapshot: known.snapshot }),
  }
}
