import { type CaptureHandle, money } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { createWorld, first, gist, type Instead, says, thrownBy } from '../__fixtures__/world.ts'
import type { PaymentSeed } from '../emulator.ts'
import { refund, resolveRefund } from './refund.ts'
import type { PipwaveRefundRequest } from './refund-schema.ts'

const named = { pwId: 'PW1001', amount: 'full' } as const
const paid = { transactionStatus: 10, requireCapture: false }
const part = { ...named, amount: money('40.00', 'MYR') }

function paidWorld(payment: Partial<PaymentSeed> = {}, client: object = {}) {
  return createWorld({ payments: [{ ...paid, ...payment }], client })
}

const once = (instead: Instead) => first('refund submit', instead)

describe('a refund', () => {
  it('asks for the terms, and then submits, by the learnt pw_id', async () => {
    const world = paidWorld()
    const outcome = await world.run(refund(world.client, { txnId: 'ORDER-1', amount: 'full' }))
    expect(outcome).toMatchObject({
      status: 'refunded',
      refundId: 'RV1',
      amount: null,
      basis: 'accepted',
      replayed: false,
      reference: { pwId: 'PW1001', txnId: 'ORDER-1', pgTxnId: 'PG-PW1001' },
      raw: { status: '200', message: '', reverse_pw_id: 'RV1' },
    })
    expect(outcome.attempts.map(({ purpose }) => purpose)).toEqual(['snapshot', 'snapshot', 'snapshot', 'refund'])
    expect(world.seen.map(({ body: { action, op, pw_id, txn_id } }) => ({ action, op, pw_id, txn_id }))).toEqual([
      { action: 'requery', txn_id: 'ORDER-1' },
      { action: 'requery', txn_id: 'ORDER-1' },
      { action: 'refund', op: 'initiate', pw_id: 'PW1001' },
      { action: 'refund', op: 'submit', pw_id: 'PW1001' },
    ])
    expect(world.emulator.refunds().map(({ amount }) => amount)).toEqual([{ amount: '100.00', currency: 'MYR' }])
    expect(world.emulator.book()).toEqual([])
  })

  it('of a part sends the amount with two decimals, in the second step only', async () => {
    const world = paidWorld()
    expect(await world.run(refund(world.client, part))).toMatchObject({ status: 'refunded' })
    const [asked] = world.of('refund initiate')
    expect(asked?.body).not.toHaveProperty('refund_amount')
    const [submitted] = world.of('refund submit')
    expect(submitted?.body.refund_amount).toBe('40.00')
    expect(world.emulator.payment('PW1001')).toMatchObject({ transactionStatus: 25 })
    // What is left is everything now.
    expect(await world.run(refund(world.client, named))).toMatchObject({ status: 'refunded' })
    expect(world.emulator.refunds().map(({ amount }) => amount.amount)).toEqual(['40.00', '60.00'])
    expect(world.emulator.payment('PW1001')).toMatchObject({ transactionStatus: 20 })
  })

  it('hands the handle over before the submit, and not before the terms are known', async () => {
    const world = paidWorld()
    let seen: CaptureHandle | undefined
    const beforeSend = async (handle: CaptureHandle) => {
      seen = handle
      expect(world.seen.map(({ body }) => body.op)).toEqual([undefined, 'initiate'])
    }
    await world.run(refund(world.client, part, { beforeSend }))
    expect(seen).toMatchObject({
      action: 'refund',
      operation: 'refund:pw_id=PW1001:40.00 MYR',
      idempotencyKey: null,
      snapshot: { refund: 'partial', transactionStatus: 10, finalAmount: '100.00' },
    })
  })

  it.each([
    [{ amount: 'full' }, 'must name the payment'],
    [{ pwId: 'PW1001' }, 'amount is required'],
    [{ pwId: 'PW1001', amount: undefined }, "amount must be an amount of money, or 'full'"],
    [{ pwId: 'PW1001', amount: 'Full' }, 'amount must be'],
    [{ ...named, amount: money('0.00', 'MYR') }, 'must be greater than 0'],
    [{ ...named, amount: money('1.000', 'KWD') }, 'refund_amount has no room for a third'],
    [{ ...named, amount: money('1.00', 'SGD') }, "must be in the payment's currency"],
    [{ ...named, amount: money('100.01', 'MYR') }, "must be at most the payment's total_amount"],
    [{ ...named, extraParam: 'account 1' }, 'must be JSON text'],
    [{ ...named, amont: money('1.00', 'MYR') }, 'is not a known field'],
  ])('refuses %j, and sends nothing', async (request, message) => {
    const world = paidWorld()
    const error = await thrownBy(world.run(refund(world.client, request as never)))
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) })
    expect(world.of('refund submit')).toEqual([])
  })

  it('names the client that is none', async () => {
    for (const client of [{}, null, { ...createWorld().client }]) {
      const error = await thrownBy(refund(client as never, named))
      expect(error).toMatchObject({ code: 'invalid_request', field: 'client' })
    }
  })
})

