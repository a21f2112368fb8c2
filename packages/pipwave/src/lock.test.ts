import { type CaptureHandle, money } from '@cap/core/http'
import { afterEach, describe, expect, it } from 'vitest'
import { createWorld, firstCapture, gist, says, thrownBy } from './__fixtures__/world.ts'
import { lockSize } from './lock.ts'

const full = { pwId: 'PW1001' }
const inProgress = { status: 'unknown', cause: 'in_progress', needs: 'resolve' }

afterEach(() => {
  expect(lockSize()).toEqual({ lines: 0, sent: 0, visits: 0 })
})

describe('two captures of one payment at once', () => {
  it('send one, and the second finds it captured', async () => {
    const world = createWorld({ latencyMs: 100 })
    const outcomes = await world.run(Promise.all([world.client.capture(full), world.client.capture(full)]))
    expect(outcomes.map(gist)).toMatchObject([
      { status: 'captured', basis: 'accepted', replayed: false },
      { status: 'captured', basis: 'lookup', replayed: true },
    ])
    expect(world.captures()).toHaveLength(1)
  })

  it('send one, through two clients, by either id', async () => {
    const world = createWorld({ latencyMs: 100, payments: [{ gateway: 'never-confirms' }] })
    const calls = [
      world.client.capture(full),
      world.another().capture({ txnId: 'ORDER-1' }),
      world.another({ account: 'another name' }).capture({ txnId: 'ORDER-1', by: 'txnId' }),
    ]
    const outcomes = await world.run(Promise.all(calls))
    expect(outcomes.map(gist)).toMatchObject([{ status: 'captured' }, inProgress, inProgress])
    expect(world.captures()).toHaveLength(1)
    expect(world.emulator.book()).toHaveLength(1)
  })

  it('send one, when the second has only read before the first was over', async () => {
    const world = createWorld({ payments: [{ gateway: 'never-confirms' }] })
    // The second learns its pw_id while the first captures, and comes to the lock when it is free again.
    world.plan = (action, index) => (action === 'requery' && index === 0 ? { silence: 'applied' } : null)
    const second = world.client.capture({ txnId: 'ORDER-1' }, { attemptTimeoutMs: 5_000 })
    const first = world.client.capture(full)
    expect(await world.run(first)).toMatchObject({ status: 'captured' })
    expect(gist(await world.run(second))).toEqual(inProgress)
    expect(world.captures()).toHaveLength(1)
  })

  it('give the second the state from before the first, so that the transition proves it', async () => {
    const world = createWorld({ latencyMs: 100, payments: [{ gateway: 'asynchronous' }] })
    const [, second] = await world.run(Promise.all([world.client.capture(full), world.client.capture(full)]))
    expect(second).toMatchObject({
      ...inProgress,
      handle: { firstSentAt: null, snapshot: { capture: 'full', transactionStatus: 5, requireCapture: true } },
    })
    world.emulator.confirm('PW1001')
    const { handle } = second as { handle: CaptureHandle }
    expect(await world.run(world.client.resolve(handle))).toMatchObject({ status: 'captured', basis: 'lookup' })
  })

  it('leave the second open when the first had no answer', async () => {
    const world = createWorld({ latencyMs: 10, payments: [{ gateway: 'never-confirms' }] })
    world.plan = firstCapture({ lost: 'applied' })
    const calls = [
      world.client.capture(full, { deadlineMs: 5_000 }),
      world.client.capture(full, { deadlineMs: 60_000 }),
    ]
    const outcomes = await world.run(Promise.all(calls))
    expect(outcomes.map(gist)).toMatchObject([{ status: 'unknown', cause: 'no_answer' }, inProgress])
    expect(world.captures()).toHaveLength(1)
  })

  it.each([1, 2])('leave the second open when the payment is in status %s by then', async (transactionStatus) => {
    const world = createWorld({ latencyMs: 10 })
    world.plan = (action) => {
      if (action !== 'capture-payment') return null
      world.emulator.change('PW1001', { transactionStatus })
      return { lost: 'not applied' }
    }
    const outcomes = await world.run(Promise.all([world.client.capture(full), world.client.capture(full)]))
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['unknown', 'unknown'])
  })

  it('leave the second open when it cannot read the payment', async () => {
    const world = createWorld({ latencyMs: 10 })
    world.plan = (action, index) => (action === 'requery' && index > 0 ? { answer: { status: 503 } } : null)
    const outcomes = await world.run(Promise.all([world.client.capture(full), world.client.capture(full)]))
    expect(outcomes.map(gist)).toMatchObject([{ status: 'captured' }, inProgress])
  })

  it('leave the second open when the first is declined: it must not capture what is declined', async () => {
    const world = createWorld({ latencyMs: 10 })
    world.plan = firstCapture({ answer: says({ status: 2001 }) })
    const outcomes = await world.run(Promise.all([world.client.capture(full), world.client.capture(full)]))
    expect(outcomes.map(gist)).toMatchObject([{ status: 'declined' }, inProgress])
    expect(world.captures()).toHaveLength(1)
  })

  it('let the second send when the first was thrown back', async () => {
    const world = createWorld({ latencyMs: 10 })
    world.plan = firstCapture({ answer: says({ status: 401 }) })
    const [first, second] = await world.run(
      Promise.all([thrownBy(world.client.capture(full)), world.client.capture(full)]),
    )
    expect(first).toMatchObject({ code: 'unauthorized' })
    expect(second).toMatchObject({ status: 'captured', basis: 'accepted' })
  })

  it.each([
    ['beforeSend rejects', { beforeSend: () => Promise.reject(new Error('no')) }],
    ['the first is aborted before', { signal: AbortSignal.abort() }],
    ['the first has no time left', { deadlineMs: 1 }],
  ])('let the second send when %s', async (_, options) => {
    const world = createWorld({ latencyMs: 10 })
    const [first, second] = await world.run(
      Promise.all([thrownBy(world.client.capture(full, options)), world.client.capture(full)]),
    )
    expect(first).toMatchObject({ name: 'CaptureError' })
    expect(second).toMatchObject({ status: 'captured', basis: 'accepted' })
  })

  it('let the second send when the first never left', async () => {
    const world = createWorld({ latencyMs: 10, client: { maxAttempts: 1 } })
    world.plan = firstCapture({ unsent: 'ECONNREFUSED' })
    const [first, second] = await world.run(
      Promise.all([thrownBy(world.client.capture(full)), world.client.capture(full)]),
    )
    expect(first).toMatchObject({ code: 'not_sent' })
    expect(second).toMatchObject({ status: 'captured', basis: 'accepted' })
  })

  it('leave a part open behind a whole one, for a person', async () => {
    const world = createWorld({
      latencyMs: 10,
      payments: [{ gateway: 'never-confirms' }],
      client: { partialCapture: true },
    })
    const part = { ...full, amount: money('40.00', 'MYR') }
    const outcomes = await world.run(Promise.all([world.client.capture(full), world.client.capture(part)]))
    expect(outcomes.map(gist)).toMatchObject([{ status: 'captured' }, { ...inProgress, needs: 'person' }])
  })

  it('do not take a captured part for a captured whole', async () => {
    const world = createWorld({ latencyMs: 10, client: { partialCapture: true } })
    const part = { ...full, amount: money('40.00', 'MYR') }
    const outcomes = await world.run(Promise.all([world.client.capture(part), world.client.capture(full)]))
    expect(outcomes.map(gist)).toMatchObject([
      { status: 'captured' },
      { status: 'unknown', cause: 'not_capturable', needs: 'person' },
    ])
  })
})

