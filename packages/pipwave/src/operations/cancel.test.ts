import type { CaptureHandle } from '@cap/core/http'
import { afterEach, describe, expect, it } from 'vitest'
import { createWorld, first, gist, type Instead, says, thrownBy } from '../__fixtures__/world.ts'
import { lockSize } from '../lock.ts'
import { cancel, resolveCancel } from './cancel.ts'
import { refund } from './refund.ts'

const named = { pwId: 'PW1001' }

afterEach(() => {
  expect(lockSize()).toEqual({ lines: 0, sent: 0, visits: 0 })
})

describe('a cancellation', () => {
  it('gives an authorised payment up', async () => {
    const world = createWorld()
    const outcome = await world.run(cancel(world.client, { ...named, reason: 'Buyer cancelled', refTag: 'A1' }))
    expect(outcome).toMatchObject({ status: 'cancelled', cancellationId: null, basis: 'accepted', replayed: false })
    expect(outcome.attempts.map(({ purpose }) => purpose)).toEqual(['snapshot', 'cancel'])
    expect(world.of('cancel-payment')[0]?.body).toMatchObject({ reason: 'Buyer cancelled', ref_tag: 'A1' })
    expect(world.emulator.cancellations()).toMatchObject([{ payment: 'PW1001', amount: { amount: '100.00' } }])
    expect(await world.run(world.client.capture(named))).toMatchObject({ status: 'declined', code: '2' })
  })

  it('of a cancelled payment sends nothing', async () => {
    const world = createWorld({ payments: [{ transactionStatus: 2 }] })
    const outcome = await world.run(cancel(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'cancelled', basis: 'lookup', replayed: true })
    expect(world.seen).toHaveLength(1)
  })

  it('after the capture is declined: what was captured can be refunded', async () => {
    const world = createWorld()
    await world.run(world.client.capture(named))
    expect(await world.run(cancel(world.client, named))).toMatchObject({
      status: 'declined',
      code: '10',
      message: expect.stringContaining('refunded'),
    })
    expect(await world.run(refund(world.client, { ...named, amount: 'full' }))).toMatchObject({ status: 'refunded' })
  })

  it('of a payment that is called paid, and still to be captured, is sent', async () => {
    const world = createWorld({ payments: [{ transactionStatus: 10, requireCapture: true }] })
    expect(await world.run(cancel(world.client, named))).toMatchObject({ status: 'cancelled', basis: 'accepted' })
  })

  it.each([1, 13, 15, 20, 25])('in status %s is declined, and is open after an earlier one', async (status) => {
    const world = createWorld({ payments: [{ transactionStatus: status, requireCapture: false }] })
    expect(await world.run(cancel(world.client, named))).toMatchObject({ status: 'declined', code: String(status) })
    const prior = await world.run(cancel(world.client, named, { priorAttempt: true }))
    expect(gist(prior)).toEqual({ status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' })
    expect(world.of('cancel-payment')).toEqual([])
  })

  it.each<[string, Instead]>([
    ['is lost', { lost: 'applied' }],
    ['is 500', { answerAfter: says({ status: 500 }) }],
    ['says 400', { answerAfter: says({ status: 400 }) }],
    ['is new', { answerAfter: says({ status: 7777 }) }],
  ])('whose answer %s is proven by the payment being cancelled', async (_, instead) => {
    const world = createWorld()
    world.plan = first('cancel-payment', instead)
    expect(gist(await world.run(cancel(world.client, named)))).toEqual({
      status: 'cancelled',
      basis: 'lookup',
      replayed: false,
    })
    expect(world.of('cancel-payment')).toHaveLength(1)
  })

  it('that is lost, and never came, stays unknown and can be resolved', async () => {
    const world = createWorld()
    world.plan = first('cancel-payment', { lost: 'not applied' })
    const outcome = await world.run(cancel(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'no_answer', needs: 'resolve' })
    const { handle } = outcome as { handle: CaptureHandle }
    expect(handle).toMatchObject({ action: 'cancel', snapshot: { change: 'cancel', transactionStatus: 5 } })
    const open = { status: 'unknown', cause: 'in_progress', needs: 'resolve' }
    expect(gist(await world.run(resolveCancel(world.another(), handle)))).toEqual(open)
    expect(gist(await world.run(cancel(world.client, named, { priorAttempt: true })))).toEqual(open)
    expect(world.of('cancel-payment')).toHaveLength(1)
    world.emulator.change('PW1001', { transactionStatus: 2 })
    expect(await world.run(resolveCancel(world.client, handle))).toMatchObject({ status: 'cancelled', basis: 'lookup' })
  })

  it('whose payment was captured meanwhile is for a person', async () => {
    const world = createWorld()
    world.plan = (action) => {
      if (action !== 'cancel-payment') return null
      world.emulator.change('PW1001', { transactionStatus: 10, requireCapture: false })
      return { lost: 'not applied' }
    }
    const outcome = await world.run(cancel(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' })
  })

  it.each([
    [401, 'unauthorized'],
    [9001, 'refused'],
  ])('refused with %s throws %s', async (status, code) => {
    const world = createWorld()
    world.plan = first('cancel-payment', { answer: says({ status }) })
    const error = await thrownBy(world.run(cancel(world.client, named)))
    expect(error).toMatchObject({ code, message: expect.stringContaining('Nothing was cancelled') })
  })

  it.each([
    [{}, 'must name the payment'],
    [{ ...named, reason: '' }, 'must not be empty'],
    [{ ...named, reason: 'x'.repeat(33) }, 'at most 32'],
    [{ ...named, amount: 1 }, 'is not a known field'],
  ])('refuses %j', async (request, message) => {
    const error = await thrownBy(cancel(createWorld().client, request))
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) })
  })

  it('takes no handle of a capture or of a refund', async () => {
    const world = createWorld()
    world.plan = first('capture-payment', { lost: 'not applied' })
    const { handle } = (await world.run(world.client.capture(named))) as { handle: CaptureHandle }
    await expect(resolveCancel(world.client, handle)).rejects.toMatchObject({ field: 'handle.action' })
    const bent = { ...handle, action: 'cancel' as const }
    await expect(resolveCancel(world.client, bent)).rejects.toMatchObject({ field: 'handle.snapshot' })
  })
})

describe('operations of one payment at once', () => {
  it('stand in one line: a cancellation sees what the capture before it did', async () => {
    const world = createWorld({ latencyMs: 100 })
    const [captured, cancelled] = await world.run(
      Promise.all([world.client.capture(named), cancel(world.client, named)]),
    )
    expect(captured).toMatchObject({ status: 'captured' })
    expect(cancelled).toMatchObject({ status: 'declined', code: '10' })
  })

  it('stand in one line: a capture sees what the cancellation before it did', async () => {
    const world = createWorld({ latencyMs: 100 })
    const [cancelled, captured] = await world.run(
      Promise.all([cancel(world.client, named), world.client.capture(named)]),
    )
    expect(cancelled).toMatchObject({ status: 'cancelled' })
    expect(captured).toMatchObject({ status: 'declined', reason: 'authorization_gone' })
    expect(world.emulator.book()).toEqual([])
  })

  it('let a refund follow the capture it waited for', async () => {
    const world = createWorld({ latencyMs: 100 })
    const [captured, refunded] = await world.run(
      Promise.all([world.client.capture(named), refund(world.client, { ...named, amount: 'full' })]),
    )
    expect([captured.status, refunded.status]).toEqual(['captured', 'refunded'])
  })

  it('send one of two refunds', async () => {
    const payments = [{ transactionStatus: 10, requireCapture: false, refundsAfterMs: 600_000 }]
    const world = createWorld({ latencyMs: 100, payments })
    const outcomes = await world.run(
      Promise.all([
        refund(world.client, { ...named, amount: 'full' }),
        refund(world.another(), { ...named, amount: 'full' }),
      ]),
    )
    expect(outcomes.map(gist)).toMatchObject([
      { status: 'refunded', basis: 'accepted' },
      { status: 'unknown', cause: 'in_progress', needs: 'resolve' },
    ])
    expect(world.emulator.refunds()).toHaveLength(1)
  })
})
