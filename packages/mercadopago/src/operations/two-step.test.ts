import type { CaptureHandle } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { accessToken, request, type Step, scripted } from '../__fixtures__/client.ts'
import * as errors from '../__fixtures__/errors.ts'
import { payment } from '../__fixtures__/payments.ts'
import { noSuchPayment } from '../__fixtures__/refunds.ts'
import { operating } from '../__fixtures__/settle.ts'
import { createMercadoPagoEmulator, type MercadoPagoEmulatorOptions } from '../emulator.ts'
import { createMercadoPago, money } from '../index.ts'
import {
  cancel,
  captureAuthorized,
  type MercadoPagoCancelRequest,
  type MercadoPagoCaptureAuthorizedRequest,
  resolveCancel,
  resolveCaptureAuthorized,
} from '../operations.ts'

const authorized: MercadoPagoCaptureAuthorizedRequest = {
  paymentId: '10458724',
  amount: money('700.50', 'MXN'),
  externalReference: 'Pago_123',
  idempotencyKey: 'second-step',
}
const reserved = payment('authorized', ['authorized'], { status: 200, inside: { capture: false } })
const approved = payment('approved', ['approved'], { status: 200 })
const cancelled = payment('cancelled', ['cancelled'], { status: 200 })

const captureOf = async (...steps: Step[]) =>
  (await operating(steps).settle((client) => captureAuthorized(client, authorized))).outcome
const cancelOf = async (...steps: Step[]) =>
  (await operating(steps).settle((client) => cancel(client, authorized))).outcome

async function lostHandle(call: typeof captureOf | typeof cancelOf): Promise<CaptureHandle> {
  const outcome = await call('lost')
  if (outcome?.status !== 'unknown') throw new Error('a lost answer is unknown')
  return outcome.handle
}

describe('captureLater', () => {
  it('sends capture: false without binary_mode, and ends pending', async () => {
    const first = payment('authorized', ['authorized'], {
      inside: { capture: false, status_detail: 'pending_capture' },
    })
    const { capture, seen } = scripted([first])
    const { outcome } = await capture({ captureLater: true })
    expect(outcome).toMatchObject({
      status: 'pending',
      code: 'pending_capture',
      reference: { advancedPaymentId: '10458724' },
    })
    const body = JSON.parse(seen[0]?.body ?? '')
    expect(body).toMatchObject({ capture: false })
    expect(body).not.toHaveProperty('binary_mode')
  })

  it('says nothing of itself when it is absent or false', async () => {
    const { capture, seen } = scripted([approved])
    await capture()
    await capture({ captureLater: false })
    expect(seen[0]?.body).toBe(seen[1]?.body)
    expect(seen[0]?.body).not.toContain('"capture"')
  })
})

