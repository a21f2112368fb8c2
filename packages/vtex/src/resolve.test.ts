import { createTestClock } from '@cap/core/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { complete, minimal, notSettled, refused, reset, type Step, settled, wire } from './__fixtures__/settlement.ts'
import type { CaptureHandle, ResolveOptions, SettlementRequest, VtexGatewayOptions } from './index.ts'

const day = 24 * 60 * 60 * 1000

// The default transport is loaded on first use, in real time, and the clock of these tests would not wait for it.
beforeAll(async () => {
  await wire([[200, settled]]).capture()
})

/** A capture whose answer was lost, and a provider for what comes next. */
async function lost(then: readonly Step[], options: Partial<VtexGatewayOptions> = {}, request = minimal) {
  const clock = createTestClock()
  const first = wire([reset()], { clock, maxAttempts: 1 })
  const outcome = await clock.run(first.capture(request))
  if (outcome.status !== 'unknown') throw new Error('the answer was not lost')
  const handle: CaptureHandle = JSON.parse(JSON.stringify(outcome.handle))
  const later = wire(then, { clock, ...options })
  return {
    ...later,
    clock,
    handle,
    resolve: (more: ResolveOptions<SettlementRequest> = {}, changed: Partial<CaptureHandle> = {}) =>
      clock.run(later.gateway.resolve({ ...handle, ...changed }, more)),
  }
}

describe('resolve', () => {
  it('only reads unless it may replay, and there is nothing to read', async () => {
    const { resolve, sent, handle } = await lost([[200, settled]])
    const outcome = await resolve()
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'no_answer', needs: 'resolve', attempts: [], raw: null })
    expect(outcome).toHaveProperty('handle', handle)
    expect(await resolve({ request: minimal })).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(sent).toEqual([])
  })

  it('sends the same bytes again under the same id when it may', async () => {
    const { resolve, sent } = await lost([[200, settled]], {}, complete)
    const outcome = await resolve({ request: complete, replay: 'allow' })
    expect(outcome).toMatchObject({ status: 'captured', captureId: settled.settleId, replayed: false })
    expect(JSON.parse(sent[0]!.body).requestId).toBe(minimal.requestId)
    expect(sent).toHaveLength(1)
  })

  it('repeats within the call, as a capture does', async () => {
    const { resolve, sent } = await lost([reset(), [500, ''], [200, settled]])
    expect(await resolve({ request: minimal, replay: 'allow' })).toMatchObject({ status: 'captured' })
    expect(sent).toHaveLength(3)
  })

  it('keeps the time of the first sending', async () => {
    const { resolve, handle, clock } = await lost([[500, notSettled]])
    await clock.advance(3_600_000)
    expect(await resolve({ request: minimal, replay: 'allow' })).toMatchObject({
      status: 'pending',
      giveUpAt: new Date(Date.parse(handle.firstSentAt!) + day).toISOString(),
      handle,
    })
  })

  it.each([
    ['a refusal of the credentials', [401, notSettled] as Step, 'refused_after_maybe_applied'],
    ['an empty 401', [401, ''] as Step, 'refused_after_maybe_applied'],
    ['404', [404, notSettled] as Step, 'unrecognised_answer'],
    ['an outage', [503, ''] as Step, 'server_error'],
    ['a closed door', refused() as Step, 'no_answer'],
    ['silence', 'silence' as Step, 'no_answer'],
  ])('concludes nothing from %s', async (_, step, cause) => {
    const { resolve, handle } = await lost([step])
    const outcome = await resolve({ request: minimal, replay: 'allow', deadlineMs: 70_000 })
    expect(outcome).toMatchObject({ status: 'unknown', cause, needs: 'resolve' })
    expect(outcome).toHaveProperty('handle', handle)
  })

  it('is over at its deadline', async () => {
    const { resolve, clock } = await lost(['silence'])
    const began = clock.now()
    const outcome = await resolve({ request: minimal, replay: 'allow', deadlineMs: 3_000 })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'deadline' })
    expect(clock.now() - began).toBe(3_000)
  })

  it('ends when it is aborted', async () => {
    const { resolve, sent } = await lost([[200, settled]])
    const outcome = await resolve({ request: minimal, replay: 'allow', signal: AbortSignal.abort() })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'aborted' })
    expect(sent).toEqual([])
  })
})

