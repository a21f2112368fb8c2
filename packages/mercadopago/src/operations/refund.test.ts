import { CaptureError, type CaptureHandle, type RefundOutcome } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { accessToken, type Step, scripted, secrets } from '../__fixtures__/client.ts'
import * as errors from '../__fixtures__/errors.ts'
import { payment } from '../__fixtures__/payments.ts'
import { badId, noSuchPayment, refunded, refunds } from '../__fixtures__/refunds.ts'
import { createMercadoPagoEmulator } from '../emulator.ts'
import { createMercadoPago, type MercadoPagoOptions, money } from '../index.ts'
import { type MercadoPagoRefundRequest, refund, resolveRefund } from '../operations.ts'

const partial: MercadoPagoRefundRequest = {
  paymentId: '10458724',
  amount: money('25', 'MXN'),
  idempotencyKey: 'refund-1',
}
const full: MercadoPagoRefundRequest = { paymentId: '10458724', amount: 'full', idempotencyKey: 'refund-1' }

/** Asks a scripted provider for a refund. */
function asking(steps: readonly Step[], options: Partial<MercadoPagoOptions> = {}) {
  const world = scripted(steps, options)
  const settle = async (call: Promise<RefundOutcome>) =>
    world.clock.run(
      call.then(
        (outcome) => ({ outcome, error: null }),
        (error: unknown) => ({ outcome: null, error }),
      ),
    )
  return {
    ...world,
    refund: (request: MercadoPagoRefundRequest = partial) => settle(refund(world.client, request)),
    resolve: (handle: CaptureHandle, more: Parameters<typeof resolveRefund>[2] = {}) =>
      settle(resolveRefund(world.client, handle, more)),
  }
}

/** The handle of a refund whose answer was lost. */
async function lostHandle(request: MercadoPagoRefundRequest = partial): Promise<CaptureHandle> {
  const { outcome } = await asking(['lost']).refund(request)
  if (outcome?.status !== 'unknown') throw new Error('a lost answer is unknown')
  return outcome.handle
}

describe('the request', () => {
  it('of a part has the amount in major units, a key of its own, and the payment in the path', async () => {
    const { refund: ask, seen } = asking([refunds({ amount: 25.1 })])
    await ask({ ...partial, amount: money('25.10', 'MXN') })
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: 'https://api.mercadopago.com/v1/advanced_payments/10458724/refunds',
        body: '{"amount":25.1}',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'x-idempotency-key': 'refund-1',
          'content-type': 'application/json',
        },
      },
    ])
  })

  it('of everything has no body at all', async () => {
    const { refund: ask, seen } = asking([refunded])
    await ask(full)
    expect(seen[0]?.body).toBeNull()
  })

  it.each([
    ['nothing', { amount: money('0', 'MXN') }, 'amount.amount'],
    ['less than nothing', { amount: { amount: '-1.00', currency: 'MXN' } }, 'amount.amount'],
    ['no amount', { amount: undefined }, 'amount'],
    ['another word', { amount: 'all' }, 'amount'],
    ['another currency', { amount: money('1', 'EUR') }, 'amount.currency'],
    ['a path', { paymentId: '1/refunds' }, 'paymentId'],
    ['a number for an id', { paymentId: 1 }, 'paymentId'],
    ['no key', { idempotencyKey: undefined }, 'idempotencyKey'],
    ['an expectation of a part', { expected: money('1', 'MXN') }, 'expected'],
    ['an unknown field', { ammount: 1 }, 'ammount'],
  ])('is refused before anything is sent: %s', async (_, more, field) => {
    const { refund: ask, seen } = asking([refunded])
    const { error } = await ask({ ...partial, ...more } as MercadoPagoRefundRequest)
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(seen).toEqual([])
  })

  it('is refused for a client that is none, with what to do', async () => {
    const error: unknown = await refund({} as never, partial).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CaptureError)
    expect(error).toMatchObject({
      code: 'invalid_request',
      field: 'client',
      message: expect.stringContaining('createMercadoPago()'),
    })
  })
})