describe('captureAuthorized', () => {
  it('puts capture: true and the wallet payment, under a key of its own', async () => {
    const { settle, seen } = operating([approved])
    const { outcome } = await settle((client) => captureAuthorized(client, authorized))
    expect(outcome).toMatchObject({
      status: 'captured',
      captureId: '10458724',
      amount: money('700.50', 'MXN'),
      basis: 'answer',
      replayed: false,
    })
    expect(seen).toMatchObject([
      {
        method: 'PUT',
        url: 'https://api.mercadopago.com/v1/advanced_payments/10458724',
        body: '{"capture":true,"wallet_payment":{"transaction_amount":700.5,"external_reference":"Pago_123"}}',
        headers: { 'x-idempotency-key': 'second-step' },
      },
    ])
    expect(outcome?.attempts).toMatchObject([{ purpose: 'capture' }])
  })

  it('expects the amount less the discount', async () => {
    const discounted = { ...authorized, discount: money('0.50', 'MXN') }
    const less = payment('approved', ['approved'], { status: 200, inside: { transaction_amount: 700 } })
    const call = (step: Step) => operating([step]).settle((client) => captureAuthorized(client, discounted))
    expect((await call(less)).outcome).toMatchObject({ status: 'captured' })
    expect((await call(approved)).outcome).toMatchObject({ cause: 'mismatch' })
  })

  it.each([
    ['still authorized', reserved, { status: 'pending' }],
    [
      'approved, and still not captured',
      payment('approved', ['approved'], { inside: { capture: false } }),
      { status: 'pending' },
    ],
    ['cancelled', cancelled, { status: 'declined', reason: 'authorization_gone' }],
    ['rejected', payment('rejected', ['rejected']), { status: 'declined', code: 'accredited' }],
    [
      'refunded before it was captured',
      payment('refunded', ['refunded'], { status: 200 }),
      { cause: 'unrecognised_answer' },
    ],
    [
      'another payment',
      payment('approved', ['approved'], { top: { id: 7 } }),
      { cause: 'mismatch', reference: { advancedPaymentId: '10458724', otherPaymentId: '7' } },
    ],
    ['another amount', payment('approved', ['approved'], { inside: { transaction_amount: 1 } }), { cause: 'mismatch' }],
    ['without a status, as in the reference', payment(null, ['approved']), { cause: 'unrecognised_answer' }],
    ['a conflict', errors.stillRunning, { cause: 'in_progress' }],
  ])('reads the payment in the answer: %s', async (_, step, expected) => {
    expect(await captureOf(step)).toMatchObject(expected)
  })

  it.each([
    ['401', errors.accessTokenInvalid, 'unauthorized'],
    ['401 of a payer token, which is not sent', errors.payerTokenInvalid, 'unauthorized'],
    ['404', noSuchPayment, 'refused'],
  ])('throws for a refusal, unless an attempt came before: %s', async (_, step, code) => {
    const { error } = await operating([step]).settle((client) => captureAuthorized(client, authorized))
    expect(error).toMatchObject({ code })
    expect(await captureOf('lost', step)).toMatchObject({ cause: 'refused_after_maybe_applied' })
  })

  it('throws for a 400 only where the payment shows that nothing was taken: a PUT may have been repeated on its way', async () => {
    for (const read of [reserved, cancelled, payment('rejected', ['rejected'])]) {
      const { settle, seen } = operating([errors.badParameter, read])
      const { error } = await settle((client) => captureAuthorized(client, authorized))
      expect(error).toMatchObject({ code: 'refused', status: 400 })
      expect(seen.map(({ method }) => method)).toEqual(['PUT', 'GET'])
    }
    const contradicting = [
      payment('approved', ['approved'], { inside: { capture: false } }),
      payment('refunded', ['refunded'], { inside: { capture: false } }),
      payment('approved', ['authorized'], { inside: { capture: false } }),
    ]
    const settled = [approved, payment('refunded', ['refunded']), payment(null, [null]), errors.paymentNotFound]
    for (const read of [...settled, ...contradicting]) {
      expect(await captureOf(errors.badParameter, read)).toMatchObject({
        status: 'unknown',
        cause: 'refused_after_maybe_applied',
        handle: { ids: { advancedPaymentId: '10458724' } },
      })
    }
    expect(await captureOf(errors.badParameter, 'lost')).toMatchObject({ status: 'unknown' })
  })

  it('does not call a payment cancelled later a decline, once an answer was lost', async () => {
    expect(await captureOf('lost', cancelled)).toMatchObject({ cause: 'refused_after_maybe_applied' })
  })

  it.each([
    [{ amount: money('0', 'MXN') }, 'amount.amount'],
    [{ discount: money('700.50', 'MXN') }, 'discount'],
    [{ discount: money('1', 'BRL') }, 'discount'],
    [{ paymentId: '../refunds' }, 'paymentId'],
    [{ capture: true }, 'capture'],
  ])('refuses what makes no sense (%#)', async (more, field) => {
    const { settle, seen } = operating([approved])
    const { error } = await settle((client) => captureAuthorized(client, { ...authorized, ...more }))
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(seen).toEqual([])
  })

  it('has a handle that the client resolves by reading, and takes no creation for its repetition', async () => {
    const handle = await lostHandle(captureOf)
    const { run, seen } = scripted([approved])
    const { outcome } = await run((client) => client.resolve(handle))
    expect(outcome).toMatchObject({ status: 'captured', basis: 'lookup' })
    const other = await run((client) => client.resolve(handle, { request, replay: 'allow' }))
    expect(other.outcome).toMatchObject({ cause: 'request_differs' })
    expect(seen.map(({ method }) => method)).toEqual(['GET'])
  })

  it('is sent again by its own resolve, while the payment is still authorized', async () => {
    const handle = await lostHandle(captureOf)
    const read = operating([reserved])
    const pending = await read.settle((client) => resolveCaptureAuthorized(client, handle))
    expect(pending.outcome).toMatchObject({ status: 'pending' })
    const again = operating([reserved, approved])
    const allow = { request: authorized, replay: 'allow' } as const
    const { outcome } = await again.settle((client) => resolveCaptureAuthorized(client, handle, allow))
    expect(outcome).toMatchObject({ status: 'captured', basis: 'answer' })
    expect(again.seen.map(({ method }) => method)).toEqual(['GET', 'PUT'])
    const gone = operating([cancelled])
    const lost = await gone.settle((client) => resolveCaptureAuthorized(client, handle, allow))
    expect(lost.outcome).toMatchObject({ status: 'unknown', needs: 'person' })
    expect(gone.seen.map(({ method }) => method)).toEqual(['GET'])
  })
})