describe('a replay', () => {
  it('is permitted up to the last millisecond of 24 hours, and not one later', async () => {
    const { resolve, clock, sent } = await lost([[200, settled]])
    await clock.advance(day - 1)
    expect(await resolve({ request: minimal, replay: 'allow' })).toMatchObject({ status: 'captured' })
    await clock.advance(1)
    expect(await resolve({ request: minimal, replay: 'allow' })).toMatchObject({
      status: 'unknown',
      cause: 'replay_window_passed',
      needs: 'person',
    })
    expect(await resolve()).toMatchObject({ cause: 'replay_window_passed', needs: 'person' })
    expect(sent).toHaveLength(1)
  })

  it('is permitted as long as the option says', async () => {
    const { resolve, clock, sent } = await lost([[200, settled]], { replayWindowMs: 1_000 })
    await clock.advance(1_000)
    expect(await resolve({ request: minimal, replay: 'allow' })).toMatchObject({ cause: 'replay_window_passed' })
    expect(sent).toEqual([])
  })

  it('is never permitted to a handle that does not know when it was sent', async () => {
    const { resolve, sent } = await lost([[200, settled]])
    const outcome = await resolve({ request: minimal, replay: 'allow' }, { firstSentAt: null })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'replay_window_passed', needs: 'person' })
    expect(sent).toEqual([])
  })

  it.each([
    ['another amount', { amount: { amount: '44.99', currency: 'BRL' } }],
    ['another request id', { requestId: 'another' }],
    ['another payment', { paymentId: 'another' }],
    ['one field more', { tid: 'T' }],
  ])('is not sent with %s', async (_, change) => {
    const { resolve, sent, handle } = await lost([[200, settled]])
    const outcome = await resolve({ request: { ...minimal, ...change }, replay: 'allow' })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'request_differs', needs: 'resolve' })
    expect(outcome).toHaveProperty('handle', handle)
    expect(sent).toEqual([])
  })

  it('is the same request with the same amount written otherwise', async () => {
    const { resolve } = await lost([[200, settled]])
    const request = { ...minimal, amount: { amount: '45', currency: 'BRL' } }
    expect(await resolve({ request, replay: 'allow' })).toMatchObject({ status: 'captured' })
  })

  it('is never made after a mismatch', async () => {
    const { resolve, sent } = await lost([[200, settled]])
    const outcome = await resolve({ request: minimal, replay: 'allow' }, { mismatch: true })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person', handle: { mismatch: true } })
    expect(await resolve({}, { mismatch: true })).toMatchObject({ cause: 'mismatch', needs: 'person' })
    expect(sent).toEqual([])
  })

  it('that is answered with another settlement than before is a mismatch', async () => {
    const { resolve, handle } = await lost([[200, settled]])
    const outcome = await resolve(
      { request: minimal, replay: 'allow' },
      { ids: { ...handle.ids, settleId: 'AN-EARLIER-ONE' } },
    )
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person' })
  })
})

describe('resolve throws only for arguments that make no sense:', () => {
  it.each([
    ['no handle', null, {}, 'handle'],
    ['something else', { id: 1 }, {}, 'handle.version'],
    ['another provider', { provider: 'pipwave' }, {}, 'handle.provider'],
    ['another environment', { environment: 'test' }, {}, 'handle.environment'],
    ['another account', { account: '0'.repeat(64) }, {}, 'handle.account'],
    ['a replay without the request', {}, { replay: 'allow' }, 'request'],
    [
      'a replay of something that is no request',
      {},
      { replay: 'allow', request: { ...minimal, amount: 45 } },
      'amount',
    ],
    ['an unknown kind of replay', {}, { replay: 'yes', request: minimal }, 'replay'],
    ['a deadline of nothing', {}, { deadlineMs: 0 }, 'deadlineMs'],
    ['a signal that is none', {}, { signal: 'stop' }, 'signal'],
  ])('%s', async (_, change, options, field) => {
    const { gateway, handle, sent } = await lost([[200, settled]])
    const given = change === null || 'id' in change ? change : { ...handle, ...change }
    await expect(gateway.resolve(given as never, options as never)).rejects.toMatchObject({
      code: 'invalid_request',
      field,
    })
    expect(sent).toEqual([])
  })
})