describe('the state before', () => {
  it.each([
    [1, 'declined', '1', 'authorization_gone'],
    [2, 'declined', '2', 'authorization_gone'],
    [13, 'declined', '13', 'other'],
    [15, 'declined', '15', 'other'],
  ])('%s sends nothing: %s', async (transactionStatus, status, code, reason) => {
    const world = paidWorld({ transactionStatus })
    expect(gist(await world.run(refund(world.client, named)))).toMatchObject({ status, code, reason })
    expect(world.seen).toHaveLength(1)
    const prior = await world.run(refund(world.client, named, { priorAttempt: true }))
    expect(gist(prior)).toEqual({ status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' })
  })

  it('20 is a refund of the whole, and no place for a part', async () => {
    const world = paidWorld({ transactionStatus: 20 })
    const whole = { status: 'refunded', basis: 'lookup', replayed: true }
    const amount = money('100.00', 'MYR')
    for (const request of [named, { ...named, amount }]) {
      for (const options of [{}, { priorAttempt: true }]) {
        expect(gist(await world.run(refund(world.client, request, options)))).toEqual(whole)
      }
    }
    expect(await world.run(refund(world.client, part))).toMatchObject({ status: 'declined', code: '20' })
    expect(await world.run(refund(world.client, part, { priorAttempt: true }))).toMatchObject({ status: 'unknown' })
  })

  it('that an earlier refund may have brought about is no mistake of the caller', async () => {
    const world = paidWorld()
    world.plan = once({ lost: 'applied' })
    const most = { ...named, amount: money('60.00', 'MYR') }
    expect(await world.run(refund(world.client, most))).toMatchObject({ status: 'unknown' })
    const prior = await world.run(refund(world.client, most, { priorAttempt: true }))
    expect(gist(prior)).toEqual({ status: 'unknown', cause: 'in_progress', needs: 'person' })
    const error = await thrownBy(world.run(refund(world.client, most)))
    expect(error).toMatchObject({ field: 'amount', message: expect.stringContaining('what is left') })
  })

  it('that nobody knows sends nothing', async () => {
    const world = paidWorld({ transactionStatus: 77 })
    const outcome = await world.run(refund(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'unrecognised_answer', needs: 'person' })
  })

  it('5 is for pipwave to refuse', async () => {
    const world = paidWorld({ transactionStatus: 5 })
    const outcome = await world.run(refund(world.client, named))
    expect(outcome).toMatchObject({ status: 'declined', code: '4002', advice: 'wait_and_retry' })
    expect(world.of('refund submit')).toEqual([])
  })

  it('without what is left cannot be compared with an amount', async () => {
    const world = paidWorld()
    const shown = { status: 200, pw_id: 'PW1001', transaction_status: 10, currency_code: 'MYR' }
    world.plan = first('requery', { answer: says(shown) })
    expect(await thrownBy(world.run(refund(world.client, part)))).toMatchObject({ code: 'lookup_failed' })
  })
})

describe('the terms', () => {
  it.each<[string, Partial<PaymentSeed>, PipwaveRefundRequest, object]>([
    ['no refund', { supportsRefund: false }, named, { status: 'declined', code: 'supports_refund=false' }],
    ['no part', { supportsPartialRefund: false }, part, { status: 'declined', code: 'supports_partial_refund=false' }],
    ['the whole, where no part is', { supportsPartialRefund: false }, named, { status: 'refunded' }],
  ])('of %s decide', async (_, payment, request, expected) => {
    const world = paidWorld(payment)
    expect(await world.run(refund(world.client, request))).toMatchObject(expected)
    expect(world.emulator.refunds()).toHaveLength('code' in expected ? 0 : 1)
  })

  it('ask for extra parameters, which are then sent and signed as they stand', async () => {
    const world = paidWorld({ refundNeeds: ['bank_account'] })
    const error = await thrownBy(world.run(refund(world.client, named)))
    expect(error).toMatchObject({
      code: 'invalid_request',
      field: 'extraParam',
      message: 'extraParam is required by the payment method. pipwave asks for: ["bank_account"]',
    })
    const extraParam = '{"bank_account": "1234-5678"}'
    expect(await world.run(refund(world.client, { ...named, extraParam }))).toMatchObject({ status: 'refunded' })
    expect(world.of('refund submit').at(-1)?.body.extra_param).toBe(extraParam)
  })

  it.each([
    [{ status: 4006 }, { status: 'declined', code: '4006', advice: 'wait_and_retry' }],
    [{ status: 4001 }, { status: 'declined', code: '4001' }],
  ])('that are refused with %j decline: nothing was submitted', async (answer, expected) => {
    const world = paidWorld()
    world.plan = first('refund initiate', { answer: says(answer) })
    expect(await world.run(refund(world.client, named))).toMatchObject(expected)
    expect(world.of('refund submit')).toEqual([])
  })

  it.each([
    [{ status: 401 }, 'unauthorized'],
    [{ status: 9001 }, 'refused'],
    [{ status: 400, message: 'No.' }, 'lookup_failed'],
    [{ status: 3001 }, 'lookup_failed'],
  ])('that are refused with %j throw %s', async (answer, code) => {
    const world = paidWorld()
    world.plan = first('refund initiate', { answer: says(answer) })
    expect(await thrownBy(world.run(refund(world.client, named)))).toMatchObject({ code })
    expect(world.of('refund submit')).toEqual([])
  })

  it('are asked for again when the answer is lost, and then given up', async () => {
    const world = paidWorld()
    world.plan = first('refund initiate', { lost: 'applied' })
    expect(await world.run(refund(world.client, named))).toMatchObject({ status: 'refunded' })
    expect(world.of('refund initiate')).toHaveLength(2)
    world.plan = (action) => (action === 'refund initiate' ? { answer: { status: 503 } } : null)
    const other = paidWorld()
    other.plan = world.plan
    expect(await thrownBy(other.run(refund(other.client, named)))).toMatchObject({ code: 'lookup_failed' })
    expect(other.of('refund submit')).toEqual([])
  })
})

describe('before the submit', () => {
  it('an abort throws aborted', async () => {
    const world = paidWorld()
    const controller = new AbortController()
    world.plan = (action) => {
      if (action === 'refund initiate') controller.abort()
      return null
    }
    const error = await thrownBy(world.run(refund(world.client, named, { signal: controller.signal })))
    expect(error).toMatchObject({ code: 'aborted' })
    expect(world.of('refund submit')).toEqual([])
  })

  it('the terms leave the time that is kept for finding out', async () => {
    const world = paidWorld()
    world.plan = first('refund initiate', { silence: 'not applied' })
    const error = await thrownBy(world.run(refund(world.client, named, { deadlineMs: 8_000 })))
    expect(error).toMatchObject({ code: 'lookup_failed', message: expect.stringContaining('the terms of the refund') })
    expect(world.of('refund submit')).toEqual([])
  })
})

describe('a submit without a usable answer', () => {
  it.each<[string, Instead]>([
    ['is lost', { lost: 'applied' }],
    ['is 500', { answerAfter: says({ status: 500 }) }],
    ['has no status', { answerAfter: says({ message: 'timed out' }) }],
    ['are terms', { answerAfter: says({ status: 200, supports_refund: false }) }],
    ['asks for more', { answerAfter: says({ status: 200, extra_params: ['bank_account'] }) }],
    ['is under 502', { answerAfter: says({ status: 200 }, 502) }],
    ['says 4001', { answerAfter: says({ status: 4001 }) }],
    ['says 4006', { answerAfter: says({ status: 4006 }) }],
    ['says 400', { answerAfter: says({ status: 400 }) }],
  ])('that %s is proven by the payment being fully refunded, and not sent again', async (_, instead) => {
    const world = paidWorld()
    world.plan = once(instead)
    expect(gist(await world.run(refund(world.client, named)))).toEqual({
      status: 'refunded',
      basis: 'lookup',
      replayed: false,
    })
    expect(world.of('refund submit')).toHaveLength(1)
  })

  it('of a part stays unknown, for a person: no state proves it', async () => {
    for (const lost of ['applied', 'not applied'] as const) {
      const world = paidWorld()
      world.plan = once({ lost })
      const outcome = await world.run(refund(world.client, part))
      expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'no_answer', needs: 'person' })
      const { handle } = outcome as { handle: CaptureHandle }
      expect(gist(await world.run(resolveRefund(world.client, handle)))).toMatchObject({ needs: 'person' })
    }
  })

  it('stays unknown until the gateway has carried it out, which resolve then sees', async () => {
    const world = paidWorld({ refundsAfterMs: 600_000 })
    world.plan = once({ lost: 'applied' })
    const outcome = await world.run(refund(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'no_answer', needs: 'resolve' })
    const handle = JSON.parse(JSON.stringify((outcome as { handle: CaptureHandle }).handle)) as CaptureHandle
    const other = world.another()
    const open = { status: 'unknown', cause: 'in_progress', needs: 'resolve' }
    expect(gist(await world.run(resolveRefund(other, handle)))).toEqual(open)
    expect(gist(await world.run(refund(other, named, { priorAttempt: true })))).toEqual(open)
    await world.clock.advance(600_000)
    const done = { status: 'refunded', basis: 'lookup', replayed: false }
    expect(gist(await world.run(resolveRefund(other, handle)))).toEqual(done)
    expect(world.of('refund submit')).toHaveLength(1)
    await expect(other.resolve(handle)).rejects.toMatchObject({ field: 'handle.action' })
  })
})