describe('waiting for the first', () => {
  it('counts to the deadline, and ends open behind a sent capture', async () => {
    const world = createWorld({ payments: [{ gateway: 'never-confirms' }] })
    world.plan = firstCapture({ silence: 'applied' })
    const started = world.clock.now()
    const first = world.client.capture(full)
    const second = world.client.capture(full, { deadlineMs: 3_000 })
    const outcome = await world.run(second)
    expect(world.clock.now() - started).toBe(3_000)
    expect(gist(outcome)).toEqual(inProgress)
    expect(outcome).toMatchObject({ handle: { snapshot: { requireCapture: true } } })
    await world.run(first)
  })

  it('can be aborted, and ends open behind a sent capture', async () => {
    const world = createWorld({ payments: [{ gateway: 'never-confirms' }] })
    world.plan = firstCapture({ silence: 'applied' })
    const controller = new AbortController()
    world.clock.after(1_000, () => controller.abort())
    const first = world.client.capture(full)
    expect(gist(await world.run(world.client.capture(full, { signal: controller.signal })))).toEqual(inProgress)
    await world.run(first)
  })

  it.each([
    ['not_sent', { deadlineMs: 1_000 }],
    ['aborted', {}],
  ])('throws %s while the first has not sent anything', async (code, options) => {
    const world = createWorld()
    world.plan = () => ({ silence: 'not applied' })
    const controller = new AbortController()
    if (code === 'aborted') world.clock.after(1_000, () => controller.abort())
    const first = thrownBy(world.client.capture(full))
    const second = world.client.capture(full, { ...options, signal: controller.signal })
    expect(await thrownBy(world.run(second))).toMatchObject({ code })
    await world.run(first)
  })

  it('goes in the order of asking, without those who have left', async () => {
    const world = createWorld({ latencyMs: 1_000, payments: [{ gateway: 'never-confirms' }] })
    world.plan = firstCapture({ answer: says({ status: 401 }) })
    const order: string[] = []
    const call = (name: string, options: object) =>
      world.client.capture(full, options).then(
        (outcome) => order.push(`${name} ${outcome.status}`),
        (error: { code: string }) => order.push(`${name} ${error.code}`),
      )
    const calls = [call('first', {}), call('second', { deadlineMs: 500 }), call('third', {}), call('fourth', {})]
    await world.run(Promise.all(calls))
    expect(order).toEqual(['second not_sent', 'first unauthorized', 'third captured', 'fourth unknown'])
  })
})

describe('captures of', () => {
  it('two payments do not wait for each other', async () => {
    const world = createWorld({ latencyMs: 1_000, payments: [{}, { pwId: 'PW2', txnId: 'ORDER-2' }] })
    const started = world.clock.now()
    await world.run(Promise.all([world.client.capture(full), world.client.capture({ pwId: 'PW2' })]))
    expect(world.clock.now() - started).toBe(2_000)
  })

  it('one payment, one after the other, are not behind each other', async () => {
    const world = createWorld({ payments: [{ staysOpenAfterPartial: true }], client: { partialCapture: true } })
    for (const operationId of ['a', 'b']) {
      const request = { ...full, amount: money('40.00', 'MYR'), operationId }
      expect(await world.run(world.client.capture(request))).toMatchObject({ status: 'captured', basis: 'accepted' })
    }
    expect(world.emulator.book()).toHaveLength(2)
  })

  it('a thousand payments leave nothing behind', async () => {
    const payments = Array.from({ length: 1_000 }, (_, index) => ({ pwId: `PW${index}`, txnId: `T${index}` }))
    const world = createWorld({ payments, latencyMs: 10 })
    await world.run(Promise.all(payments.map(({ pwId }) => world.client.capture({ pwId }))))
    expect(world.emulator.book()).toHaveLength(1_000)
  })
})
