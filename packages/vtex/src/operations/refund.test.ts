import { describe, expect, it } from 'vitest'
import { refused, reset, type Step, wire } from '../__fixtures__/settlement.ts'
import { type RefundRequest, refund, resolveRefund } from '../operations.ts'
import { fixture, partialRefund } from './__fixtures__/operations.ts'

const request = fixture('refund-request')
const refunded = fixture('refunded')
const manually = fixture('refund-manually')
const failure = { ...manually, code: 'ERR123', message: 'The settlement has not completed yet' }
const day = 24 * 60 * 60 * 1000

const run = (steps: readonly Step[], asked: RefundRequest = partialRefund, options = {}) => {
  const provider = wire(steps, options)
  return { ...provider, refund: (more = {}) => refund(provider.gateway, asked, more) }
}

describe('a refund on the wire', () => {
  it('is the sample of the page of 2020, to the value', async () => {
    const provider = run([[200, refunded]])
    expect(await provider.refund()).toMatchObject({
      status: 'refunded',
      refundId: 'C4D23547BDB9427B971D01CD969ECBA3',
      amount: { amount: '2.50', currency: 'BRL' },
      basis: 'answer',
      replayed: false,
      reference: {
        settleId: '67CD012142',
        refundId: 'C4D23547BDB9427B971D01CD969ECBA3',
        requestId: '2020-06-22T21:50:11-250',
      },
      raw: refunded,
    })
    const [sent] = provider.sent
    expect(sent!.url).toBe('https://provider.example/payments/2DEF94F658644860ACA807E121E18C98/refunds')
    expect(JSON.parse(sent!.body)).toEqual(request)
    expect(sent!.headers).toMatchObject({
      'content-type': 'application/json',
      'x-provider-api-appkey': expect.any(String),
      'x-provider-api-apptoken': expect.any(String),
    })
    expect(sent!.headers).not.toHaveProperty('x-vtex-api-is-testsuite')
  })

  it('carries the header of the Test Suite, and the older headers, by option', async () => {
    const provider = run([[200, refunded]], partialRefund, { testSuite: true, headerFamily: 'vtex' })
    await provider.refund()
    expect(provider.sent[0]!.headers).toMatchObject({
      'x-vtex-api-is-testsuite': 'true',
      'x-vtex-api-appkey': expect.any(String),
    })
  })

  it('has every field of the contract, in its spelling', async () => {
    const { recipients, ...rest } = partialRefund
    const provider = run([[200, refunded]], {
      ...rest,
      authorizationId: '5784589',
      nsu: 'NSU987432',
      recipients: recipients!.map((one) => ({ ...one, commissionAmount: '0.10' })),
      sandboxMode: true,
      merchantSettings: [{ name: 'n', value: 'v' }],
      connectorMetadata: [{ name: 'm', value: 'w' }],
    })
    await provider.refund()
    const sent = JSON.parse(provider.sent[0]!.body)
    expect(sent).toMatchObject({ authorizationId: '5784589', nsu: 'NSU987432', sandboxMode: true })
    expect(sent.recipients).toMatchObject([{ comissionAmount: 0.1 }, { comissionAmount: 0.1 }])
    expect(sent.recipients[0]).not.toHaveProperty('commissionAmount')
  })

  it.each([
    ['tid', undefined],
    ['settleId', ''],
    ['transactionId', 5],
    ['requestId', 'x'.repeat(129)],
    ['amount', { amount: '0.00', currency: 'BRL' }],
    ['amount', 2.5],
    ['recipients', partialRefund.recipients!.slice(1)],
    ['authorizationId', 5784589],
    ['value', 250],
  ])('is refused before it is sent with %s %j', async (field, value) => {
    const provider = run([[200, refunded]], { ...partialRefund, [field]: value } as never)
    await expect(provider.refund()).rejects.toMatchObject({ code: 'invalid_request', field })
    expect(provider.sent).toEqual([])
  })
})

