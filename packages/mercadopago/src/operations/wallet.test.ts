import { inspect } from 'node:util'
import type { JsonObject } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { accessToken, payerToken, type Step } from '../__fixtures__/client.ts'
import * as errors from '../__fixtures__/errors.ts'
import { approved } from '../__fixtures__/payments.ts'
import { operating } from '../__fixtures__/settle.ts'
import * as wallet from '../__fixtures__/wallet.ts'
import { createMercadoPago, type MercadoPago, money } from '../index.ts'
import {
  cancelAgreement,
  checkCoupon,
  createAgreement,
  createPayerToken,
  getAgreement,
  promiseDiscount,
  search,
} from '../operations.ts'

const { agreementId, code, freshToken } = wallet
const idempotencyKey = 'link-1'
const asked = {
  returnUri: 'https://shop.example/back',
  externalFlowId: 'flow-1',
  externalUser: { id: 'usertest', description: 'Test account' },
  validationAmount: money('3.14', 'ARS'),
  description: 'Test agreement',
  idempotencyKey,
}
const discounted = { payerToken, amount: money('550', 'ARS'), idempotencyKey }

const calls = {
  createAgreement: (client: MercadoPago) => createAgreement(client, asked),
  createPayerToken: (client: MercadoPago) => createPayerToken(client, { agreementId, code, idempotencyKey }),
  cancelAgreement: (client: MercadoPago) => cancelAgreement(client, { agreementId, idempotencyKey }),
  promiseDiscount: (client: MercadoPago) => promiseDiscount(client, discounted),
  getAgreement: (client: MercadoPago) => getAgreement(client, agreementId),
  checkCoupon: (client: MercadoPago) => checkCoupon(client, { payerToken, coupon: 'WALLET10' }),
  search: (client: MercadoPago) => search(client, { externalReference: 'Pago_123' }),
}
const answers: Readonly<Record<keyof typeof calls, Step>> = {
  createAgreement: wallet.agreementMade,
  createPayerToken: wallet.payerTokenMade,
  cancelAgreement: { source: 'no response body', status: 200, body: '' },
  promiseDiscount: wallet.promised,
  getAgreement: wallet.agreement,
  checkCoupon: wallet.coupon,
  search: { source: 'constructed', status: 200, body: { paging: { total: 1 }, results: [approved.body] } },
}
const changes = ['createAgreement', 'createPayerToken', 'cancelAgreement', 'promiseDiscount'] as const
const reads = ['getAgreement', 'checkCoupon', 'search'] as const

async function run<Name extends keyof typeof calls>(
  name: Name,
  steps: readonly Step[] = [answers[name]],
  options: Parameters<typeof operating>[1] = {},
) {
  const world = operating(steps, options)
  return { ...world, ...(await world.settle<unknown>(calls[name])) }
}