describe('the answer', () => {
  const outcomeOf = async (step: Step, request = partial) => (await asking([step]).refund(request)).outcome

  it('approved is refunded, with the sum of what was given back', async () => {
    expect(await outcomeOf(refunded)).toMatchObject({
      status: 'refunded',
      refundId: '1242469925',
      amount: money('25', 'MXN'),
      basis: 'answer',
      reference: { advancedPaymentId: '10458724', refundIds: '1242469925' },
    })
    const two = refunds({ id: 1, amount: 20.05 }, { id: 2, amount: 4.95 })
    expect(await outcomeOf(two)).toMatchObject({ status: 'refunded', refundId: '1,2', amount: money('25', 'MXN') })
  })

  it('of a full refund has an amount only where one was expected', async () => {
    expect(await outcomeOf(refunded, full)).toMatchObject({ status: 'refunded', amount: null })
    const expected = { ...full, expected: money('25', 'MXN') }
    expect(await outcomeOf(refunded, expected)).toMatchObject({ status: 'refunded', amount: money('25', 'MXN') })
    expect(await outcomeOf(refunded, { ...full, expected: money('26', 'MXN') })).toMatchObject({ cause: 'mismatch' })
  })

  it('without an amount is refunded, and does not say how much', async () => {
    expect(await outcomeOf(refunds({ amount: null }))).toMatchObject({ status: 'refunded', amount: null })
    expect(await outcomeOf(refunds({ amount: null }, { amount: 26 }))).toMatchObject({ cause: 'mismatch' })
  })

  it.each([
    ['another sum', refunds({ amount: 24 })],
    ['one refund too many', refunds({ id: 1 }, { id: 2 })],
    ['an amount the currency does not have', refunds({ amount: 25.005 })],
    ['more than money can be', refunds({ amount: '999999999999999.99' }, { amount: '999999999999999.99' })],
    ['another payment', refunds({ advanced_payment_id: 10458725 })],
  ])('that contradicts the request is a mismatch for a person: %s', async (_, step) => {
    const outcome = await outcomeOf(step)
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person', handle: { mismatch: true } })
  })

  it.each(['in_process', 'pending', 'authorized'])('%s is pending, and never refunded', async (status) => {
    expect(await outcomeOf(refunds({ status }))).toMatchObject({ status: 'pending', code: status })
    expect(await outcomeOf(refunds({ amount: 20 }, { amount: 5, status }))).toMatchObject({ status: 'pending' })
  })

  it('rejected is declined', async () => {
    expect(await outcomeOf(refunds({ status: 'rejected' }))).toMatchObject({ status: 'declined', code: 'rejected' })
  })

  it.each([
    ['a status nobody knows', refunds({ status: 'chargeback' })],
    ['no status', refunds({ status: null })],
    ['statuses that disagree', refunds({ amount: 20 }, { amount: 5, status: 'rejected' })],
  ])('with %s is unknown, with the ids of the refunds', async (_, step) => {
    expect(await outcomeOf(step)).toMatchObject({
      status: 'unknown',
      cause: 'unrecognised_answer',
      reference: { refundIds: expect.stringMatching(/^1242469925/) },
    })
  })

  it.each([
    ['an empty list', []],
    ['an object', { status: 'approved' }],
    ['the payment', { ...(payment('refunded', ['refunded']).body as object) }],
    ['text', 'OK'],
  ])('that is not a list of refunds is asked for again, then unknown: %s', async (_, body) => {
    const { refund: ask, seen } = asking([{ source: 'constructed', status: 200, body }])
    expect((await ask()).outcome).toMatchObject({ status: 'unknown', cause: 'unreadable_answer' })
    expect(seen.map(({ headers }) => headers['x-idempotency-key'])).toEqual(['refund-1', 'refund-1', 'refund-1'])
  })

  it.each([
    ['a bad id', badId, 'refused'],
    ['no such payment', noSuchPayment, 'refused'],
    ['a bad token', errors.accessTokenInvalid, 'unauthorized'],
    ['a code of the payer token, which is not sent', errors.payerTokenInvalid, 'unauthorized'],
    ['an application that is not enabled', errors.notInWhitelist, 'refused'],
  ])('that refuses throws: %s', async (_, step, code) => {
    const first = await asking([step]).refund()
    expect(first.error).toMatchObject({ code })
    const later = await asking(['lost', step]).refund()
    expect(later.outcome).toMatchObject({ status: 'unknown', cause: 'refused_after_maybe_applied' })
  })

  it.each([
    ['a bare 400, which can be a refund in process', errors.badParameter, 'unrecognised_answer'],
    ['a 404 without the code', errors.paymentNotFound, 'unrecognised_answer'],
    ['a key of another refund', errors.keyAlreadyUsed, 'idempotency_conflict'],
  ])('that proves nothing is unknown: %s', async (_, step, cause) => {
    expect(await outcomeOf(step)).toMatchObject({ status: 'unknown', cause })
  })

  it('shows nothing of who was paid, nor any secret', async () => {
    const { refund: ask, events } = asking([refunded])
    const { outcome } = await ask()
    const said = JSON.stringify([outcome, events])
    expect(JSON.stringify(outcome?.raw)).not.toContain('Test Test')
    for (const secret of secrets) expect(said).not.toContain(secret)
  })
})

