import { describe, expect, it } from 'vitest'
import type { LateCapture } from '../connector.ts'
import { ask, captured, createWorld, declined, paymentId, unknown, type World } from './__fixtures__/world.ts'

const refundPath = `/payments/${paymentId}/refunds`

/** Lets what was begun get to where it waits, and then passes the time. */
async function pass(world: World, ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  await world.clock.advance(ms)
}

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

/** In one process, and in two: what is under way in another one is not known. */
const processes = ['the same process', 'another process'] as const

describe.each(processes)('what outlived its lease, and ends while %s is asking what became of it', (where) => {
  it('a capture is not forgotten when the answer to that is an older no', async () => {
    const late: LateCapture[] = []
    const world = createWorld({ onLateCapture: (capture) => late.push(capture) })
    const [capture, question] = [gate(), gate()]
    const callbacks = {
      capture: async (settlement: Parameters<typeof captured>[0], { beforeSend }: { beforeSend(): Promise<void> }) => {
        await beforeSend()
        await capture.opened
        return captured(settlement)
      },
      resolve: async () => {
        await question.opened
        return declined()
      },
    }
    const connector = world.start(callbacks)
    const slow = world.settle({ value: 100 }, connector)
    await pass(world, 125_000)
    await slow
    const asking = world.settle({ value: 100 }, where === 'the same process' ? connector : world.start(callbacks))
    await pass(world, 10)
    capture.open()
    await pass(world, 10)
    question.open()
    await pass(world, 10)
    await asking
    await pass(world, 10_000)
    const again = await world.settle({ value: 100 })
    // Either VTEX is told of the money, or whoever owes it back is.
    if (where === 'the same process') expect([again.status, late.length]).toEqual([200, 0])
    else expect(late).toMatchObject([{ reason: 'declined', outcome: { status: 'captured' } }])
    // Nobody was asked to capture a second time.
    expect(world.captures).toHaveLength(1)
  })

  it('a refund is not forgotten either', async () => {
    const [first, second] = [gate(), gate()]
    const world = createWorld({
      refund: async (_, { priorAttempt }) => {
        await (priorAttempt ? second : first).opened
        return { status: priorAttempt ? 'declined' : 'refunded' }
      },
    })
    const { settleId } = (await world.settle()).json
    const connector = world.start()
    const refund = (by = connector) =>
      ask(by, refundPath, { requestId: 'r', settleId, paymentId, value: 45, transactionId: 'T' })
    const slow = refund()
    await pass(world, 125_000)
    await slow
    const asking = refund(where === 'the same process' ? connector : world.start())
    await pass(world, 10)
    first.open()
    await pass(world, 10)
    second.open()
    await pass(world, 10)
    await asking
    await pass(world, 10_000)
    const again = await refund()
    if (where === 'the same process') expect([again.status, world.errors]).toEqual([200, []])
    else expect(world.errors).toMatchObject([{ message: expect.stringContaining('after it had been called declined') }])
  })
})

it.each(processes)('a cancellation that ends while %s is told an older no keeps settlements away', async (where) => {
  const gates = [gate(), gate()]
  let calls = 0
  const world = createWorld({
    cancel: async () => {
      const number = calls++
      await gates[number]?.opened
      return { status: number === 1 ? 'declined' : 'cancelled' }
    },
  })
  const connector = world.start()
  const cancel = (by = connector) =>
    ask(by, `/payments/${paymentId}/cancellations`, { requestId: 'c', paymentId, transactionId: 'T' })
  const slow = cancel()
  await pass(world, 125_000)
  await slow
  const asking = cancel(where === 'the same process' ? connector : world.start())
  await pass(world, 10)
  gates[0]?.open()
  await pass(world, 10)
  gates[1]?.open()
  await pass(world, 10)
  await asking
  await pass(world, 10_000)
  expect((await world.settle()).json.code).toBe('payment-cancelled')
  expect([calls, world.captures.length, world.errors]).toEqual([2, 0, []])
})

it('a resolve that captures after its lease, and after another one said no, is reported', async () => {
  const late: LateCapture[] = []
  const replay = gate()
  const world = createWorld({
    onLateCapture: (capture) => late.push(capture),
    capture: async (_, context) => {
      await context.beforeSend()
      return unknown(context)
    },
  })
  await world.settle({ value: 100 })
  const slow = world.settle(
    { value: 100 },
    world.start({
      resolve: async (settlement) => {
        await replay.opened
        return captured(settlement)
      },
    }),
  )
  await pass(world, 125_000)
  await slow
  expect((await world.settle({ value: 100 }, world.start({ resolve: async () => declined() }))).json.code).toBe(
    'insufficient_funds',
  )
  replay.open()
  await pass(world, 10)
  expect(late).toMatchObject([{ reason: 'declined', outcome: { status: 'captured' } }])
})

it('a refund is not to be done by hand while an earlier call of it is on its way', async () => {
  const first = gate()
  const world = createWorld({
    refund: async (_, { priorAttempt }) => {
      if (priorAttempt) return { status: 'manual' }
      await first.opened
      return { status: 'refunded' }
    },
  })
  const { settleId } = (await world.settle()).json
  const connector = world.start()
  const refund = () =>
    ask(connector, refundPath, { requestId: 'r', settleId, paymentId, value: 45, transactionId: 'T' })
  const slow = refund()
  await pass(world, 125_000)
  await slow
  expect((await refund()).json.code).toBe('in-progress')
  first.open()
  await pass(world, 10)
  expect((await refund()).status).toBe(200)
})
