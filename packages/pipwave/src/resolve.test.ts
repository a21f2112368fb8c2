import { spawn } from 'node:child_process'
import { type CaptureHandle, money } from '@cap/core/http'
import { startFaultServer } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { account, createWorld, firstCapture, gist, says, seed, thrownBy, type World } from './__fixtures__/world.ts'
import { createPipwaveEmulator, type Gateway } from './emulator.ts'

const full = { pwId: 'PW1001' }

/** A capture whose answer was lost, and the handle a store would hold. */
async function lost(
  world: World,
  applied: 'applied' | 'not applied' = 'applied',
  request: Parameters<World['client']['capture']>[0] = full,
): Promise<CaptureHandle> {
  let stored = ''
  world.plan = firstCapture({ lost: applied })
  const outcome = await world.run(
    world.client.capture(request, {
      deadlineMs: 1_000,
      beforeSend: async (handle) => {
        stored = JSON.stringify(handle)
      },
    }),
  )
  expect(outcome.status).toBe('unknown')
  world.plan = null
  return JSON.parse(stored) as CaptureHandle
}

function waiting(gateway: Gateway = 'asynchronous') {
  return createWorld({ payments: [{ gateway, confirmsAfterMs: 3_600_000 }], client: { partialCapture: true } })
}

describe('resolve', () => {
  it('concludes from the transition since the snapshot, days later', async () => {
    const world = waiting()
    const handle = await lost(world)
    await world.clock.advance(3 * 86_400_000)
    const outcome = await world.run(world.another().resolve(handle))
    expect(gist(outcome)).toEqual({
      status: 'captured',
      basis: 'lookup',
      replayed: false,
      amount: null,
      captureId: null,
    })
    expect(world.captures()).toHaveLength(1)
  })

  it.each([
    [10, false, { status: 'captured' }],
    [13, false, { status: 'captured', later: 'disputed' }],
    [15, false, { status: 'captured', later: 'charged_back' }],
    [20, false, { status: 'captured', later: 'refunded' }],
    [25, false, { status: 'captured', later: 'partially_refunded' }],
    [10, true, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [10, null, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [13, true, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [5, true, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [5, false, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [0, false, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [77, false, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [1, true, { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' }],
    [2, false, { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' }],
  ])('reads status %s with require_capture %s', async (transactionStatus, requireCapture, expected) => {
    const world = waiting()
    const handle = await lost(world)
    world.emulator.change('PW1001', { transactionStatus, requireCapture })
    expect(gist(await world.run(world.client.resolve(handle)))).toMatchObject(expected)
  })

  it.each([
    ['a part', 'normal', { ...full, amount: money('40.00', 'MYR') }, 'not_capturable'],
    ['a flag that never changes', 'flag-always-false', full, 'in_progress'],
    ['a flag that is absent', 'flag-absent', full, 'in_progress'],
  ] as const)('can prove nothing for %s, and says so', async (_, gateway, request, cause) => {
    const world = waiting(gateway)
    const handle = await lost(world, 'applied', request)
    expect(gist(await world.run(world.client.resolve(handle)))).toEqual({ status: 'unknown', cause, needs: 'person' })
  })

  it('proves nothing without a snapshot', async () => {
    const world = waiting()
    const { snapshot, ...handle } = await lost(world)
    expect(snapshot).toBeDefined()
    world.emulator.confirm('PW1001')
    const expected = { status: 'unknown', cause: 'in_progress', needs: 'person' }
    expect(gist(await world.run(world.client.resolve(handle)))).toEqual(expected)
  })

  it('sends nothing but a requery, whatever it is allowed', async () => {
    const world = waiting('never-confirms')
    const handle = await lost(world, 'not applied')
    const before = world.seen.length
    const options = [{}, { replay: 'allow' }, { replay: 'allow', request: full }, { request: { pwId: 'PW2' } }] as const
    for (const option of options) {
      expect(await world.run(world.client.resolve(handle, option))).toMatchObject({ status: 'unknown' })
    }
    expect(world.seen.slice(before).map(({ body }) => body.action)).toEqual(options.map(() => 'requery'))
    expect(world.emulator.book()).toHaveLength(0)
  })

  it.each([
    ['no answer', { lost: 'not applied' } as const, 'no_answer'],
    ['HTTP 503', { answer: { status: 503 } }, 'server_error'],
    ['HTTP 429', { answer: { status: 429 } }, 'rate_limited'],
    ['HTML', { answer: { body: '<html>' } }, 'unreadable_answer'],
    ['status 401', { answer: says({ status: 401 }) }, 'unrecognised_answer'],
    ['status 403', { answer: says({ status: 403 }) }, 'unrecognised_answer'],
    [
      'another payment',
      { answer: says({ status: 200, pw_id: 'PW2', transaction_status: 10, require_capture: false }) },
      'mismatch',
    ],
    [
      'the payment under another txn_id',
      { answer: says({ status: 200, pw_id: 'PW1001', txn_id: 'X', transaction_status: 10, require_capture: false }) },
      'mismatch',
    ],
    ['silence', { silence: 'not applied' } as const, 'deadline'],
  ])('during %s is unknown, and never throws', async (_, instead, cause) => {
    const world = waiting()
    const handle = await lost(world)
    world.plan = () => instead
    expect(await world.run(world.client.resolve(handle))).toMatchObject({
      status: 'unknown',
      cause,
      handle: { firstSentAt: handle.firstSentAt },
    })
  })

  it.each([
    ['deadline', { deadlineMs: 1_000 }],
    ['aborted', {}],
  ])('is unknown: %s', async (cause, options) => {
    const world = waiting()
    const handle = await lost(world)
    world.plan = () => ({ silence: 'not applied' })
    const controller = new AbortController()
    if (cause === 'aborted') world.clock.after(500, () => controller.abort())
    const call = world.client.resolve(handle, { ...options, signal: controller.signal })
    expect(await world.run(call)).toMatchObject({ status: 'unknown', cause })
  })

  it('keeps the handle as it was, so that it can be asked again and again', async () => {
    const world = waiting()
    const handle = await lost(world)
    const once = await world.run(world.client.resolve(handle))
    expect(once).toMatchObject({ status: 'unknown', handle })
    const again = (once as { handle: CaptureHandle }).handle
    world.emulator.confirm('PW1001')
    expect(await world.run(world.client.resolve(again))).toMatchObject({ status: 'captured' })
  })

  it('refuses a handle of another account, environment or provider, and nonsense', async () => {
    const world = waiting()
    const handle = await lost(world)
    const before = world.seen.length
    const attempts: [CaptureHandle, string][] = [
      [{ ...handle, provider: 'vtex' }, 'handle.provider'],
      [{ ...handle, environment: 'live' }, 'handle.environment'],
      [{ ...handle, account: '0'.repeat(64) }, 'handle.account'],
      [{ ...handle, ids: {} }, 'handle.ids'],
      [{ ...handle, snapshot: { capture: 'all' } }, 'handle.snapshot'],
      [{} as CaptureHandle, 'handle.version'],
    ]
    for (const [wrong, field] of attempts) {
      expect(await thrownBy(world.client.resolve(wrong))).toMatchObject({ code: 'invalid_request', field })
    }
    const replay = { replay: 'yes' as 'allow' }
    expect(await thrownBy(world.client.resolve(handle, replay))).toMatchObject({
      code: 'invalid_request',
      field: 'replay',
    })
    expect(world.seen).toHaveLength(before)
  })
})

/** Runs in a process of its own: from source, with only what a store and a configuration would hold. */
function resolveElsewhere(input: object): Promise<{ outcome?: unknown; error?: unknown }> {
  const program = `
    import { createPipwave } from './src/index.ts'
    let text = ''
    for await (const chunk of process.stdin) text += chunk
    const { options, handle } = JSON.parse(text)
    const client = createPipwave(options)
    const result = await client.resolve(handle).then((outcome) => ({ outcome }), (error) => ({ error }))
    console.log(JSON.stringify(result))`
  const flags = ['--conditions=@cap/source', '--input-type=module-typescript', '--no-warnings', '--eval', program]
  const child = spawn(process.execPath, flags, { cwd: new URL('..', import.meta.url) })
  return new Promise((resolve, reject) => {
    let printed = ''
    let complaint = ''
    child.stdout.on('data', (chunk) => {
      printed += chunk
    })
    child.stderr.on('data', (chunk) => {
      complaint += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed))
      else reject(new Error(`exit code ${code}: ${complaint}`))
    })
    child.stdin.end(JSON.stringify(input))
  })
}

describe('resolve in a new process', () => {
  const rotated = { apiKey: 'ROTATEDKEY', apiSecret: 'ROTATEDSECRET' }

  it('concludes with rotated credentials, when the account has a name', async () => {
    const world = createWorld({ payments: [{ gateway: 'asynchronous' }], client: { account: 'shop-7' } })
    const handle = await lost(world)
    const later = createPipwaveEmulator({ ...rotated, payments: [seed] })
    const server = await startFaultServer(later, () => null)
    const options = { ...rotated, account: 'shop-7', environment: 'staging', baseUrl: server.url }
    try {
      const before = await resolveElsewhere({ options, handle })
      expect(before.outcome).toMatchObject({ status: 'unknown', cause: 'in_progress', needs: 'resolve', handle })
      later.change('PW1001', { transactionStatus: 10, requireCapture: false })
      const after = await resolveElsewhere({ options, handle })
      expect(after.outcome).toMatchObject({ status: 'captured', basis: 'lookup', reference: { pwId: 'PW1001' } })
      const stranger = await resolveElsewhere({ options: { ...options, account: undefined }, handle })
      expect(stranger.error).toMatchObject({ code: 'invalid_request', field: 'handle.account' })
    } finally {
      await server.close()
    }
  })

  it('is unknown while the provider is down', async () => {
    const world = createWorld({ payments: [{ gateway: 'asynchronous' }] })
    const handle = await lost(world)
    const server = await startFaultServer(world.emulator, () => null)
    await server.close()
    const options = { ...account, environment: 'staging', baseUrl: server.url, deadlineMs: 1_500 }
    const { outcome } = await resolveElsewhere({ options, handle })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'no_answer', needs: 'resolve', handle })
  })
})
