import type { ClientOptions } from '../capture/client.ts'
import type { CaptureHandle } from '../capture/handle.ts'
import { CaptureError } from '../error/capture-error.ts'
import {
  type ContractCase,
  type ContractOptions,
  type ContractReport,
  createWorld,
  report,
  type World,
} from './contract-world.ts'
import type { Emulator } from './emulator.ts'
import { step } from './faults.ts'
import { check, type Ending, ending } from './invariants.ts'
import type { OperationSubject } from './subject.ts'

/** Calls without faults of the wire: aborts, callbacks that throw, two at once. */
export function callCases<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  options: ContractOptions,
): ContractCase[] {
  const named = (
    name: string,
    run: (world: World<Request, Double>) => Promise<Ending>,
    client?: Omit<ClientOptions, 'baseUrl'>,
  ) => ({
    name,
    group: 'calls' as const,
    async run(): Promise<ContractReport> {
      const world = await createWorld(subject, options, client)
      try {
        const started = performance.now()
        const end = await run(world)
        const ms = performance.now() - started
        return report(end, ms, world.moved(), null)
      } finally {
        await world.close()
      }
    },
  })
  const thrower = () => {
    throw new Error('a callback threw')
  }
  return [
    named('nothing goes wrong', async (world) => {
      const end = await world.call()
      world.check(end)
      check(end.outcome?.status === 'captured', 'a capture without faults is captured', end.outcome ?? end.error)
      check(world.moved() === 1, 'and the money moved once')
      return end
    }),
    named('two calls for one operation at once', async (world) => {
      const [one, two] = await Promise.all([world.call(), world.call()])
      world.check(one, one.outcome === null ? world.moved() : 0)
      world.check(two, two.outcome === null ? world.moved() : 0)
      check(world.moved() === 1, 'the money moved once', { one, two })
      check(one.outcome !== null || two.outcome !== null, 'both threw, and money moved', { one, two })
      return one
    }),
    named('aborted before it began', async (world) => {
      const end = await world.call({ signal: AbortSignal.abort() })
      world.check(end)
      check(CaptureError.isInstance(end.error) && end.error.code === 'aborted', 'aborted throws', end.outcome)
      return end
    }),
    ...[true, false].map((moved) =>
      named(`aborted while waiting for the answer, ${moved ? 'money moved' : 'nothing moved'}`, async (world) => {
        const controller = new AbortController()
        world.plan = (exchange) => {
          if (exchange === null || !subject.isCapture(exchange)) return null
          setTimeout(() => controller.abort(), 50)
          return { ...step('no-answer', moved) }
        }
        const end = await world.call({ signal: controller.signal, attemptTimeoutMs: 3_000 })
        world.check(end)
        check(end.outcome?.status === 'unknown', 'an abort after sending is unknown', end.outcome ?? end.error)
        const resolved = await world.recover(end.outcome.handle)
        world.check(resolved, world.moved())
        return end
      }),
    ),
    named('beforeSend rejects', async (world) => {
      const end = await world.call({ beforeSend: () => Promise.reject(new Error('the store is down')) })
      world.check(end)
      check(CaptureError.isInstance(end.error) && end.error.code === 'not_sent', 'nothing was sent', end.outcome)
      check(!world.server.seen.some((exchange) => subject.isCapture(exchange)), 'no capture reached the server')
      return end
    }),
    named('onEvent throws', throwing(subject), { onEvent: thrower }),
    named('the clock throws', throwing(subject), { clock: { now: thrower, after: thrower } }),
    named('random throws', throwing(subject), { random: thrower }),
    named('the same operation again, after it was captured', async (world) => {
      const first = await world.call()
      world.check(first)
      const again = await world.call({ priorAttempt: true })
      world.check(again, world.moved())
      check(world.moved() === 1, 'the money moved once', again)
      return again
    }),
    named('resolve with another provider’s handle', async (world) => {
      world.plan = (exchange) => (exchange !== null && subject.isCapture(exchange) ? step('no-answer', false) : null)
      const end = await world.call({ deadlineMs: 1_000 })
      check(end.outcome?.status === 'unknown', 'a capture without an answer is unknown', end.outcome ?? end.error)
      const handle: CaptureHandle = { ...end.outcome.handle, provider: 'somebody' }
      const { error } = await ending(world.client.resolve(handle))
      check(CaptureError.isInstance(error) && error.field === 'handle.provider', 'it is refused', error)
      return end
    }),
  ]
}

function throwing<Request, Double extends Emulator>(subject: OperationSubject<Request, Double>) {
  return async (world: World<Request, Double>): Promise<Ending> => {
    let lost = 0
    world.plan = (exchange) =>
      exchange !== null && subject.isCapture(exchange) && lost++ === 0 ? step('close-after-request', true) : null
    const end = await world.call()
    world.check(end)
    check(end.outcome?.status === 'captured', 'a callback that throws changes nothing', end.outcome ?? end.error)
    return end
  }
}