describe('on the wire', () => {
  it.each([
    [
      'createAgreement',
      'POST',
      '/v2/wallet_connect/agreements',
      {
        return_uri: 'https://shop.example/back',
        external_flow_id: 'flow-1',
        external_user: { id: 'usertest', description: 'Test account' },
        agreement_data: { validation_amount: 3.14, description: 'Test agreement' },
      },
    ],
    ['createPayerToken', 'POST', `/v2/wallet_connect/agreements/${agreementId}/payer_token`, { code }],
    ['cancelAgreement', 'DELETE', `/v2/wallet_connect/agreements/${agreementId}`, null],
    ['promiseDiscount', 'POST', '/v2/wallet_connect/discounts', { amount: 550 }],
    ['getAgreement', 'GET', `/v2/wallet_connect/agreements/${agreementId}`, null],
    ['checkCoupon', 'POST', '/v2/wallet_connect/coupons', { id: 'WALLET10' }],
    ['search', 'GET', '/v1/advanced_payments/search?external_reference=Pago_123&limit=30', null],
  ] as const)('%s is as documented', async (name, method, path, body) => {
    const { seen, error } = await run(name)
    expect(error).toBeNull()
    expect(seen).toMatchObject([{ method, url: `https://api.mercadopago.com${path}` }])
    expect(JSON.parse(seen[0]?.body ?? 'null')).toEqual(body)
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${accessToken}`)
    const isWrite = changes.some((change) => change === name)
    expect(seen[0]?.headers['x-idempotency-key']).toBe(isWrite ? idempotencyKey : undefined)
  })

  it('has the payer token in a header of discounts and coupons, and nowhere else', async () => {
    for (const name of ['promiseDiscount', 'checkCoupon'] as const) {
      const { seen } = await run(name)
      expect(seen[0]?.headers['x-payer-token']).toBe(payerToken)
      expect(seen[0]?.body).not.toContain(payerToken)
    }
  })

  it('names the platform with agreements and payer tokens only', async () => {
    const platformId = 'dev_abc-123'
    for (const name of Object.keys(calls) as (keyof typeof calls)[]) {
      const { seen } = await run(name, undefined, { platformId })
      const isDocumented = /Agreement|PayerToken/.test(name)
      expect([name, seen[0]?.headers['x-platform-id']]).toEqual([name, isDocumented ? platformId : undefined])
    }
  })

  it.each(['APP_USR-1', 'TEST-1', 'my-own-token', 'a b', '', 'x'.repeat(65), 'x\r\ny', 7 as never])(
    'refuses a platform that looks like a token, or is none (%#)',
    (platformId) => {
      expect(() => createMercadoPago({ accessToken: 'my-own-token', platformId })).toThrow(
        expect.objectContaining({ code: 'invalid_request', field: 'platformId' }),
      )
    },
  )
})

describe('values', () => {
  it('of agreements', async () => {
    expect((await run('createAgreement')).outcome).toMatchObject({
      status: 'done',
      value: { agreementId, agreementUri: expect.stringContaining(agreementId) },
      reference: { externalFlowId: 'flow-1', agreementId },
    })
    expect((await run('getAgreement')).outcome).toEqual({
      id: agreementId,
      status: 'confirmed_by_user',
      code,
      createdAt: '2021-09-30T23:24:44Z',
      cancelledAt: null,
      expiresAt: null,
      approvalUri: null,
      returnUri: 'https://www.mercadopago.com/',
      externalFlowId: 'EXTERNAL_FLOW_ID',
      siteId: 'MLA',
    })
    expect((await run('cancelAgreement')).outcome).toMatchObject({ status: 'done', value: { already: false } })
  })

  it('of a payer token', async () => {
    expect((await run('createPayerToken')).outcome).toMatchObject({ status: 'done', value: { payerToken: freshToken } })
  })

  it('of a promise, ready for the capture', async () => {
    const { outcome } = await run('promiseDiscount')
    expect(outcome).toMatchObject({
      status: 'done',
      value: {
        discount: { amount: money('55', 'ARS'), detail: { value: '10', type: 'percent', cap: '1000' } },
        legalTerms: 'https://mercadopago.com/legal/terms',
      },
    })
    const none = await run('promiseDiscount', [wallet.nothingPromised])
    expect(none.outcome).toMatchObject({ status: 'done', value: { discount: null, legalTerms: null } })
  })

  it('of a promise with a coupon carry it on', async () => {
    const { settle, seen } = operating([wallet.promised])
    const { outcome } = await settle((client) => promiseDiscount(client, { ...discounted, coupon: 'WALLET10' }))
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ amount: 550, coupon: 'WALLET10' })
    expect(outcome).toMatchObject({ value: { discount: { code: 'WALLET10' } } })
  })

  it.each([
    ['another amount', { transaction_amount: 551 }, 'mismatch'],
    ['another currency', { currency_id: 'BRL' }, 'mismatch'],
    [
      'half a cent',
      { discount: { amount: 0.005, detail: { value: 1, type: 'fixed', cap: 1 } } },
      'unrecognised_answer',
    ],
    ['no cap', { discount: { amount: 5, detail: { value: 1, type: 'fixed' } } }, 'unreadable_answer'],
    ['no discount at all', { discount: undefined }, 'unreadable_answer'],
  ])('of a promise that cannot be relied on are none: %s', async (_, more, cause) => {
    const body = { ...(wallet.promised.body as object), ...more } as typeof wallet.promised.body
    expect((await run('promiseDiscount', [{ ...wallet.promised, body }])).outcome).toMatchObject({
      status: 'unknown',
      cause,
    })
  })

  it('of coupons, whichever way the page spells them', async () => {
    const detail = { value: '10', type: 'percentage', cap: '1000', leastAmount: '100', mostAmount: '10000' }
    expect((await run('checkCoupon')).outcome).toMatchObject({ status: 'success', detail })
    expect((await run('checkCoupon', [wallet.couponInReference])).outcome).toMatchObject({ status: 'pending', detail })
    expect((await run('checkCoupon', [wallet.couponInvalid])).outcome).toMatchObject({
      status: 'invalid',
      detail: null,
    })
  })

  it('of a search are hints: hits of another reference, or of none that can be read, are left out or unknown', async () => {
    const other = { ...(approved.body as object), id: 7, wallet_payment: { external_reference: 'Pago_124' } }
    const results = [approved.body, other, { id: 8 }] as never
    const { outcome } = await run('search', [{ source: 'constructed', status: 200, body: { results } }])
    expect(outcome).toMatchObject({
      total: null,
      payments: [
        { id: '10458724', state: 'captured' },
        { id: '8', state: 'unknown' },
      ],
    })
  })
})

describe('answers that are no success', () => {
  it.each(changes)('%s is unknown without an answer, and throws when nothing was sent', async (name) => {
    expect((await run(name, ['lost'])).outcome).toMatchObject({
      status: 'unknown',
      cause: 'no_answer',
      handle: { action: 'change', idempotencyKey },
    })
    expect((await run(name, ['not_sent'])).error).toMatchObject({ code: 'not_sent' })
    const page = { source: 'constructed: a captive portal', status: 200, body: '<html>' }
    expect((await run(name, [page])).outcome).toMatchObject({ status: 'unknown', cause: 'unreadable_answer' })
    expect((await run(name, [errors.serverError])).outcome).toMatchObject({ status: 'unknown', cause: 'server_error' })
    expect((await run(name, [{ ...page, body: '{"status":"processing"}' }])).outcome).toMatchObject({
      status: 'unknown',
    })
  })

  it.each([...changes, ...reads])('%s throws for a refusal', async (name) => {
    expect((await run(name, [errors.badParameter])).error).toMatchObject({ code: 'refused', status: 400 })
    expect((await run(name, [errors.accessTokenInvalid])).error).toMatchObject({ code: 'unauthorized' })
    expect((await run(name, [errors.notInWhitelist])).error).toMatchObject({ code: 'refused' })
  })

  it.each(reads)('%s throws when it was not answered, and asks again first', async (name) => {
    for (const step of [errors.serverError, 'lost', { source: 'constructed', status: 200, body: '<html>' }] as const) {
      const { error, seen } = await run(name, [step])
      expect(error).toMatchObject({ code: 'lookup_failed' })
      expect(seen).toHaveLength(3)
    }
    expect((await run(name, [errors.serverError, answers[name]])).error).toBeNull()
  })

  it('names the problem of an agreement, wherever its name is printed', async () => {
    for (const step of wallet.named(400, 'ReturnUriTooLong')) {
      const { error } = await run('createAgreement', [step])
      expect(error).toMatchObject({ code: 'refused', causes: [{ code: 'ReturnUriTooLong' }] })
    }
  })

  it('takes an agreement that was cancelled already for cancelled, and no other 404', async () => {
    for (const step of wallet.named(404, 'AlreadyCancelled')) {
      expect((await run('cancelAgreement', [step])).outcome).toMatchObject({ status: 'done', value: { already: true } })
      expect((await run('cancelAgreement', ['lost', step])).outcome).toMatchObject({ status: 'done' })
    }
    for (const step of wallet.named(404, 'AgreementNotFound')) {
      expect((await run('cancelAgreement', [step])).error).toMatchObject({ causes: [{ code: 'AgreementNotFound' }] })
    }
  })

  it('declines a promise for a payer token that is void, and refuses an unknown coupon', async () => {
    expect((await run('promiseDiscount', [errors.payerTokenInvalid])).outcome).toMatchObject({
      status: 'declined',
      reason: 'payer_token_invalid',
      advice: 'relink_wallet',
    })
    expect((await run('promiseDiscount', [wallet.noSuchCoupon])).error).toMatchObject({ code: 'refused', status: 404 })
    expect((await run('checkCoupon', [wallet.couponRefused])).error).toMatchObject({ code: 'refused' })
    expect((await run('checkCoupon', [errors.payerTokenInvalid])).error).toMatchObject({
      code: 'refused',
      causes: [{ code: '401003' }],
      message: expect.stringContaining('link the wallet anew'),
    })
    expect((await run('getAgreement', [errors.payerTokenInvalid])).error).toMatchObject({ code: 'unauthorized' })
    const { error } = await run('createAgreement', [errors.notInWhitelist])
    expect(error).toMatchObject({ message: expect.stringContaining('enable the application') })
  })
})

describe('arguments that make no sense', () => {
  it.each([
    [{ returnUri: '/back' }, 'returnUri'],
    [{ returnUri: `https://shop.example/${'x'.repeat(2048)}` }, 'returnUri'],
    [{ externalFlowId: 'x'.repeat(65) }, 'externalFlowId'],
    [{ description: 'x'.repeat(257) }, 'description'],
    [{ externalUser: { id: 'usertest' } }, 'externalUser.description'],
    [{ validationAmount: money('0', 'ARS') }, 'validationAmount.amount'],
    [{ idempotencyKey: '' }, 'idempotencyKey'],
  ])('are refused by createAgreement (%#)', async (more, field) => {
    const { settle, seen } = operating([wallet.agreementMade])
    const { error } = await settle((client) => createAgreement(client, { ...asked, ...more } as typeof asked))
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(seen).toEqual([])
  })

  it('are refused where a secret would be printed or split a header', async () => {
    const { settle } = operating([wallet.promised])
    const key = await settle((client) => promiseDiscount(client, { ...discounted, idempotencyKey: `k-${payerToken}` }))
    expect(key.error).toMatchObject({ code: 'invalid_request', field: 'idempotencyKey' })
    const header = await settle((client) => promiseDiscount(client, { ...discounted, payerToken: 'a\r\nb: c' }))
    expect(header.error).toMatchObject({ code: 'invalid_request', field: 'payerToken' })
    expect(inspect(header.error)).not.toContain('b: c')
  })

  it.each(['', '../discounts', 'a/b', 'x'.repeat(65)])('are refused as an agreement: %s', async (id) => {
    const { settle } = operating([wallet.agreement])
    expect((await settle((client) => getAgreement(client, id))).error).toMatchObject({ code: 'invalid_request' })
  })

  it('does not take one agreement for another', async () => {
    const body = { ...(wallet.agreement.body as object), id: 'another' } as typeof wallet.agreement.body
    expect((await run('getAgreement', [{ ...wallet.agreement, body }])).error).toMatchObject({ code: 'lookup_failed' })
  })
})

