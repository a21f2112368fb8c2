import { type CaptureHandle, money } from '@cap/core/http'
import { sha1Hex } from '@cap/core/signing'
import { describe, expect, it } from 'vitest'
import { createWorld, first, gist, type Instead, says, thrownBy } from '../__fixtures__/world.ts'
import { signatureBase } from '../signature.ts'
import { initiate } from './initiate.ts'
import type { PipwaveInitiateRequest } from './initiate-schema.ts'
import { resolveChange } from './resolve-change.ts'

const request: PipwaveInitiateRequest = {
  txnId: 'ORDER-9',
  amount: money('55.50', 'MYR'),
  buyer: { id: 'B1', email: 'buyer@example.com', countryCode: 'MY' },
}

describe('an initiation', () => {
  it('creates a payment, which the buyer pays and the merchant captures', async () => {
    const world = createWorld()
    const outcome = await world.run(initiate(world.client, request))
    expect(outcome).toMatchObject({
      status: 'done',
      value: { token: 'token-of-payment-000000000000002' },
      reference: { txnId: 'ORDER-9' },
      raw: { status: '200', message: '' },
    })
    expect(outcome.status === 'done' && outcome.value.redirectUrl).toMatch(/^https:/)
    expect(world.seen).toHaveLength(1)
    world.emulator.authorise('ORDER-9')
    const captured = await world.run(world.client.capture({ txnId: 'ORDER-9', amount: request.amount }))
    expect(captured).toMatchObject({ status: 'captured' })
  })

  it('sends the documented fields under their names, and leaves the absent ones out', async () => {
    const world = createWorld()
    const all: PipwaveInitiateRequest = {
      ...request,
      buyer: {
        ...request.buyer,
        firstName: 'Ada',
        lastName: undefined,
        contactNo: '123456789',
        contactNoCountryIso2: 'MY',
        contactNoCountryCode: '60',
        processingFeeGroup: 'gold',
        loginIpAddress: '192.0.2.1',
        signupIpAddress: '2001:db8::1',
        signupDate: '2018-11-30T01:25:26Z',
      },
      shortDescription: 'Two books',
      shippingAmount: money('5.50', 'MYR'),
      preferredPayment: ['adyen_card', 'paypal'],
      subscription: { frequency: 'MONTHLY', monthlyChargeDay: '2016-03-01' },
      billing: { name: 'Ada', countryIso2: 'MY', contactNo: '60123', contactNoCountryIso2: 'MY' },
      items: [
        { sku: 'S1', amount: money('25.00', 'MYR'), quantity: 2, category: 'books', isTangibleGood: true },
        { sku: 'S2', quantity: '0.5', isTangibleGood: false },
      ],
      subtotals: [{ name: 'Shipping cost', value: money('0.00', 'MYR') }, { name: 'Tax' }],
      session: { ipAddress: '192.0.2.1' },
      notificationUrl: 'https://merchant.example/ipn',
      redirectExtraParams: ['basket-1'],
      notificationExtraParams: ['a', 'b', 'c'],
      skipPhoneVerification: true,
    }
    expect(await world.run(initiate(world.client, all))).toMatchObject({ status: 'done' })
    const { signature, ...body } = world.seen[0]?.body ?? {}
    expect(signature).toMatch(/^[0-9a-f]{40}$/)
    expect(body).toEqual({
      action: 'initiate-payment',
      timestamp: 1_456_790_400,
      api_key: 'TESTKEY123',
      txn_id: 'ORDER-9',
      amount: '55.50',
      currency_code: 'MYR',
      buyer_info: {
        id: 'B1',
        email: 'buyer@example.com',
        country_code: 'MY',
        first_name: 'Ada',
        contact_no: '123456789',
        contact_no_country_iso2: 'MY',
        contact_no_country_code: '60',
        processing_fee_group: 'gold',
        login_ip_address: '192.0.2.1',
        signup_ip_address: '2001:db8::1',
        signup_date: 1_543_541_126,
      },
      short_description: 'Two books',
      shipping_amount: '5.50',
      prefered_payment: 'adyen_card,paypal',
      subscription_info: {
        subscription: true,
        subscription_frequency: 'MONTHLY',
        subscription_monthly_charge_day: '2016-03-01 00:00:00',
      },
      billing_info: { name: 'Ada', country_iso2: 'MY', contact_no: '60123', contact_no_country_iso2: 'MY' },
      item_info: [
        { sku: 'S1', amount: '25.00', quantity: 2, category: 'books', is_tangible_good: true },
        { sku: 'S2', quantity: '0.5', is_tangible_good: false },
      ],
      subtotal_info: [{ name: 'Shipping cost', value: '0.00' }, { name: 'Tax' }],
      session_info: { ip_address: '192.0.2.1' },
      api_override: {
        notification_url: 'https://merchant.example/ipn',
        redirect_extra_param1: 'basket-1',
        notification_extra_param1: 'a',
        notification_extra_param2: 'b',
        notification_extra_param3: 'c',
      },
      init_setting: { skip_phone_verification: true },
    })
  })

  it('sends a subscription without a day, a list of channels, and parameters of the redirect alone', async () => {
    const world = createWorld()
    const other: PipwaveInitiateRequest = {
      ...request,
      subscription: { frequency: 'YEARLY' },
      excludePayment: ['paypal'],
      preferredCategory: ['e-wallet', 'e-banking'],
      redirectExtraParams: ['one'],
      skipPhoneVerification: false,
    }
    expect(await world.run(initiate(world.client, other))).toMatchObject({ status: 'done' })
    expect(world.seen[0]?.body).toMatchObject({
      subscription_info: { subscription: true, subscription_frequency: 'YEARLY' },
      exclude_payment: 'paypal',
      prefered_category: 'e-wallet,e-banking',
      api_override: { redirect_extra_param1: 'one' },
      init_setting: { skip_phone_verification: false },
    })
  })

  it.each<[string, string, string]>([
    ['aea70ae3c93835520514b549cc0542645c4f2229', '1', 'MYR'],
    ['fa57b0b96a909f81598748e6cfd589ecb8ca1b1b', '1.00', 'MYR'],
  ])('is signed over its three fields alone, whatever else is sent: %s', async (expected, amount, currency) => {
    const pairs = [
      ['action', 'initiate-payment'],
      ['timestamp', '1456790400'],
      ['api_key', 'TESTKEY123'],
      ['txn_id', 'REF001'],
      ['amount', amount],
      ['currency_code', currency],
    ] as const
    expect(sha1Hex(signatureBase(pairs, 'TESTSECRET456'))).toBe(expected)
    const world = createWorld()
    const all: PipwaveInitiateRequest = {
      ...request,
      txnId: 'REF001',
      amount: money('1.00', 'MYR'),
      subtotals: [{ name: 'All', value: money('1.00', 'MYR') }],
      skipPhoneVerification: true,
    }
    await world.run(initiate(world.client, all))
    expect(world.seen[0]?.body).toMatchObject({ signature: 'fa57b0b96a909f81598748e6cfd589ecb8ca1b1b' })
  })

  it('of a txn_id that pipwave knows is declined', async () => {
    const world = createWorld()
    const outcome = await world.run(initiate(world.client, { ...request, txnId: 'ORDER-1' }))
    expect(outcome).toMatchObject({ status: 'declined', code: '1002', reason: 'duplicate' })
  })

  it.each<[string, Instead, object]>([
    ['is lost', { lost: 'applied' }, { cause: 'no_answer' }],
    ['lacks the token', { answerAfter: says({ status: 200 }) }, { cause: 'unrecognised_answer' }],
    ['is 500', { answerAfter: says({ status: 500 }) }, { cause: 'server_error' }],
    ['is a web page', { answerAfter: { status: 200, body: '<p>' } }, { cause: 'unreadable_answer' }],
    ['is under 504', { answerAfter: says({ status: 200, token: 'T' }, 504) }, { cause: 'server_error' }],
  ])('whose answer %s is for a person: no answer shows the token again', async (_, instead, expected) => {
    const world = createWorld()
    world.plan = first('initiate-payment', instead)
    const outcome = await world.run(initiate(world.client, request))
    expect(outcome).toMatchObject({ status: 'unknown', needs: 'person', ...expected })
    expect(world.seen).toHaveLength(1)
    const { handle } = outcome as { handle: CaptureHandle }
    expect(handle).toMatchObject({ action: 'change', operation: 'initiate:txn_id=ORDER-9' })
    expect(await world.run(resolveChange(world.client, handle))).toMatchObject({ status: 'unknown', needs: 'person' })
  })

  it('after an earlier one is sent, and takes no refusal or decline for a proof', async () => {
    const world = createWorld()
    const prior = { priorAttempt: true }
    expect(await world.run(initiate(world.client, request, prior))).toMatchObject({ status: 'done' })
    const again = await world.run(initiate(world.client, request, prior))
    expect(gist(again)).toEqual({ status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' })
    world.plan = () => ({ answer: says({ status: 401 }) })
    expect(await world.run(initiate(world.client, request, prior))).toMatchObject({ status: 'unknown' })
    world.plan = () => ({ unsent: 'ECONNREFUSED' })
    expect(await world.run(initiate(world.client, request, prior))).toMatchObject({ status: 'unknown' })
  })

  it.each([
    [400, { status: 'declined', code: '400' }],
    [1001, { status: 'declined', code: '1001' }],
  ])('answered with %s is declined', async (status, expected) => {
    const world = createWorld()
    world.plan = first('initiate-payment', { answer: says({ status }) })
    expect(await world.run(initiate(world.client, request))).toMatchObject(expected)
  })

  it.each([
    [{ answer: says({ status: 401 }) }, 'unauthorized'],
    [{ answer: says({ status: 9001 }) }, 'refused'],
    [{ unsent: 'ECONNREFUSED' }, 'not_sent'],
  ])('answered with %j throws %s', async (instead, code) => {
    const world = createWorld()
    world.plan = () => instead
    expect(await thrownBy(world.run(initiate(world.client, request)))).toMatchObject({ code })
  })

  it('is tried again while it provably never left', async () => {
    const world = createWorld()
    world.plan = (_, index) => (index < 2 ? { unsent: 'ECONNREFUSED' } : null)
    expect(await world.run(initiate(world.client, request))).toMatchObject({ status: 'done' })
    expect(world.seen).toHaveLength(3)
  })

  it.each([
    [{ ...request, txnId: '' }, 'txnId'],
    [{ ...request, amount: money('0.00', 'MYR') }, 'amount'],
    [{ ...request, amount: money('1.000', 'KWD') }, 'amount'],
    [{ ...request, buyer: { id: 'B1', email: 'e' } }, 'buyer.countryCode'],
    [{ ...request, shippingAmount: money('1.00', 'SGD') }, 'request'],
    [{ ...request, items: Array.from({ length: 21 }, () => ({ sku: 'S' })) }, 'items'],
    [{ ...request, notificationUrl: 'javascript:alert(1)' }, 'notificationUrl'],
    [{ ...request, preferredPayment: ['a,b'] }, 'preferredPayment.0'],
    [{ ...request, preferredPayment: ['a'], excludePayment: ['b'] }, 'request'],
    [{ ...request, preferredPayment: ['a'], preferredCategory: ['b'] }, 'request'],
    [{ ...request, preferredCategory: ['a'.repeat(200), 'b'.repeat(60)] }, 'preferredCategory'],
    [{ ...request, taxExemptedAmount: money('55.51', 'MYR') }, 'request'],
    [{ ...request, subscription: {} }, 'subscription.frequency'],
    [{ ...request, subscription: { frequency: 'MONTHLY' } }, 'subscription'],
    [{ ...request, subscription: { frequency: 'YEARLY', monthlyChargeDay: '2026-01-01' } }, 'subscription'],
    [
      { ...request, subscription: { frequency: 'MONTHLY', monthlyChargeDay: '2026-02-30' } },
      'subscription.monthlyChargeDay',
    ],
    [{ ...request, buyer: { ...request.buyer, contactNoCountryCode: '+60' } }, 'buyer.contactNoCountryCode'],
    [{ ...request, buyer: { ...request.buyer, contactNoCountryIso2: 'my' } }, 'buyer.contactNoCountryIso2'],
    [{ ...request, buyer: { ...request.buyer, signupDate: '2018-11-30' } }, 'buyer.signupDate'],
    [{ ...request, buyer: { ...request.buyer, signupDate: '2018-13-30T00:00:00Z' } }, 'buyer.signupDate'],
    [{ ...request, items: [{ sku: 'S', quantity: 1.5 }] }, 'items.0.quantity'],
    [{ ...request, items: [{ sku: 'S', quantity: '0.00' }] }, 'items.0.quantity'],
    [{ ...request, items: [{ sku: 'S', category: 'c'.repeat(129) }] }, 'items.0.category'],
    [{ ...request, subtotals: [{ name: 'x', value: money('1.00', 'SGD') }] }, 'request'],
    [{ ...request, subtotals: Array.from({ length: 21 }, () => ({ name: 'x' })) }, 'subtotals'],
    [{ ...request, redirectExtraParams: ['1', '2', '3', '4'] }, 'redirectExtraParams'],
    [{ ...request, notificationExtraParams: [] }, 'notificationExtraParams'],
    [{ ...request, skipPhoneVerification: 'yes' }, 'skipPhoneVerification'],
    [{ ...request, currency: 'MYR' }, 'currency'],
  ])('refuses %j', async (bad, field) => {
    const world = createWorld()
    expect(await thrownBy(initiate(world.client, bad as never))).toMatchObject({ code: 'invalid_request', field })
    expect(world.seen).toEqual([])
  })
})
