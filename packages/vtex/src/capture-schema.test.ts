import { describe, expect, it } from 'vitest'
import { complete, minimal, settled, wire } from './__fixtures__/settlement.ts'
import { CaptureError, type SettlementRequest } from './index.ts'

/** What a settlement that must not be sent is refused with. */
async function refusal(change: Record<string, unknown>, base: object = minimal): Promise<CaptureError> {
  const { gateway, sent } = wire([[200, settled]])
  const request = { ...(base as SettlementRequest), ...change }
  const error = await gateway.capture(request).catch((thrown: unknown) => thrown)
  expect(sent).toEqual([])
  if (!CaptureError.isInstance(error)) throw new Error('the request was not refused')
  await expect(gateway.describe(request)).rejects.toMatchObject({ code: 'invalid_request', field: error.field })
  return error
}

describe('a settlement is refused before anything is sent', () => {
  it.each(['transactionId', 'requestId', 'paymentId', 'amount', 'authorizationId'])('without %s', async (field) => {
    const { [field as keyof SettlementRequest]: _, ...rest } = minimal
    expect(await refusal({}, rest)).toMatchObject({ code: 'invalid_request', field, provider: 'vtex' })
  })

  it.each([
    ['transactionId', ''],
    ['transactionId', 611966],
    ['transactionId', 'x'.repeat(257)],
    ['requestId', ''],
    ['requestId', 5678],
    ['requestId', 'x'.repeat(129)],
    ['requestId', null],
    ['paymentId', 'x'.repeat(101)],
    ['paymentId', 'a\nb'],
    ['paymentId', '\ud800'],
    ['paymentId', '.'],
    ['paymentId', '..'],
    ['authorizationId', 5784589],
    ['tid', ''],
    ['tid', null],
    ['nsu', 1],
    ['sandboxMode', 'true'],
    ['recipients', []],
    ['recipients', {}],
    ['merchantSettings', {}],
    ['connectorMetadata', 'store'],
  ])('with %s %j', async (field, value) => {
    expect(await refusal({ [field]: value })).toMatchObject({ code: 'invalid_request', field })
  })

  it.each([
    ['amount', 45],
    ['amount', '45.00'],
    ['amount.amount', { amount: 45, currency: 'BRL' }],
    ['amount.amount', { amount: '45,00', currency: 'BRL' }],
    ['amount.amount', { amount: '45.001', currency: 'BRL' }],
    ['amount.amount', { amount: '-45.00', currency: 'BRL' }],
    ['amount.amount', { amount: '4.5e1', currency: 'BRL' }],
    ['amount.currency', { amount: '45.00', currency: 'XXX' }],
    ['amount.currency', { amount: '45.00' }],
    ['amount', { amount: '45.00', currency: 'BRL', cents: 4500 }],
    ['amount', { amount: '0.00', currency: 'BRL' }],
    ['amount', { amount: '12345678901234.56', currency: 'BRL' }],
  ])('when %s is wrong in %j', async (field, amount) => {
    expect(await refusal({ amount })).toMatchObject({ code: 'invalid_request', field })
  })

  it.each([
    ['connectorMetadata.0.name', [{ name: 'x'.repeat(21), value: 'v' }]],
    ['connectorMetadata.0.value', [{ name: 'n', value: 'x'.repeat(201) }]],
    [
      'connectorMetadata.1.name',
      [
        { name: 'n', value: '' },
        { name: '', value: '' },
      ],
    ],
    ['connectorMetadata', ['a', 'b', 'c', 'd'].map((name) => ({ name, value: 'v' }))],
    ['connectorMetadata.0.extra', [{ name: 'n', value: 'v', extra: 1 }]],
  ])('when %s goes beyond the limits of metadata', async (field, connectorMetadata) => {
    expect(await refusal({ connectorMetadata })).toMatchObject({ field })
  })

  it.each([
    ['merchantSettings.0.value', [{ name: 'n', value: 7 }]],
    ['merchantSettings.0.value', [{ name: 'n' }]],
    ['merchantSettings.0.name', [{ name: '', value: 'v' }]],
  ])('when %s is wrong', async (field, merchantSettings) => {
    expect(await refusal({ merchantSettings })).toMatchObject({ field })
  })

  it('with a field nobody knows, so that a misspelt one is not lost', async () => {
    expect(await refusal({ sandBoxMode: true })).toMatchObject({ field: 'sandBoxMode' })
    expect(await refusal({ value: 45 })).toMatchObject({ field: 'value' })
  })

  it.each([null, undefined, 'x', 7, []])('when it is %j', async (request) => {
    const { gateway, sent } = wire([[200, settled]])
    await expect(gateway.capture(request as never)).rejects.toMatchObject({ code: 'invalid_request' })
    expect(sent).toEqual([])
  })

  it('without repeating what it refuses', async () => {
    const error = await refusal({ merchantSettings: [{ name: 'password', value: 'secret-x9', secret: 'secret-x9' }] })
    expect(JSON.stringify(error)).not.toContain('secret-x9')
  })

  it('with words that say what to do', async () => {
    expect((await refusal({ authorizationId: 7 })).message).toBe(
      'authorizationId must be text: as a number it would lose leading zeros and digits beyond 2^53',
    )
    expect((await refusal({ paymentId: '..' })).message).toContain('would change the path')
    expect((await refusal({ amount: { amount: '0.00', currency: 'BRL' } })).message).toContain('greater than 0')
  })
})

describe('a settlement is accepted', () => {
  it.each([
    ['with every field', complete],
    ['with the five required ones', minimal],
    ['with undefined for what is optional', { ...minimal, tid: undefined, nsu: undefined, recipients: undefined }],
    ['with ids of other shapes', { ...minimal, transactionId: '611966', requestId: '5678', paymentId: 'a/b c?d#e%f' }],
    ['with an empty list of settings', { ...minimal, merchantSettings: [], connectorMetadata: [] }],
    ['with a setting left empty', { ...minimal, merchantSettings: [{ name: 'optional', value: '' }] }],
  ])('%s', async (_, request) => {
    const { gateway, sent } = wire([[200, { ...settled, paymentId: request.paymentId, requestId: request.requestId }]])
    expect(await gateway.capture(request)).toMatchObject({ status: 'captured' })
    expect(sent).toHaveLength(1)
  })

  it('as it was when the call was made', async () => {
    const request = { ...minimal, tid: 'before' }
    const { gateway, sent } = wire([
      [500, ''],
      [200, settled],
    ])
    await gateway.capture(request, {
      beforeSend: async () => {
        request.tid = 'after'
      },
    })
    expect(sent.map(({ body }) => JSON.parse(body).tid)).toEqual(['before', 'before'])
  })
})
