import { describe, expect, it } from 'vitest'
import { wire } from '../__fixtures__/settlement.ts'
import * as operations from '../operations.ts'
import { cancellation, fixture, partialRefund, payment } from './__fixtures__/operations.ts'

const { gateway } = wire([[200, fixture('refunded')]])

describe('the client of an operation', () => {
  it.each<[string, unknown]>([
    ['a copy', { ...gateway }],
    ['an object that looks like one', Object.create(gateway)],
    ['nothing', undefined],
    ['null', null],
    ['its options', { baseUrl: 'https://provider.example', appKey: 'k', appToken: 't' }],
  ])('is not %s', async (_, client) => {
    const stranger = client as typeof gateway
    const calls = [
      operations.refund(stranger, partialRefund),
      operations.resolveRefund(stranger, {} as never),
      operations.describeRefund(stranger, partialRefund),
      operations.cancel(stranger, cancellation),
      operations.resolveCancel(stranger, {} as never),
      operations.createPayment(stranger, payment),
      operations.getManifest(stranger),
    ]
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({ code: 'invalid_request', field: 'client', provider: 'vtex' })
      await expect(call).rejects.toThrow('createVtexGateway')
    }
  })

  it('is named alike by every operation, each under a name of its own', async () => {
    const descriptions = [
      await operations.describeRefund(gateway, { ...partialRefund, requestId: '5678', paymentId: 'P' }),
      await operations.describeCancel(gateway, { ...cancellation, requestId: '5678', paymentId: 'P' }),
      await operations.describeCreatePayment(gateway, { ...payment, paymentId: 'P' }),
    ]
    expect(descriptions.map(({ operation }) => operation)).toEqual([
      'refund:P:5678',
      'cancellation:P:5678',
      'payment:P',
    ])
    expect(new Set(descriptions.map(({ account }) => account)).size).toBe(1)
  })

  it('is unchanged by the options of one call', async () => {
    await operations.refund(gateway, partialRefund, { deadlineMs: 1_000 })
    expect(Object.isFrozen(gateway)).toBe(true)
  })
})
