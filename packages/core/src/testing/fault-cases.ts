import type { CaptureEvent } from '../capture/event.ts'
import { CaptureError } from '../error/capture-error.ts'
import { type ContractOptions, type ContractReport, createWorld, report } from './contract-world.ts'
import type { Emulator } from './emulator.ts'
import { type Fault, type FaultStep, step, type Wire } from './faults.ts'
import { check, type Ending, ending } from './invariants.ts'
import type { OperationSubject } from './subject.ts'

/** Where in a call a fault strikes. */
export type Strikes = 'capture' | 'snapshot' | 'lookup'

export async function faultCase<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  options: ContractOptions,
  { harm, strikes, times }: { harm: FaultStep; strikes: Strikes; times: 'once' | 'always' },
): Promise<ContractReport> {
  const { wire } = harm.fault
  if (wire.kind === 'unreachable') return unreachableCase(subject, options, wire.how, strikes)
  const attemptTimeoutMs = keepsWaiting(wire) ? (options.attemptTimeoutMs ?? 800) : undefined
  const world = await createWorld(subject, options, attemptTimeoutMs === undefined ? {} : { attemptTimeoutMs })
  try {
    // A fault on the later lookup needs something to look up: an answer that was lost.
    let lostFirst = strikes === 'lookup'
    let captured = false
    let struck = 0
    world.plan = (exchange) => {
      if (exchange === null) {
        const atConnect = wire.kind === 'cut' && wire.at !== 'request'
        const now = strikes === 'capture' ? !subject.readsFirst : strikes === 'snapshot'
        return atConnect && now && (times === 'always' || struck++ === 0) ? harm : null
      }
      const isCapture = subject.isCapture(exchange)
      const here: Strikes = isCapture ? 'capture' : captured ? 'lookup' : 'snapshot'
      captured ||= isCapture
      if (lostFirst && isCapture) {
        lostFirst = subject.keyed
        return step('close-after-request', true)
      }
      return here === strikes && (times === 'always' || struck++ === 0) ? harm : null
    }
    const struckBy = world.plan
    let strokes = 0
    world.plan = (exchange) => {
      const planned = struckBy(exchange)
      if (planned === harm) strokes++
      return planned
    }
    const started = performance.now()
    const end = await world.call()
    const ms = performance.now() - started
    world.check(end)
    check(strokes > 0, 'the fault never struck: the case has tested nothing', end.outcome ?? end.error)
    check(ms < (options.deadlineMs ?? 4_000) + 5_000, 'the call outlived its deadline', { ms })
    const moved = world.moved()
    expectPassing(subject, harm.fault, strikes, times, end)
    let resolved: Ending | null = null
    if (end.outcome?.status === 'unknown' || end.outcome?.status === 'pending') {
      const { handle } = end.outcome
      if (strikes === 'lookup') {
        // The same fault on resolve's own reads: it must neither throw nor conclude wrongly.
        captured = true
        struck = 0
        const during = await ending(world.client.resolve(handle, { deadlineMs: 1_000 }))
        world.said.push(during.outcome ?? during.error)
        check(during.outcome !== null, 'resolve threw', during.error)
        world.check(during, moved)
      }
      resolved = await world.recover(handle)
      world.check(resolved, world.moved())
      expectResolved(subject, end, resolved)
    }
    return report(end, ms, world.moved(), resolved)
  } finally {
    await world.close()
  }
}

/** Only under these does an attempt's limit decide anything: a busy machine must not be taken for one of them. */
function keepsWaiting(wire: Wire): boolean {
  return wire.kind === 'silence' || (wire.kind === 'slow' && wire.pieces * wire.everyMs > 1_000)
}

/** Over with the faults, a keyed operation within its window concludes; nothing else may be claimed for it. */
function expectResolved(subject: { keyed: boolean }, first: Ending, resolved: Ending): void {
  if (!subject.keyed || resolved.outcome === null) return
  const { outcome } = resolved
  const stays = first.outcome?.status === 'unknown' && first.outcome.needs === 'person'
  check(stays || outcome.status === 'captured', 'the provider is back, and the capture is still not known', {
    first: first.outcome,
    resolved: outcome,
  })
}

function expectPassing(
  subject: { keyed: boolean },
  fault: Fault,
  strikes: Strikes,
  times: 'once' | 'always',
  end: Ending,
): void {
  if (!subject.keyed || !fault.passing || times === 'always' || strikes !== 'capture') return
  check(
    end.outcome?.status === 'captured',
    `one ${fault.name}, and the call did not end captured`,
    end.outcome ?? end.error,
  )
}

/**
 * Nobody listens there, and none is given it: below the ports that systems hand out, with no service of its own, and not among
 * those that `fetch` refuses. One that was just closed can be another server's in the next moment.
 */
const deadPort = 2

async function unreachableCase<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  options: ContractOptions,
  how: 'refused' | 'dns' | 'tls',
  strikes: Strikes,
): Promise<ContractReport> {
  const world = await createWorld(subject, options)
  const own = options.createTransport?.()
  const dead = new URL(world.server.url)
  if (how === 'refused') dead.port = String(deadPort)
  if (how === 'dns') dead.hostname = 'nobody.invalid'
  if (how !== 'refused') dead.protocol = 'https:'
  const client = subject.createClient({
    baseUrl: dead.href,
    deadlineMs: 1_500,
    attemptTimeoutMs: 500,
    random: () => 0,
    onEvent: (event: CaptureEvent) => world.said.push(event),
    ...(own === undefined ? {} : { transport: own.transport }),
  })
  try {
    const started = performance.now()
    const end = await ending(client.capture(world.request))
    world.said.push(end.outcome ?? end.error)
    const ms = performance.now() - started
    world.check(end)
    if (how !== 'tls' && strikes === 'capture') {
      check(
        CaptureError.isInstance(end.error) && end.error.retryable,
        'unreachable is a throw one may retry',
        end.outcome,
      )
    }
    return report(end, ms, world.moved(), null)
  } finally {
    await own?.close()
    await world.close()
  }
}