describe('cancel', () => {
  it.each([
    [undefined, 'cancelled'],
    ['canceled', 'canceled'],
    ['cancelado', 'cancelado'],
  ] as const)('puts the status as it is spelt there: %s', async (status, spelt) => {
    const { settle, seen } = operating([cancelled])
    const asked: MercadoPagoCancelRequest = { ...authorized, status }
    expect((await settle((client) => cancel(client, asked))).outcome).toMatchObject({
      status: 'cancelled',
      cancellationId: null,
      basis: 'answer',
      replayed: false,
    })
    expect(seen.map(({ method, body }) => [method, JSON.parse(body ?? '')])).toEqual([
      ['PUT', { status: spelt, wallet_payment: { transaction_amount: 700.5, external_reference: 'Pago_123' } }],
    ])
  })

  it('never tries another spelling by itself, and says that there are some', async () => {
    const { settle, seen } = operating([errors.badParameter, reserved])
    const { error } = await settle((client) => cancel(client, authorized))
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('cancelado') })
    expect(seen.map(({ method }) => method)).toEqual(['PUT', 'GET'])
  })

  it('that is refused with 400 goes by the payment', async () => {
    expect(await cancelOf(errors.badParameter, cancelled)).toMatchObject({ status: 'cancelled', basis: 'lookup' })
    for (const read of [
      payment('refunded', ['refunded']),
      payment('cancelled', ['authorized'], { inside: { capture: false } }),
      payment(null, [null]),
      errors.paymentNotFound,
      'lost',
    ] as const) {
      expect(await cancelOf(errors.badParameter, read)).toMatchObject({ status: 'unknown' })
    }
    const { error } = await operating([errors.badParameter, approved]).settle((client) => cancel(client, authorized))
    expect(error).toMatchObject({ code: 'refused' })
  })

  it.each([
    ['cancelled in either spelling', payment('canceled', ['canceled'], { status: 200 }), { status: 'cancelled' }],
    ['cancelled, without a status at the top', payment(null, ['cancelled']), { status: 'cancelled' }],
    ['still authorized', reserved, { status: 'pending', code: 'authorized' }],
    ['captured', approved, { status: 'unknown', cause: 'unrecognised_answer', needs: 'person' }],
    ['refunded', payment('refunded', ['refunded']), { status: 'unknown', needs: 'person' }],
    ['rejected', payment('rejected', ['rejected']), { status: 'declined', reason: 'authorization_gone' }],
    ['levels that disagree', payment('cancelled', ['authorized']), { cause: 'unrecognised_answer', needs: 'resolve' }],
    [
      'refunded, and only reserved',
      payment('refunded', ['refunded'], { inside: { capture: false } }),
      { status: 'unknown', needs: 'person' },
    ],
    [
      'approved, and only reserved',
      payment('approved', ['approved'], { top: { capture: false } }),
      { status: 'pending' },
    ],
    [
      'another payment',
      payment('cancelled', ['cancelled'], { top: { id: 7 } }),
      { cause: 'mismatch', needs: 'person' },
    ],
    [
      'no payment',
      { source: 'constructed', status: 200, body: { status: 'cancelled' } },
      { cause: 'unreadable_answer' },
    ],
    ['an unknown status', payment('voided', ['voided']), { status: 'unknown', needs: 'person' }],
  ])('reads the payment in the answer: %s', async (_, step, expected) => {
    expect(await cancelOf(step)).toMatchObject(expected)
  })

  it('is resolved by reading the payment, and is not asked for again once it was captured', async () => {
    const handle = await lostHandle(cancelOf)
    const allow = { request: authorized, replay: 'allow' } as const
    const resolved = async (...steps: Step[]) => {
      const world = operating(steps)
      const { outcome } = await world.settle((client) => resolveCancel(client, handle, allow))
      return { outcome, methods: world.seen.map(({ method }) => method) }
    }
    expect(await resolved(cancelled)).toMatchObject({
      outcome: { status: 'cancelled', basis: 'lookup', replayed: true },
      methods: ['GET'],
    })
    expect(await resolved(reserved, cancelled)).toMatchObject({
      outcome: { status: 'cancelled', basis: 'answer' },
      methods: ['GET', 'PUT'],
    })
    expect(await resolved(approved)).toMatchObject({
      outcome: { status: 'unknown', needs: 'person' },
      methods: ['GET'],
    })
    const read = await operating([reserved]).settle((client) => resolveCancel(client, handle))
    expect(read.outcome).toMatchObject({ status: 'unknown', cause: 'no_answer' })
  })

  it.each([
    ['could not be read', 'lost'],
    ['was not found', errors.paymentNotFound],
    ['does not say how it stands', payment(null, [null])],
    ['says two things', payment('approved', ['approved'], { inside: { capture: false } })],
  ] as const)('is not asked for again of a payment that %s: it may have been captured meanwhile', async (_, step) => {
    const handle = await lostHandle(cancelOf)
    const { settle, seen } = operating([step])
    const { outcome } = await settle((client) =>
      resolveCancel(client, handle, { request: authorized, replay: 'allow' }),
    )
    expect(outcome).toMatchObject({ status: 'unknown' })
    expect(seen.map(({ method }) => method)).not.toContain('PUT')
  })

  it('has a handle that resolves no capture', async () => {
    const handle = await lostHandle(cancelOf)
    const { error } = await scripted([approved]).run((client) => client.resolve(handle))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'handle.action' })
  })
})