describe('secrets', () => {
  it.each([...changes, ...reads])('are in nothing that %s says but its value', async (name) => {
    for (const steps of [[answers[name]], ['lost'], ['lost', errors.payerTokenInvalid, answers[name]]] as const) {
      const { outcome, error, events } = await run(name, steps as readonly Step[])
      const { value: _, ...rest } = (outcome ?? {}) as { value?: unknown }
      const isRead = reads.some((read) => read === name)
      const said = [events, error, isRead ? null : rest]
      const text = `${JSON.stringify(said)}${inspect(said, { depth: 20 })}`
      for (const secret of [accessToken, payerToken, code, freshToken]) expect(text).not.toContain(secret)
      // Nor who the buyer is to the merchant.
      expect(JSON.stringify(events)).not.toContain('usertest')
    }
  })

  it.each([200, 201, 400, 401, 404, 422, 500])(
    'are not said by an answer under %i that holds a payer token and quotes it',
    async (status) => {
      const message = `${freshToken} belongs to ${code}`
      const body = { payer_token: freshToken, status, error: 'odd', message, cause: [{ code: freshToken, message }] }
      for (const steps of [
        [{ source: 'constructed', status, body }],
        [{ source: 'constructed', status, body }, 'lost'],
      ]) {
        const { outcome, error, events } = await run('createPayerToken', steps as readonly Step[])
        const text = inspect([outcome, error, events], { depth: 20 })
        for (const secret of [freshToken, code]) expect(text).not.toContain(secret)
      }
    },
  )

  it('are hidden in what a search finds, with a token that was fetched for it too', async () => {
    const body = { results: [{ ...(approved.body as JsonObject), status: accessToken }] }
    const step: Step = { source: 'constructed', status: 200, body }
    const fetched = { accessToken: async () => accessToken, account: 'shop', environment: 'test' } as const
    for (const options of [{}, fetched]) {
      expect(inspect((await run('search', [step], options)).outcome, { depth: 20 })).not.toContain(accessToken)
    }
  })
})
