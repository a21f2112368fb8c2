import { describe, expect, it } from 'vitest'
import { createPipwaveEmulator, type PaymentSeed } from '../emulator.ts'
import { verifyNotification } from '../notification.ts'
import { sign } from './sha1-check.ts'

const apiKey = 'K'
const apiSecret = 'S'
const seed: PaymentSeed = { pwId: 'PW1', txnId: 'T1', total: '100.00', currency: 'MYR' }
const paid = { transactionStatus: 10, requireCapture: false }

function started(payment: Partial<PaymentSeed> = {}) {
  let now = 1_456_790_400_000
  const clock = { now: () => now, after: (ms: number, callback: () => void) => setTimeout(callback, ms) }
  const emulator = createPipwaveEmulator({ apiKey, apiSecret, clock, payments: [{ ...seed, ...payment }] })
  const post = async (
    action: 'refund' | 'cancel-payment' | 'capture-payment' | 'requery',
    fields: Record<string, unknown> = {},
  ) => {
    const data = { action, pw_id: 'PW1', timestamp: 1_456_790_400, api_key: apiKey, ...fields }
    const body = JSON.stringify({ ...data, signature: await sign(action, data, apiSecret) })
    const request = new Request('https://emulated.invalid', { method: 'POST', headers: { 'x-api-key': apiKey }, body })
    return (await (await emulator.fetch(request)).json()) as Record<string, unknown>
  }
  const refund = (amount?: string) =>
    post('refund', { op: 'submit', ...(amount === undefined ? {} : { refund_amount: amount }) })
  return { emulator, post, refund, pass: (ms: number) => (now += ms) }
}

describe('the emulator’s refunds', () => {
  it('never exceed what was captured', async () => {
    const { emulator, refund } = started(paid)
    expect(await refund('60.00')).toMatchObject({ status: 200, reverse_pw_id: 'RV1' })
    expect(emulator.payment('PW1')).toMatchObject({ transactionStatus: 25 })
    expect(await refund('60.00')).toMatchObject({ status: 4003 })
    expect(await refund()).toMatchObject({ status: 200, reverse_pw_id: 'RV2' })
    expect(emulator.payment('PW1')).toMatchObject({ transactionStatus: 20 })
    expect(await refund()).toMatchObject({ status: 4001 })
    expect(emulator.refunds().map(({ amount }) => amount.amount)).toEqual(['60.00', '40.00'])
  })

  it('follow a capture, of the captured part', async () => {
    const { emulator, post, refund } = started()
    expect(await refund()).toMatchObject({ status: 4002 })
    await post('capture-payment', { capture_amount: '30.00' })
    expect(await refund('40.00')).toMatchObject({ status: 4003 })
    expect(await refund()).toMatchObject({ status: 200 })
    expect(emulator.book()[0]?.amount.amount).toBe('30.00')
    expect(emulator.refunds()[0]?.amount.amount).toBe('30.00')
  })

  it('go one at a time while one is under way', async () => {
    const { emulator, refund, pass } = started({ ...paid, refundsAfterMs: 60_000 })
    expect(await refund('10.00')).toMatchObject({ status: 200 })
    expect(await refund('10.00')).toMatchObject({ status: 4006 })
    expect(emulator.payment('PW1')).toMatchObject({ transactionStatus: 10 })
    pass(60_000)
    expect(await refund('10.00')).toMatchObject({ status: 200 })
    expect(emulator.refunds()).toHaveLength(2)
  })

  it.each([
    [{ supportsRefund: false }, undefined, 4004],
    [{ supportsPartialRefund: false }, '10.00', 4005],
    [{ refundNeeds: ['bank'] }, undefined, 9001],
    [{ transactionStatus: 13 }, undefined, 400],
  ])('of %j are refused', async (payment, amount, status) => {
    const { emulator, refund } = started({ ...paid, ...payment })
    expect(await refund(amount)).toMatchObject({ status })
    expect(emulator.refunds()).toEqual([])
  })

  it('tell their terms, and move nothing by it', async () => {
    const { emulator, post } = started({ ...paid, supportsPartialRefund: false, refundNeeds: ['bank'] })
    expect(await post('refund', { op: 'initiate' })).toMatchObject({
      status: 200,
      supports_refund: true,
      supports_partial_refund: false,
      extra_params: ['bank'],
    })
    expect(await post('refund', { op: 'other' })).toMatchObject({ status: 9001 })
    expect(emulator.refunds()).toEqual([])
  })

  it('are answered as played, whatever they move', async () => {
    const { emulator, refund } = started(paid)
    emulator.play('status-500-moved', 'refund')
    expect(await refund()).toMatchObject({ status: 500 })
    expect(emulator.refunds()).toHaveLength(1)
    expect(() => emulator.play('nothing', 'refund')).toThrow('no scenario')
  })
})

