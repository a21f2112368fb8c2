import { describe, expect, it } from 'vitest'
import { complete, minimal, settled, wire } from './__fixtures__/settlement.ts'
import type { SettlementRecipient, SettlementRequest } from './index.ts'

const seller: SettlementRecipient = {
  id: 'myseller',
  name: 'My Seller',
  documentType: 'CPF',
  document: '001.002.003-04',
  role: 'seller',
  amount: '45.00',
}

async function sentRecipients(recipients: SettlementRequest['recipients'], amount = minimal.amount) {
  const { gateway, sent } = wire([[200, settled]])
  await gateway.capture({ ...minimal, amount, recipients })
  return JSON.parse(sent[0]!.body).recipients
}

async function refused(recipients: readonly object[], amount = minimal.amount) {
  const { gateway, sent } = wire([[200, settled]])
  const request = { ...minimal, amount, recipients } as SettlementRequest
  const error: unknown = await gateway.capture(request).catch((thrown: unknown) => thrown)
  expect(sent).toEqual([])
  return error
}

describe('a split', () => {
  it('sums to the amount, commissions being contained in it', async () => {
    const recipients = await sentRecipients(complete.recipients)
    expect(
      recipients.map(({ amount, commissionAmount }: Record<string, unknown>) => [amount, commissionAmount]),
    ).toEqual([
      [7.2, undefined],
      [37.8, 7.2],
    ])
  })

  it.each([
    ['69.90 + 13.94 + 8.52', '92.36', ['69.90', '13.94', '8.52']],
    ['92.36 + 73.18 + 34.08', '199.62', ['92.36', '73.18', '34.08']],
    ['1.70 + 0.8', '2.50', ['1.70', '0.8']],
    ['3.2 + 16.8', '20.00', ['3.2', '16.8']],
    ['0.1 + 0.2, which is not 0.3 in floats', '0.30', ['0.1', '0.2']],
    ['nothing for one of them', '45.00', ['45.00', '0.00']],
  ])('is exact: %s', async (_, total, shares) => {
    const recipients = await sentRecipients(
      shares.map((amount) => ({ ...seller, amount })),
      { amount: total, currency: 'BRL' },
    )
    expect(recipients.map((recipient: { amount: number }) => recipient.amount)).toEqual(shares.map(Number))
  })

  it('takes money and text side by side', async () => {
    const recipients = await sentRecipients([
      { ...seller, amount: { amount: '7.2', currency: 'BRL' } },
      { ...seller, amount: '37.8' },
    ])
    expect(recipients.map((recipient: { amount: number }) => recipient.amount)).toEqual([7.2, 37.8])
  })

  it('keeps documents as they are written, and leaves out what is absent', async () => {
    expect(await sentRecipients([seller])).toEqual([{ ...seller, amount: 45 }])
  })

  it('knows no currency without digits as one with two', async () => {
    const recipients = await sentRecipients([{ ...seller, amount: '3000' }], { amount: '3000', currency: 'CLP' })
    expect(recipients[0].amount).toBe(3000)
    expect(await refused([{ ...seller, amount: '3000.5' }], { amount: '3000', currency: 'CLP' })).toMatchObject({
      field: 'recipients.0.amount',
    })
  })

  it.each([
    ['a unit short', ['7.20', '37.79']],
    ['a unit over', ['7.20', '37.81']],
    ['over by the commission', ['7.20', '45.00']],
  ])('is refused when it is %s, naming both sums', async (_, shares) => {
    const error = await refused(shares.map((amount) => ({ ...seller, amount })))
    expect(error).toMatchObject({
      code: 'invalid_request',
      field: 'recipients',
      message: expect.stringMatching(/^recipients must sum to the amount, 45\.00 BRL, and sum to \d+\.\d\d BRL/),
    })
  })

  it.each([
    ['recipients.0.amount', { amount: 45 }],
    ['recipients.0.amount', { amount: '45,00' }],
    ['recipients.0.amount', { amount: '44.999' }],
    ['recipients.0.amount', { amount: '-45.00' }],
    ['recipients.0.amount', { amount: null }],
    ['recipients.0.amount.amount', { amount: { amount: '45.001', currency: 'BRL' } }],
    ['recipients.0.amount.currency', { amount: { amount: '45.00', currency: 'USD' } }],
    ['recipients.0.amount', { amount: { amount: '45.00', currency: 'BRL', extra: true } }],
    ['recipients.0.commissionAmount', { commissionAmount: 7.2 }],
    ['recipients.0.commissionAmount', { commissionAmount: '7.201' }],
    ['recipients.0.commissionAmount.currency', { commissionAmount: { amount: '7.20', currency: 'USD' } }],
    ['recipients.0.comissionAmount', { comissionAmount: '7.20' }],
    ['recipients.0.role', { role: 'owner' }],
    ['recipients.0.document', { document: 5314972000174 }],
    ['recipients.0.documentType', { documentType: '' }],
    ['recipients.0.id', { id: undefined }],
    ['recipients.0.name', { name: 7 }],
    ['recipients.0.chargeProcessingFee', { chargeProcessingFee: 'true' }],
    ['recipients.0.chargebackLiable', { chargebackLiable: null }],
  ])('is refused when %s is wrong', async (field, change) => {
    expect(await refused([{ ...seller, ...change }])).toMatchObject({ code: 'invalid_request', field })
  })
})
