import { describe, expect, it } from 'vitest'
import { reset, type Step, wire } from '../__fixtures__/settlement.ts'
import { type CancelRequest, cancel, resolveCancel } from '../operations.ts'
import { cancellation, fixture } from './__fixtures__/operations.ts'

const cancelled = fixture('cancelled')
const failure = { ...cancelled, cancellationId: null, code: 'ERR123', message: 'Cancellation has failed' }
const manually = { ...failure, code: 'cancel-manually', message: 'This payment needs to be manually cancelled' }

const run = (steps: readonly Step[], asked: CancelRequest = cancellation, options = {}) => {
  const provider = wire(steps, options)
  return { ...provider, cancel: (more = {}) => cancel(provider.gateway, asked, more) }
}

describe('a cancellation on the wire', () => {
  it('is sent in the names of the contract, its value in cents', async () => {
    const provider = run([[200, cancelled]])
    expect(await provider.cancel()).toMatchObject({
      status: 'cancelled',
      cancellationId: '1231323234234',
      basis: 'answer',
      replayed: false,
      reference: { cancellationId: '1231323234234', paymentId: cancellation.paymentId },
      raw: cancelled,
    })
    const [sent] = provider.sent
    expect(sent!.url).toBe('https://provider.example/payments/F5C1A4E20D3B4E07B7E871F5B5BC9F91/cancellations')
    expect(JSON.parse(sent!.body)).toEqual({
      paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
      requestId: 'D12D9B80972C462980F5067A3A126837',
      authorizationId: '5784589',
      value: 2300,
    })
  })

  it.each([
    ['0.01', 'BRL', 1],
    ['37.80', 'BRL', 3780],
    ['4307.23', 'USD', 430723],
    ['19.99', 'EUR', 1999],
    ['9999999999999.99', 'BRL', 999999999999999],
  ])('counts %s %s as %i cents', async (amount, currency, cents) => {
    const provider = run([[200, cancelled]], { ...cancellation, amount: { amount, currency } })
    await provider.cancel()
    expect(JSON.parse(provider.sent[0]!.body).value).toBe(cents)
  })

  it('may do without the value, and without an authorization that is not there yet', async () => {
    const { paymentId, requestId } = cancellation
    const provider = run([[200, cancelled]], { paymentId, requestId })
    await provider.cancel()
    expect(JSON.parse(provider.sent[0]!.body)).toEqual({ paymentId, requestId })
  })

  it('has every field of the contract', async () => {
    const provider = run([[200, cancelled]], {
      ...cancellation,
      transactionId: 'T',
      tid: 'TID',
      nsu: 'NSU',
      sandboxMode: false,
      merchantSettings: [{ name: 'n', value: 'v' }],
      connectorMetadata: [{ name: 'm', value: 'w' }],
    })
    await provider.cancel()
    expect(JSON.parse(provider.sent[0]!.body)).toMatchObject({
      transactionId: 'T',
      tid: 'TID',
      nsu: 'NSU',
      sandboxMode: false,
      merchantSettings: [{ name: 'n', value: 'v' }],
      connectorMetadata: [{ name: 'm', value: 'w' }],
    })
  })

  it.each([
    ['amount', { amount: '100', currency: 'JPY' }],
    ['amount', { amount: '1.250', currency: 'KWD' }],
    ['amount', { amount: '0.00', currency: 'BRL' }],
    ['amount', { amount: '99999999999999.99', currency: 'BRL' }],
    ['amount', 2300],
    ['value', 2300],
    ['requestId', undefined],
    ['paymentId', '..'],
    ['authorizationId', 5784589],
  ])('is refused before it is sent with %s %j', async (field, value) => {
    const provider = run([[200, cancelled]], { ...cancellation, [field]: value } as never)
    await expect(provider.cancel()).rejects.toMatchObject({ code: 'invalid_request', field })
    expect(provider.sent).toEqual([])
  })
})

describe('an answer to a cancellation', () => {
  it.each([
    ['500', 500],
    ['200', 200],
  ])('with the failure body under %s is pending', async (_, status) => {
    expect(await run([[status, failure]]).cancel()).toMatchObject({
      status: 'pending',
      code: 'ERR123',
      giveUpAt: expect.any(String),
      handle: { action: 'cancel' },
    })
  })

  it('that says nothing but its ids says so', async () => {
    const { paymentId, requestId } = cancelled
    expect(await run([[500, { paymentId, requestId }]]).cancel()).toMatchObject({
      status: 'pending',
      message: 'the payment provider has not cancelled the payment yet, and gives no reason',
    })
  })

  it('by the deprecated status alone is pending: the id decides', async () => {
    expect(await run([[200, { ...failure, status: 'cancelled' }]]).cancel()).toMatchObject({ status: 'pending' })
  })

  it.each([
    ['another payment', 200, { ...cancelled, paymentId: 'X' }],
    ['another request', 200, { ...cancelled, requestId: 'X' }],
    ['an id under 500', 500, cancelled],
  ])('with %s is a mismatch for a person', async (_, status, body) => {
    expect(await run([[status, body]]).cancel()).toMatchObject({ cause: 'mismatch', needs: 'person' })
  })

  it.each([
    [200, manually],
    [501, manually],
  ])('under %i with "cancel-manually" is the one final no', async (status, body) => {
    expect(await run([[status, body]]).cancel()).toMatchObject({
      status: 'declined',
      code: 'cancel-manually',
      reason: 'not_supported',
      advice: 'do_not_retry',
    })
    expect(await run([reset(), [status, body]]).cancel()).toMatchObject({ cause: 'refused_after_maybe_applied' })
  })

  it('with the code of a refund is pending, and a warning', async () => {
    const provider = run([[501, { ...manually, code: 'refund-manually' }]])
    expect(await provider.cancel()).toMatchObject({ status: 'pending' })
    expect(provider.events).toContainEqual(
      expect.objectContaining({ type: 'warning', code: 'manual_code_in_cancellation' }),
    )
  })
})

describe('resolving a cancellation', () => {
  it('reads by default, and sends the same bytes again where that is allowed', async () => {
    const provider = run([
      [500, failure],
      [200, cancelled],
    ])
    const first = await provider.cancel()
    if (first.status !== 'pending') throw new Error('nothing is open')
    expect(await resolveCancel(provider.gateway, first.handle)).toMatchObject({ cause: 'no_answer' })
    const options = { request: cancellation, replay: 'allow' } as const
    expect(await resolveCancel(provider.gateway, first.handle, options)).toMatchObject({ status: 'cancelled' })
    expect(provider.sent.map(({ body }) => body)).toEqual([provider.sent[0]!.body, provider.sent[0]!.body])
  })

  it('needs the request for that', async () => {
    const provider = run([[500, failure]])
    const first = await provider.cancel()
    if (first.status !== 'pending') throw new Error('nothing is open')
    await expect(resolveCancel(provider.gateway, first.handle, { replay: 'allow' })).rejects.toMatchObject({
      field: 'request',
    })
  })
})