describe('the emulator’s notifications', () => {
  it('tell a refund by type, reverse id and reverse status', async () => {
    const { emulator, refund } = started({ ...paid, refundsAfterMs: 60_000 })
    await refund('10.00')
    const [told] = await emulator.deliver('https://merchant.example', { fetch: async () => new Response('OK') })
    expect(JSON.parse(told?.body ?? '{}')).toMatchObject({
      type: 'refund',
      reverse_pw_id: 'RV1',
      reverse_status: 1,
      transaction_status: 10,
    })
    expect(emulator.undelivered()).toBe(0)
  })

  it('tell of a delayed refund once more when it shows, signed and once', async () => {
    const { emulator, refund, post, pass } = started({ ...paid, refundsAfterMs: 60_000 })
    await refund('10.00')
    const accept = { fetch: async () => new Response('OK') }
    expect(await emulator.deliver('https://merchant.example', accept)).toHaveLength(1)
    pass(59_999)
    expect(emulator.undelivered()).toBe(0)
    pass(1)
    // That somebody has looked in between takes nothing away.
    await post('requery')
    expect(emulator.undelivered()).toBe(1)
    const [told, ...others] = await emulator.deliver('https://merchant.example', accept)
    expect(others).toEqual([])
    const body = told?.body ?? ''
    const about = { type: 'refund', reverse_pw_id: 'RV1', reverse_status: 10, transaction_status: 25 }
    expect(JSON.parse(body)).toMatchObject(about)
    expect(await verifyNotification({ body, apiKey, apiSecret })).toMatchObject({ status: 'verified' })
    expect(emulator.undelivered()).toBe(0)
  })

  it('tell that an asynchronous capture was confirmed, when its time comes or when it is told to', async () => {
    const accept = { fetch: async () => new Response('OK') }
    for (const early of [false, true]) {
      const { emulator, post, pass } = started({ gateway: 'asynchronous' })
      await post('capture-payment')
      await emulator.deliver('https://merchant.example', accept)
      pass(59_999)
      expect(emulator.undelivered()).toBe(0)
      if (early) emulator.confirm('PW1')
      else pass(1)
      const [told, ...others] = await emulator.deliver('https://merchant.example', accept)
      expect(others).toEqual([])
      expect(JSON.parse(told?.body ?? '')).toMatchObject({ type: 'payment', transaction_status: 10 })
      pass(60_000)
      expect(emulator.undelivered()).toBe(0)
    }
  })

  it('are not taken for accepted by anything but the two letters', async () => {
    const { emulator, refund } = started(paid)
    await refund()
    for (const answer of ['ok', 'OK\n', '']) {
      await emulator.deliver('https://merchant.example', { fetch: async () => new Response(answer) })
    }
    expect(emulator.undelivered()).toBe(1)
  })
})

describe('the emulator’s cancellations', () => {
  it('leave nothing to capture', async () => {
    const { emulator, post } = started()
    expect(await post('cancel-payment')).toMatchObject({ status: 200 })
    expect(await post('cancel-payment')).toMatchObject({ status: 400 })
    expect(await post('capture-payment')).toMatchObject({ status: 400 })
    expect(emulator.cancellations()).toHaveLength(1)
    expect(emulator.book()).toEqual([])
  })

  it('do not follow a capture, even one the gateway has yet to confirm', async () => {
    const { emulator, post } = started({ gateway: 'asynchronous' })
    await post('capture-payment')
    expect(emulator.payment('PW1')).toMatchObject({ transactionStatus: 5 })
    expect(await post('cancel-payment')).toMatchObject({ status: 400 })
    expect(emulator.cancellations()).toEqual([])
  })
})
