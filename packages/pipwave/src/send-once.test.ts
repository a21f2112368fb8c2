import { describe, expect, it } from 'vitest'
import { createWorld, firstCapture, gist, says, thrownBy } from './__fixtures__/world.ts'

describe('time', () => {
  it('keeps a quarter of the deadline for finding out', async () => {
    const world = createWorld()
    world.plan = firstCapture({ silence: 'applied' })
    const started = world.clock.now()
    const outcome = await world.run(
      world.client.capture({ pwId: 'PW1001' }, { deadlineMs: 8_000, attemptTimeoutMs: 60_000 }),
    )
    expect(gist(outcome)).toMatchObject({ status: 'captured', basis: 'lookup' })
    expect(world.clock.now() - started).toBe(6_000)
  })

  it('ends at the deadline, to the millisecond', async () => {
    const world = createWorld()
    world.plan = (action, index) => (action === 'requery' && index === 0 ? null : { silence: 'not applied' })
    const started = world.clock.now()
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }, { deadlineMs: 8_000 }))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'deadline', needs: 'resolve' })
    expect(world.clock.now() - started).toBe(8_000)
  })

  it('sends nothing when the look has used three quarters of it', async () => {
    const world = createWorld({ latencyMs: 6_500 })
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' }, { deadlineMs: 8_000 })))
    expect(error).toMatchObject({ code: 'lookup_failed' })
    expect(world.captures()).toHaveLength(0)
  })

  it('sends nothing when beforeSend has used three quarters of it', async () => {
    const world = createWorld()
    const slow = () => new Promise<void>((resolve) => world.clock.after(6_500, resolve))
    const call = world.client.capture({ pwId: 'PW1001' }, { deadlineMs: 8_000, beforeSend: slow })
    expect(await thrownBy(world.run(call))).toMatchObject({ code: 'not_sent', retryable: true })
    expect(world.captures()).toHaveLength(0)
  })

  it('honours Retry-After while finding out, and gives up when that is beyond the deadline', async () => {
    const world = createWorld()
    world.plan = (action, index) => {
      if (action === 'capture-payment') return { lost: 'applied' }
      if (index === 1) return { answer: { status: 429, headers: { 'retry-after': '7' } } }
      return null
    }
    const started = world.clock.now()
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'captured' })
    expect(world.clock.now() - started).toBe(7_000)

    const other = createWorld()
    other.plan = (action, index) => {
      if (action === 'capture-payment') return { lost: 'applied' }
      return index === 0 ? null : { answer: { status: 429, headers: { 'retry-after': '3600' } } }
    }
    expect(await other.run(other.client.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'unknown' })
    expect(other.requeries()).toHaveLength(2)
  })

  it('does not hammer pipwave when the jitter draws nothing but zeros', async () => {
    const world = createWorld({ payments: [{ gateway: 'never-confirms' }], client: { random: () => 0 } })
    world.plan = firstCapture({ lost: 'applied' })
    await world.run(world.client.capture({ pwId: 'PW1001' }, { deadlineMs: 4_000 }))
    expect(world.requeries().length).toBeLessThanOrEqual(21)
  })
})

describe('sending', () => {
  it('is tried again when it provably never left, each time with its own time and signature', async () => {
    const world = createWorld()
    world.plan = (action, index) => (action === 'capture-payment' && index < 2 ? { unsent: 'ECONNREFUSED' } : null)
    const wait = world.another({ random: () => 0.999_999 })
    // 200 and 400 ms of waiting do not make a second: the clock is set close to one.
    await world.clock.advance(900)
    expect(await world.run(wait.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'captured' })
    expect(world.captures().map(({ body }) => body.timestamp)).toEqual([1_456_790_400, 1_456_790_401, 1_456_790_401])
    expect(world.captures()[0]?.body.signature).not.toBe(world.captures()[1]?.body.signature)
    expect(world.emulator.book()).toHaveLength(1)
  })

  it('throws not_sent when it never left in any attempt', async () => {
    const world = createWorld()
    world.plan = (action) => (action === 'capture-payment' ? { unsent: 'ENOTFOUND' } : null)
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' })))
    expect(error).toMatchObject({ code: 'not_sent', retryable: true, cause: { code: 'ENOTFOUND' } })
    expect(world.captures()).toHaveLength(3)
  })

  it('is not tried again after an attempt that may have arrived', async () => {
    const world = createWorld()
    world.plan = (action, index) => {
      if (action !== 'capture-payment') return null
      return index === 0 ? { unsent: 'ECONNREFUSED' } : { lost: 'not applied' }
    }
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'unknown' })
    expect(world.captures()).toHaveLength(2)
  })

  it.each([1, 2, 10])('sends the capture once, whatever maxAttempts is (%s)', async (maxAttempts) => {
    const world = createWorld({ client: { maxAttempts } })
    world.plan = firstCapture({ lost: 'not applied' })
    await world.run(world.client.capture({ pwId: 'PW1001' }))
    expect(world.captures()).toHaveLength(1)
  })
})

describe('an answer that names another payment', () => {
  const unknown = { status: 'unknown', cause: 'mismatch', needs: 'person', handle: { mismatch: true } }

  it.each([
    { status: 200, pw_id: 'PW1002' },
    { status: 200, pw_id: 'PW1001', txn_id: 'ORDER-2' },
    { status: 200, txn_id: 42 },
    { status: 401, pw_id: 'PW1002' },
    { status: 400, pw_id: 'PW1002' },
    { status: 4004, pw_id: 'PW1002' },
  ])('says nothing of ours: %j', async (answer) => {
    const world = createWorld()
    world.plan = firstCapture({ answer: says(answer) })
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }))).toMatchObject({
      ...unknown,
      raw: { status: String(answer.status) },
    })
    expect(world.captures()).toHaveLength(1)
    expect(world.emulator.book()).toHaveLength(0)
  })

  it('leaves it to the payment to prove the capture', async () => {
    const world = createWorld()
    world.plan = firstCapture({ answerAfter: says({ status: 200, pw_id: 'PW1002' }) })
    expect(gist(await world.run(world.client.capture({ pwId: 'PW1001' })))).toMatchObject({
      status: 'captured',
      basis: 'lookup',
    })
  })

  it('is none where it names ours, or nothing', async () => {
    for (const echo of [
      { pw_id: 'PW1001', txn_id: 'ORDER-1' },
      { pw_id: '', txn_id: null },
    ]) {
      const world = createWorld()
      world.plan = firstCapture({ answerAfter: says({ status: 200, ...echo }) })
      expect(gist(await world.run(world.client.capture({ pwId: 'PW1001' })))).toMatchObject({ basis: 'accepted' })
    }
  })
})
