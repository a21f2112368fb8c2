import { describe, expect, it } from 'vitest'
import { accessToken } from '../__fixtures__/client.ts'
import { createMercadoPagoEmulator, type MercadoPagoEmulatorOptions } from '../emulator.ts'
import { createMercadoPago, money } from '../index.ts'
import { createNotificationHandler, type MercadoPagoNotification } from '../notifications.ts'
import {
  cancelAgreement,
  checkCoupon,
  createAgreement,
  createPayerToken,
  getAgreement,
  promiseDiscount,
  refund,
  search,
} from '../operations.ts'

const secret = 'webhook-secret'

function shop(options: MercadoPagoEmulatorOptions = {}) {
  let now = Date.UTC(2026, 0, 1)
  const emulator = createMercadoPagoEmulator({
    currency: 'BRL',
    now: () => now,
    pause: async (ms) => {
      now += ms
    },
    ...options,
  })
  const client = createMercadoPago({ accessToken, maxAttempts: 1, fetch: (input) => emulator.fetch(input as Request) })
  const got: MercadoPagoNotification[] = []
  const statuses: number[] = []
  const handler = createNotificationHandler({ secret, handle: (one) => void got.push(one) })
  const receive = async (request: Request) => {
    const answer = await handler(request)
    statuses.push(answer.status)
    return answer
  }

  async function invite(user = 'ana', idempotencyKey = 'invite') {
    const made = await createAgreement(client, {
      returnUri: 'https://shop.example/back',
      externalUser: { id: user, description: user },
      idempotencyKey,
    })
    if (made.status !== 'done') throw new Error('the emulator makes agreements')
    return made.value.agreementId
  }

  async function link(user = 'ana') {
    const agreementId = await invite(user)
    emulator.buyer.approve(agreementId)
    const { code } = await getAgreement(client, agreementId)
    const made = await createPayerToken(client, { agreementId, code: code ?? '', idempotencyKey: `token-${user}` })
    if (made.status !== 'done') throw new Error('the emulator makes payer tokens')
    return { agreementId, payerToken: made.value.payerToken }
  }

  return {
    emulator,
    client,
    got,
    statuses,
    invite,
    link,
    deliver: (more: Partial<Parameters<typeof emulator.notify>[0]> = {}) =>
      emulator.notify({ url: 'https://shop.example/mp', secret, fetch: receive, ...more }),
    charge: (payerToken: string, idempotencyKey: string, more: object = {}) =>
      client.capture({
        amount: money('100.00', 'BRL'),
        description: 'Order 1',
        externalReference: 'order-1',
        payerToken,
        idempotencyKey,
        ...more,
      }),
  }
}

describe('the linking of a wallet', () => {
  it('goes from the invitation to the capture, and ends with the agreement', async () => {
    const { client, emulator, link, charge } = shop({ knownPayersOnly: true })
    const { agreementId, payerToken } = await link()
    expect(await charge('made-up', 'c-0')).toMatchObject({ status: 'declined', reason: 'payer_token_invalid' })
    expect(await charge(payerToken, 'c-1')).toMatchObject({ status: 'captured' })
    await cancelAgreement(client, { agreementId, idempotencyKey: 'end' })
    expect(await getAgreement(client, agreementId)).toMatchObject({ status: 'cancelled' })
    expect(await charge(payerToken, 'c-2')).toMatchObject({ status: 'declined', code: '401003' })
    expect(await charge(payerToken, 'c-1')).toMatchObject({ status: 'captured', replayed: true })
    const again = await cancelAgreement(client, { agreementId, idempotencyKey: 'end-2' })
    expect(again).toMatchObject({ status: 'done', value: { already: true } })
    expect(emulator.book()).toHaveLength(1)
  })

  it('needs the buyer, and the right code', async () => {
    const { client, emulator, invite } = shop()
    const agreementId = await invite()
    let tries = 0
    const token = (code: string) => createPayerToken(client, { agreementId, code, idempotencyKey: `try-${tries++}` })
    await expect(token('guess')).rejects.toMatchObject({ code: 'refused' })
    const code = emulator.buyer.approve(agreementId)
    await expect(token('guess-2')).rejects.toMatchObject({ code: 'refused' })
    expect(await token(code)).toMatchObject({ status: 'done' })
    expect(() => emulator.buyer.approve(agreementId)).toThrow('confirmed_by_user')
  })

  it('is one at a time for each buyer, and each request once for each key', async () => {
    const { link, invite } = shop()
    const { agreementId } = await link('ana')
    await expect(invite('ana', 'second')).rejects.toMatchObject({ causes: [{ code: 'AgreementAlreadyExists' }] })
    const other = await invite('ben', 'third')
    expect(await invite('ben', 'third')).toBe(other)
    expect(other).not.toBe(agreementId)
  })

  it('refuses what the list of errors names', async () => {
    const { emulator } = shop()
    const post = async (body: object) => {
      const url = 'http://mp.test/v2/wallet_connect/agreements'
      const headers = { authorization: 'Bearer TEST-1' }
      const answer = await emulator.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
      return JSON.parse(await answer.text()).cause?.[0].code ?? answer.status
    }
    const fine = { return_uri: 'https://shop.example', external_user: { id: 'ana', description: 'Ana' } }
    expect(await post(fine)).toBe(200)
    expect(await post({ ...fine, return_uri: undefined, return_url: fine.return_uri })).toBe('ReturnUriNull')
    expect(await post({ ...fine, return_uri: 'x'.repeat(2049) })).toBe('ReturnUriTooLong')
    expect(await post({ ...fine, external_user: undefined })).toBe('ExternalUserNull')
    expect(await post({ ...fine, external_flow_id: 'x'.repeat(65) })).toBe('ExternalFlowIdTooLong')
    const agreementData = { description: 'x'.repeat(257) }
    expect(await post({ ...fine, agreement_data: agreementData })).toBe('AgreementDataDescriptionInvalid')
  })
})