describe('an answer to a refund', () => {
  it('that refunds less says how much', async () => {
    expect(await run([[200, { ...refunded, value: 1.7 }]]).refund()).toMatchObject({
      status: 'refunded',
      amount: { amount: '1.70', currency: 'BRL' },
    })
  })

  it.each([
    ['more than was asked', 200, { ...refunded, value: 2.51 }],
    ['the value in cents', 200, { ...refunded, value: 250 }],
    ['nothing, with an id', 200, { ...refunded, value: 0 }],
    ['another payment', 200, { ...refunded, paymentId: 'X' }],
    ['another request', 200, { ...refunded, requestId: 'X' }],
    ['no request', 200, { ...refunded, requestId: null }],
    ['an id under 500', 500, refunded],
  ])('with %s is a mismatch for a person, and is never sent again', async (_, status, body) => {
    const provider = run([[status, body]])
    const outcome = await provider.refund()
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person' })
    if (outcome.status !== 'unknown') throw new Error('unreachable')
    const again = await resolveRefund(provider.gateway, outcome.handle, { request: partialRefund, replay: 'allow' })
    expect(again).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person' })
    expect(provider.sent).toHaveLength(1)
  })

  it.each([
    ['500', 500, failure],
    ['200', 200, failure],
    ['501', 501, failure],
    ['200, without a refundId', 200, { ...failure, refundId: undefined }],
  ])('with the failure body under %s is pending for a day', async (_, status, body) => {
    const provider = run([[status, body]], partialRefund, { clock: { now: () => 0, after: () => () => {} } })
    const outcome = await provider.refund()
    expect(outcome).toMatchObject({
      status: 'pending',
      code: 'ERR123',
      message: 'The settlement has not completed yet',
      giveUpAt: new Date(day).toISOString(),
      handle: { action: 'refund', ids: { settleId: '67CD012142' } },
    })
    expect(provider.sent).toHaveLength(1)
  })

  it('that is a gateway error is sent again under the same id, to the byte', async () => {
    const provider = run([
      [502, 'Bad gateway'],
      [503, ''],
      [200, refunded],
    ])
    expect(await provider.refund()).toMatchObject({ status: 'refunded' })
    expect(new Set(provider.sent.map(({ body }) => body)).size).toBe(1)
    expect(provider.sent).toHaveLength(3)
  })

  it.each([
    [401, failure],
    [401, ''],
  ])('of %i refuses the pair', async (status, body) => {
    await expect(run([[status, body]]).refund()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it.each([400, 403, 404, 409, 422])('of %i is not recognised', async (status) => {
    expect(await run([[status, failure]]).refund()).toMatchObject({ cause: 'unrecognised_answer' })
  })

  it('that never comes throws when nothing was sent, and is unknown otherwise', async () => {
    await expect(run([refused()]).refund()).rejects.toMatchObject({ code: 'not_sent' })
    expect(await run([reset()]).refund()).toMatchObject({ status: 'unknown', handle: { action: 'refund' } })
  })
})

describe('"refund-manually"', () => {
  it.each([
    ['200, as on the page of 2020', 200],
    ['501, as in the contract', 501],
    ['500', 500],
  ])('under %s is the one final no: a person refunds', async (_, status) => {
    expect(await run([[status, manually]]).refund()).toMatchObject({
      status: 'declined',
      code: 'refund-manually',
      reason: 'not_supported',
      advice: 'do_not_retry',
      message: 'Refund should be done manually',
    })
  })

  it('after an attempt that may have refunded proves nothing: by hand it would be the second refund', async () => {
    expect(await run([reset(), [501, manually]]).refund()).toMatchObject({
      status: 'unknown',
      cause: 'refused_after_maybe_applied',
    })
    expect(await run([[501, manually]]).refund({ priorAttempt: true })).toMatchObject({
      cause: 'refused_after_maybe_applied',
    })
  })

  it.each([
    ['with a value', { ...manually, value: 2.5 }],
    ['for no payment', { ...manually, paymentId: undefined }],
    ['for no request', { ...manually, requestId: undefined }],
    ['of a cancellation', { ...manually, code: 'cancel-manually' }],
  ])('%s is no final no, and a warning', async (_, body) => {
    const provider = run([[501, body]])
    expect(await provider.refund()).toMatchObject({ status: 'pending' })
    expect(provider.events).toContainEqual(
      expect.objectContaining({ type: 'warning', code: 'manual_code_in_refund', operation: 'refund' }),
    )
  })

  it.each([400, 404, 401])('under %i is whatever that status is', async (status) => {
    const outcome = await run([[status, manually]])
      .refund()
      .catch((error: unknown) => error)
    expect(outcome).not.toMatchObject({ status: 'declined' })
  })
})

describe('resolving a refund', () => {
  const open = async (provider: ReturnType<typeof run>) => {
    const outcome = await provider.refund()
    if (outcome.status !== 'unknown' && outcome.status !== 'pending') throw new Error('nothing is open')
    return JSON.parse(JSON.stringify(outcome.handle))
  }

  it('only reads by default, which concludes nothing', async () => {
    const provider = run([[500, failure]])
    const handle = await open(provider)
    expect(await resolveRefund(provider.gateway, handle)).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(provider.sent).toHaveLength(1)
  })

  it('sends the same bytes again where that is allowed', async () => {
    const provider = run([
      [500, failure],
      [200, refunded],
    ])
    const handle = await open(provider)
    const outcome = await resolveRefund(provider.gateway, handle, { request: partialRefund, replay: 'allow' })
    expect(outcome).toMatchObject({ status: 'refunded', refundId: 'C4D23547BDB9427B971D01CD969ECBA3' })
    expect(provider.sent[1]!.body).toBe(provider.sent[0]!.body)
  })

  it('sends nothing for another request, or after the window', async () => {
    const provider = run([[500, failure]], partialRefund, { replayWindowMs: 60_000 })
    const handle = await open(provider)
    const other = { ...partialRefund, amount: { amount: '2.50', currency: 'EUR' }, tid: 'other' }
    expect(await resolveRefund(provider.gateway, handle, { request: other, replay: 'allow' })).toMatchObject({
      cause: 'request_differs',
    })
    const old = { ...handle, firstSentAt: new Date(Date.now() - 61_000).toISOString() }
    expect(await resolveRefund(provider.gateway, old, { request: partialRefund, replay: 'allow' })).toMatchObject({
      cause: 'replay_window_passed',
      needs: 'person',
    })
    expect(provider.sent).toHaveLength(1)
  })

  it('keeps the id that one answer named, and calls a second one a mismatch', async () => {
    const provider = run([
      [200, { ...refunded, value: 'much' }],
      [200, { ...refunded, refundId: 'ANOTHER' }],
    ])
    expect(await provider.refund()).toMatchObject({
      cause: 'mismatch',
      reference: { refundId: 'ANOTHER' },
    })
  })

  it('takes no handle of a settlement, and the reverse', async () => {
    const provider = run([[500, failure]])
    const handle = await open(provider)
    await expect(provider.gateway.resolve(handle)).rejects.toMatchObject({ field: 'handle.action' })
    const { action: _, ...capture } = handle
    await expect(resolveRefund(provider.gateway, capture)).rejects.toMatchObject({ field: 'handle.action' })
    await expect(resolveRefund(provider.gateway, handle, { replay: 'allow' })).rejects.toMatchObject({
      field: 'request',
    })
  })
})