describe('resolveRefund', () => {
  it('has a read for full refunds only, and reads no more than the payment', async () => {
    const reading = asking([payment('refunded', ['refunded'], { status: 200 })])
    const { outcome } = await reading.resolve(await lostHandle(full))
    expect(outcome).toMatchObject({ status: 'refunded', basis: 'lookup', replayed: true, amount: null })
    expect(reading.seen.map(({ method, url }) => [method, url.split('/').at(-1)])).toEqual([['GET', '10458724']])
    const part = asking([payment('partially_refunded', ['approved'], { status: 200 })])
    expect((await part.resolve(await lostHandle())).outcome).toMatchObject({ status: 'unknown', needs: 'resolve' })
    expect(part.seen).toEqual([])
  })

  it.each([
    ['approved', payment('approved', ['approved'], { status: 200 })],
    ['partly refunded', payment('partially_refunded', ['approved'], { status: 200 })],
    ['charged back', payment('charged_back', ['charged_back'], { status: 200 })],
    ['two things at once', payment('refunded', ['approved'], { status: 200 })],
    ['only reserved', payment('refunded', ['refunded'], { status: 200, inside: { capture: false } })],
    ['another payment', payment('refunded', ['refunded'], { status: 200, top: { id: 1 } })],
    ['not there', errors.paymentNotFound],
    ['out of order', errors.serverError],
  ])('does not take a payment for refunded that is %s', async (_, step) => {
    const { outcome } = await asking([step]).resolve(await lostHandle(full))
    expect(outcome).toMatchObject({ status: 'unknown' })
  })

  it('never sends again what reading showed to be another payment', async () => {
    const reading = asking([payment('refunded', ['refunded'], { status: 200, top: { id: 7 } }), refunded])
    const { outcome } = await reading.resolve(await lostHandle(full), { request: full, replay: 'allow' })
    expect(outcome).toMatchObject({ cause: 'mismatch', needs: 'person', reference: { otherPaymentId: '7' } })
    expect(reading.seen.map(({ method }) => method)).toEqual(['GET'])
  })

  it('sends the same bytes under the same key only when that is allowed, in time, for the same request', async () => {
    const handle = await lostHandle()
    const allowed = asking([refunded])
    const { outcome } = await allowed.resolve(handle, { request: partial, replay: 'allow' })
    expect(outcome).toMatchObject({ status: 'refunded', amount: money('25', 'MXN') })
    expect(allowed.seen).toMatchObject([{ method: 'POST', headers: { 'x-idempotency-key': 'refund-1' } }])

    for (const [request, options, cause] of [
      [{ ...partial, amount: money('26', 'MXN') }, {}, 'request_differs'],
      [{ ...partial, paymentId: '10458725' }, {}, 'request_differs'],
      [{ ...partial, idempotencyKey: 'refund-2' }, {}, 'request_differs'],
      [partial, { replayWindowMs: 0 }, 'replay_window_passed'],
    ] as const) {
      const refusing = asking([refunded], options)
      expect((await refusing.resolve(handle, { request, replay: 'allow' })).outcome).toMatchObject({ cause })
      expect(refusing.seen).toEqual([])
    }
    expect((await asking([refunded]).resolve(handle, { replay: 'allow' })).error).toMatchObject({ field: 'request' })
  })

  it('never touches a mismatch again, nor the handle of a capture', async () => {
    const { outcome } = await asking([refunds({ amount: 24 })]).refund()
    if (outcome?.status !== 'unknown') throw new Error('a mismatch is unknown')
    const { resolve, seen } = asking([refunded])
    const again = await resolve(outcome.handle, { request: partial, replay: 'allow' })
    expect(again.outcome).toMatchObject({ cause: 'mismatch', needs: 'person' })
    const { action: _, ...capture } = outcome.handle
    expect((await resolve(capture)).error).toMatchObject({ field: 'handle.action' })
    expect(seen).toEqual([])
  })
})