describe('discounts', () => {
  const coupons = { WALLET10: { type: 'percent', value: 12.5, cap: 10, leastAmount: 50 } } as const

  it('are promised, charged once, and refused without a promise', async () => {
    const { client, link, charge, emulator } = shop({ discount: { type: 'fixed', value: 5, cap: 5 } })
    const { payerToken } = await link()
    const request = { payerToken, amount: money('100.00', 'BRL'), idempotencyKey: 'promise' }
    const promised = await promiseDiscount(client, request)
    if (promised.status !== 'done' || promised.value.discount === null) throw new Error('a discount is promised')
    const discount = { ...promised.value.discount, description: 'DESC5' }
    expect(await charge(payerToken, 'c-1', { discount })).toMatchObject({ status: 'captured' })
    expect(emulator.book()).toMatchObject([{ amount: { amount: '95.00' } }])
    await expect(charge(payerToken, 'c-2', { discount })).rejects.toMatchObject({ causes: [{ code: '400136' }] })
  })

  it('by coupon depend on the amount, up to their cap', async () => {
    const { client, link } = shop({ coupons })
    const { payerToken } = await link()
    const off = async (amount: string, coupon?: string) => {
      const promised = await promiseDiscount(client, {
        payerToken,
        amount: money(amount, 'BRL'),
        coupon,
        idempotencyKey: `p-${amount.replace('.', '-')}-${coupon}`,
      })
      return promised.status === 'done' ? (promised.value.discount?.amount.amount ?? null) : promised.status
    }
    expect(await off('60.00', 'WALLET10')).toBe('7.50')
    expect(await off('1000.00', 'WALLET10')).toBe('10.00')
    expect(await off('49.99', 'WALLET10')).toBeNull()
    expect(await off('60.00')).toBeNull()
    await expect(off('60.00', 'NONE')).rejects.toMatchObject({ code: 'refused', status: 404 })
    const check = (coupon: string) => checkCoupon(client, { payerToken, coupon })
    expect(await check('WALLET10')).toMatchObject({ status: 'success', detail: { value: '12.5', leastAmount: '50' } })
    expect(await check('NONE')).toMatchObject({ status: 'invalid' })
    expect(await check('toString')).toMatchObject({ status: 'invalid' })
  })
})

describe('a search', () => {
  it('finds what was paid under a reference', async () => {
    const { client, charge } = shop()
    await charge('p', 'c-1')
    await charge('p', 'c-2')
    const hits = await search(client, { externalReference: 'order-1', limit: 1 })
    expect(hits).toMatchObject({ total: 2, payments: [{ state: 'captured', amount: money('100.00', 'BRL') }] })
    expect(await search(client, { externalReference: 'order-2' })).toEqual({ total: 0, payments: [] })
  })
})

describe('notifications', () => {
  it('tell what happened, signed, and are not sent again once they were taken', async () => {
    const { client, emulator, link, got, deliver, statuses } = shop()
    const { agreementId } = await link()
    emulator.buyer.changePaymentMethod(agreementId)
    await cancelAgreement(client, { agreementId, idempotencyKey: 'end' })
    expect(emulator.notifications()).toHaveLength(3)
    await deliver()
    expect(statuses).toEqual([200, 200, 200])
    expect(got.map((one) => [one.type, one.signed])).toEqual([
      ['agreement_status', 'id'],
      ['agreement_payment_method', 'id'],
      ['agreement_status', 'id'],
    ])
    expect(await deliver()).toEqual([])
  })

  it('come repeated, late, out of order and in either unit of time, and are handled once', async () => {
    const { emulator, link, got, deliver, statuses } = shop()
    const { agreementId } = await link()
    emulator.buyer.cancel(agreementId)
    await deliver({ times: 3, order: 'reversed', lateMs: 86_400_000, unit: 'seconds' })
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200])
    expect(got).toMatchObject([{ claimedStatus: 'cancelled' }, { claimedStatus: 'confirmed_by_user' }])
  })

  it('that are refused or lost go on waiting', async () => {
    const { emulator, invite, deliver } = shop()
    emulator.buyer.approve(await invite())
    expect(await deliver({ secret: undefined })).toMatchObject([{ status: 401 }])
    expect(await deliver({ secret: 'another' })).toMatchObject([{ status: 401 }])
    expect(await deliver({ fetch: () => Promise.reject(new Error('down')) })).toMatchObject([{ status: null }])
    expect(await deliver()).toMatchObject([{ status: 200 }])
  })

  it('speak of payments only where that was asked for', async () => {
    const { client, charge, got, deliver } = shop({ paymentNotifications: true })
    const paid = await charge('p', 'c-1')
    await refund(client, { paymentId: paid.reference.advancedPaymentId ?? '', amount: 'full', idempotencyKey: 'r' })
    await deliver()
    const paymentId = paid.reference.paymentIds
    expect(got).toMatchObject([
      { type: 'payment', paymentId, claims: { action: 'payment.created' } },
      { type: 'payment', paymentId, claims: { action: 'payment.updated' } },
    ])
    const silent = shop()
    await silent.charge('p', 'c-1')
    expect(silent.emulator.notifications()).toEqual([])
  })
})
