import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { accessToken, type Step, scripted } from './__fixtures__/client.ts'
import * as errors from './__fixtures__/errors.ts'
import { insufficientMoney, lookedUp, payment } from './__fixtures__/payments.ts'
import { money } from './index.ts'

const found = (top: string, more = {}) => payment(top, [top], { status: 200, ...more })

async function get(steps: readonly Step[], id = '10458724') {
  const script = scripted(steps)
  const read = script.client.get(id).then(
    (value) => ({ value, error: null }),
    (error: unknown) => ({ value: null, error }),
  )
  return { ...(await script.clock.run(read)), ...script }
}

describe('get', () => {
  it.each([
    ['approved', found('approved'), { state: 'captured', amount: money('700.50', 'MXN'), code: null }],
    ['refunded', found('refunded'), { state: 'captured', later: 'refunded' }],
    [
      'rejected',
      { ...insufficientMoney, body: { ...(insufficientMoney.body as object), id: 10458724 } },
      { state: 'declined', code: 'insufficient_money', amount: null },
    ],
    ['cancelled', found('cancelled'), { state: 'declined' }],
    [
      'in process',
      found('in_process', { inside: { status_detail: 'pending_review_manual' } }),
      { state: 'pending', code: 'pending_review_manual' },
    ],
    [
      'of more than money can be',
      payment('approved', ['approved', 'approved'], {
        status: 200,
        inside: { transaction_amount: '999999999999999.99' },
      }),
      { state: 'unknown', amount: null },
    ],
    ['of another id', { ...lookedUp }, { state: 'unknown' }],
    ['without status', payment(null, [null], { status: 200 }), { state: 'unknown', amount: null }],
  ] satisfies [string, Step, Record<string, unknown>][])('reads a payment: %s', async (_, step, expected) => {
    const { value, seen, events } = await get([step])
    expect(value).toMatchObject({ id: '10458724', ...expected })
    expect(seen[0]).toMatchObject({ method: 'GET', url: 'https://api.mercadopago.com/v1/advanced_payments/10458724' })
    expect(events.at(-1)).toMatchObject({ type: 'finished', operation: 'get', error: null })
  })

  it.each([
    ['404', [errors.paymentNotFound], { code: 'lookup_failed', status: 404, retryable: false }],
    ['404 of the whitelist', [errors.notInWhitelist], { code: 'refused', status: 404 }],
    ['401', [errors.accessTokenInvalid], { code: 'unauthorized', status: 401 }],
    ['403', [{ source: '', status: 403, body: 'no' }], { code: 'lookup_failed', status: 403, retryable: false }],
    ['500', [errors.serverError], { code: 'lookup_failed', status: 500, retryable: true }],
    ['no answer', ['lost'], { code: 'lookup_failed', retryable: true }],
  ] satisfies [string, Step[], Record<string, unknown>][])('throws on %s', async (_, steps, expected) => {
    const { error, events } = await get(steps)
    expect(error).toMatchObject({ name: 'CaptureError', provider: 'mercadopago', ...expected })
    expect(inspect([error, events])).not.toContain(accessToken)
    expect(events.at(-1)).toMatchObject({ type: 'finished', operation: 'get', error: expected.code })
  })

  it('tries again, for reading moves nothing', async () => {
    const { value, seen } = await get(['lost', errors.tooManyRequests, found('approved')])
    expect(value).toMatchObject({ state: 'captured' })
    expect(seen).toHaveLength(3)
  })

  it.each(['', '..', '1/refunds', '1?x=y', 'a b', '1'.repeat(65)])('refuses the id %j', async (id) => {
    const { error, seen } = await get([found('approved')], id)
    expect(error).toMatchObject({ code: 'invalid_request', field: 'id' })
    expect(seen).toEqual([])
  })
})