describe('with the emulator', () => {
  async function authorize(options: MercadoPagoEmulatorOptions = {}) {
    const emulator = createMercadoPagoEmulator({ currency: 'MXN', ...options })
    const client = createMercadoPago({
      accessToken,
      maxAttempts: 1,
      fetch: (input) => emulator.fetch(input as Request),
    })
    const first = await client.capture({ ...request, captureLater: true })
    if (first.status !== 'pending') throw new Error('what is only authorized is pending')
    const paymentId = first.reference.advancedPaymentId ?? ''
    return { emulator, client, first, step: { ...authorized, paymentId } }
  }

  it('takes the money at the second step, once, and the first step learns of it', async () => {
    const { emulator, client, first, step } = await authorize()
    expect(emulator.book()).toEqual([])
    expect(await captureAuthorized(client, step)).toMatchObject({ status: 'captured' })
    expect(await captureAuthorized(client, { ...step, idempotencyKey: 'another' })).toMatchObject({
      status: 'captured',
    })
    expect(emulator.book()).toMatchObject([{ key: 'second-step', amount: { amount: '700.50' } }])
    expect(await client.resolve(first.handle)).toMatchObject({ status: 'captured', basis: 'lookup' })
    await expect(cancel(client, step)).rejects.toMatchObject({ code: 'refused' })
  })

  it('gives the authorization up, and captures nothing afterwards', async () => {
    const { emulator, client, step } = await authorize({ cancelStatus: 'canceled' })
    await expect(cancel(client, step)).rejects.toMatchObject({ code: 'refused' })
    expect(await cancel(client, { ...step, status: 'canceled' })).toMatchObject({ status: 'cancelled' })
    await expect(captureAuthorized(client, step)).rejects.toMatchObject({ code: 'refused' })
    expect(emulator.cancellations()).toHaveLength(1)
    expect(emulator.book()).toEqual([])
  })

  it('finds out by reading where a repeated PUT is refused', async () => {
    const { emulator, client, step } = await authorize({ repeatedPuts: 'refused' })
    await captureAuthorized(client, step)
    const again = await captureAuthorized(client, step, { priorAttempt: true })
    if (again.status !== 'unknown') throw new Error('a refusal after an attempt is unknown')
    expect(await client.resolve(again.handle)).toMatchObject({ status: 'captured' })
    expect(emulator.book()).toHaveLength(1)
  })
})