describe('the answer to the submit', () => {
  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'refused'],
    [9001, 'refused'],
  ])('%s throws %s, and says what did not happen', async (status, code) => {
    const world = paidWorld()
    world.plan = once({ answer: says({ status }) })
    const error = await thrownBy(world.run(refund(world.client, named)))
    expect(error).toMatchObject({ code, message: expect.stringContaining('Nothing was refunded') })
  })

  it.each([1001, 1002, 2001, 2002, 4002, 4004, 4005, 4501])('%s declines', async (status) => {
    const world = paidWorld()
    world.plan = once({ answer: says({ status }) })
    expect(await world.run(refund(world.client, named))).toMatchObject({ status: 'declined', code: String(status) })
  })

  it('4003 declines where what is left is what it was, and nowhere else', async () => {
    const world = paidWorld()
    world.plan = once({ answer: says({ status: 4003, message: 'Too much.' }) })
    expect(await world.run(refund(world.client, part))).toMatchObject({
      status: 'declined',
      code: '4003',
      message: 'Too much.',
    })
    const other = paidWorld()
    other.plan = once({ answerAfter: says({ status: 4003 }) })
    expect(gist(await other.run(refund(other.client, part)))).toMatchObject({ status: 'unknown', needs: 'person' })
  })

  it('4006 may speak of this very refund', async () => {
    const world = paidWorld()
    world.plan = once({ answer: says({ status: 4006 }) })
    const outcome = await world.run(refund(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'in_progress', needs: 'resolve' })
  })
})