describe('with the emulator', () => {
  function shop(options: Parameters<typeof createMercadoPagoEmulator>[0] = {}) {
    const emulator = createMercadoPagoEmulator({ currency: 'BRL', ...options })
    const client = createMercadoPago({
      accessToken,
      maxAttempts: 1,
      fetch: (input) => emulator.fetch(input as Request),
    })
    return { emulator, client, paymentId: emulator.pay({ amount: '100.00' }) }
  }

  it('gives back in parts, never more than was captured, and each key once', async () => {
    const { emulator, client, paymentId } = shop()
    const part = (idempotencyKey: string, amount: string) =>
      refund(client, { paymentId, amount: money(amount, 'BRL'), idempotencyKey })
    expect(await part('a', '60.00')).toMatchObject({ status: 'refunded' })
    expect(await part('a', '60.00')).toMatchObject({ status: 'refunded', refundId: '1242469925' })
    expect(await client.get(paymentId)).toMatchObject({ state: 'captured', later: 'partially_refunded' })
    await expect(part('b', '40.01')).rejects.toMatchObject({ code: 'refused' })
    const rest = { paymentId, amount: 'full', expected: money('40', 'BRL'), idempotencyKey: 'c' } as const
    expect(await refund(client, rest)).toMatchObject({ status: 'refunded', amount: money('40', 'BRL') })
    expect(await client.get(paymentId)).toMatchObject({ later: 'refunded' })
    expect(emulator.refunds().map(({ key, amount }) => [key, amount.amount])).toEqual([
      ['a', '60.00'],
      ['c', '40.00'],
    ])
  })

  it('waits for a refund in process, and learns of its end', async () => {
    const { client, paymentId } = shop({ refunds: 'in_process' })
    const request = { paymentId, amount: money('10', 'BRL'), idempotencyKey: 'a' }
    const first = await refund(client, request)
    if (first.status !== 'pending') throw new Error('a refund in process is pending')
    expect(await resolveRefund(client, first.handle, { request, replay: 'allow' })).toMatchObject({
      status: 'refunded',
    })
  })

  it('gives nothing back for a rejected refund', async () => {
    const { emulator, client, paymentId } = shop({ refunds: 'rejected' })
    const request = { paymentId, amount: 'full', idempotencyKey: 'a' } as const
    expect(await refund(client, request)).toMatchObject({ status: 'declined' })
    expect(emulator.refunds()).toEqual([])
    expect(await client.get(paymentId)).toMatchObject({ state: 'captured' })
  })
})
