import { describe, expect, it } from 'vitest'
import { request, scripted } from './__fixtures__/client.ts'
import { approved } from './__fixtures__/payments.ts'
import { CaptureError, type MercadoPagoCaptureRequest, money } from './index.ts'

const discount = {
  amount: money('55', 'MXN'),
  description: 'Pruebas wc',
  detail: { value: '10', type: 'percent', cap: '5000' },
} as const

const subMerchant = {
  subMerchantId: '123123',
  mcc: '5462',
  country: 'BRA',
  addressDoorNumber: 1,
  zip: '2222222',
  documentNumber: '222222222222222',
  city: 'SÃO PAULO',
  addressStreet: 'RUA A',
  legalName: 'LOJINHA DO ZÉ',
  regionCodeIso: 'BR-MG',
  regionCode: 'BR',
  documentType: 'CNPJ',
  phone: '123123123',
  url: 'www.paymentfacilitator.com.br',
}

/** What a caller without types, or with data from elsewhere, may pass. */
async function refusalOf(more: Readonly<Record<string, unknown>>): Promise<CaptureError> {
  const { capture, seen } = scripted([approved])
  const { error } = await capture(more as Partial<MercadoPagoCaptureRequest>)
  expect(seen).toEqual([])
  if (!CaptureError.isInstance(error)) throw new Error('the request was not refused')
  return error
}

describe('the request on the wire', () => {
  it('is the documented body with the documented headers', async () => {
    const { capture, seen } = scripted([approved])
    await capture()
    expect(seen).toMatchInlineSnapshot(`
      [
        {
          "body": "{"wallet_payment":{"transaction_amount":700.5,"description":"Payment Description","external_reference":"Pago_123"},"payer":{"token":"b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3","type_token":"wallet-token"},"binary_mode":true}",
          "headers": {
            "accept": "application/json",
            "authorization": "Bearer TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122",
            "content-type": "application/json",
            "x-idempotency-key": "0d5020ed-1af6-469c-ae06-c3bec19954bb",
          },
          "maxReplyBytes": 1048576,
          "method": "POST",
          "url": "https://api.mercadopago.com/v1/advanced_payments",
        },
      ]
    `)
  })

  it('carries the session id, the statement descriptor, the discount and the sub-merchant', async () => {
    const { capture, seen } = scripted([approved])
    await capture({
      amount: money('550', 'MXN'),
      sessionId: 'armor.4d1e5b',
      statementDescriptor: 'LOJINHA',
      discount: { ...discount, code: 'WALLET10' },
      subMerchant,
    })
    expect(seen[0]?.headers['x-meli-session-id']).toBe('armor.4d1e5b')
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchInlineSnapshot(`
      {
        "binary_mode": true,
        "payer": {
          "token": "b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3",
          "type_token": "wallet-token",
        },
        "wallet_payment": {
          "description": "Payment Description",
          "discount": {
            "amount": 55,
            "code": "WALLET10",
            "description": "Pruebas wc",
            "detail": {
              "cap": 5000,
              "type": "percent",
              "value": 10,
            },
          },
          "external_reference": "Pago_123",
          "forward_data": {
            "sub_merchant": {
              "address_door_number": 1,
              "address_street": "RUA A",
              "city": "SÃO PAULO",
              "country": "BRA",
              "document_number": "222222222222222",
              "document_type": "CNPJ",
              "legal_name": "LOJINHA DO ZÉ",
              "mcc": "5462",
              "phone": "123123123",
              "region_code": "BR",
              "region_code_iso": "BR-MG",
              "sub_merchant_id": "123123",
              "url": "www.paymentfacilitator.com.br",
              "zip": "2222222",
            },
          },
          "statement_descriptor": "LOJINHA",
          "transaction_amount": 550,
        },
      }
    `)
  })

  it.each([
    ['37.8', '37.8'],
    ['37.80', '37.8'],
    ['73.18', '73.18'],
    ['4307.23', '4307.23'],
    ['19.99', '19.99'],
    ['1.15', '1.15'],
    ['8.2', '8.2'],
    ['16.6', '16.6'],
    ['700.00', '700'],
    ['9999999999999.99', '9999999999999.99'],
  ])('writes %s as the JSON number %s', async (amount, written) => {
    const { capture, seen } = scripted([approved])
    await capture({ amount: { amount, currency: 'MXN' } })
    expect(seen[0]?.body).toContain(`"transaction_amount":${written},`)
  })

  it.each(['1000', '1000.00'])('writes %s COP without a fraction', async (amount) => {
    const { capture, seen } = scripted([approved])
    await capture({ amount: { amount, currency: 'COP' } })
    expect(seen[0]?.body).toContain('"transaction_amount":1000,')
  })

  it('repeats the same bytes', async () => {
    const { capture, seen } = scripted(['lost', 'lost', approved])
    await capture()
    expect(seen).toHaveLength(3)
    expect(new Set(seen.map(({ url, headers, body }) => JSON.stringify([url, headers, body]))).size).toBe(1)
  })
})

describe('a request that makes no sense', () => {
  it.each([
    ['a number for money', { amount: 700.5 }, 'amount'],
    ['an amount as a number', { amount: { amount: 700.5, currency: 'BRL' } }, 'amount.amount'],
    ['nothing', { amount: money('0', 'BRL') }, 'amount.amount'],
    ['less than nothing', { amount: { amount: '-1', currency: 'BRL' } }, 'amount.amount'],
    ['too many decimals', { amount: { amount: '1.005', currency: 'BRL' } }, 'amount.amount'],
    ['an exponent', { amount: { amount: '1e3', currency: 'BRL' } }, 'amount.amount'],
    ['COP with centavos', { amount: { amount: '1000.50', currency: 'COP' } }, 'amount.amount'],
    ['CLP with a fraction', { amount: { amount: '10.5', currency: 'CLP' } }, 'amount.amount'],
    ['a currency without a site', { amount: money('1', 'USD') }, 'amount.currency'],
    ['more digits than a number holds', { amount: { amount: '99999999999999.99', currency: 'BRL' } }, 'amount'],
    ['no description', { description: '' }, 'description'],
    ['no reference', { externalReference: undefined }, 'externalReference'],
    ['no payer token', { payerToken: '' }, 'payerToken'],
    ['no key', { idempotencyKey: undefined }, 'idempotencyKey'],
    ['an empty key', { idempotencyKey: '' }, 'idempotencyKey'],
    ['a key with a line break', { idempotencyKey: 'a\r\nauthorization: x' }, 'idempotencyKey'],
    ['a key with a letter outside ASCII', { idempotencyKey: 'chave-é' }, 'idempotencyKey'],
    ['a long key', { idempotencyKey: 'k'.repeat(65) }, 'idempotencyKey'],
    ['a session id with a line break', { sessionId: 'a\nb' }, 'sessionId'],
    ['the payer token for a reference', { externalReference: `x-${request.payerToken}` }, 'externalReference'],
    ['the payer token for a key', { idempotencyKey: request.payerToken }, 'idempotencyKey'],
    ['an empty session id', { sessionId: '' }, 'sessionId'],
    ['a statement descriptor of 51 characters', { statementDescriptor: 'a'.repeat(51) }, 'statementDescriptor'],
    ['a statement descriptor with a blank', { statementDescriptor: 'LOJA ZE' }, 'statementDescriptor'],
    ['a discount in another currency', { discount: { ...discount, amount: money('1', 'BRL') } }, 'discount.amount'],
    ['a discount of everything', { discount: { ...discount, amount: money('700.50', 'MXN') } }, 'discount.amount'],
    ['a discount of more', { discount: { ...discount, amount: money('701', 'MXN') } }, 'discount.amount'],
    ['a discount of nothing', { discount: { ...discount, amount: money('0', 'MXN') } }, 'discount.amount.amount'],
    [
      'a discount type nobody knows',
      { discount: { ...discount, detail: { ...discount.detail, type: 'half' } } },
      'discount.detail.type',
    ],
    [
      'a discount value as a number',
      { discount: { ...discount, detail: { ...discount.detail, value: 10 } } },
      'discount.detail.value',
    ],
    ['a coupon as a number', { discount: { ...discount, code: 10 } }, 'discount.code'],
    ['13 of the 14 fields', { subMerchant: { ...subMerchant, phone: undefined } }, 'subMerchant.phone'],
    [
      'a door number as text',
      { subMerchant: { ...subMerchant, addressDoorNumber: '1' } },
      'subMerchant.addressDoorNumber',
    ],
    ['a field nobody knows', { notificationUrl: 'https://example.com' }, 'notificationUrl'],
  ])('%s is refused before anything is sent, naming the field', async (_, more, field) => {
    const error = await refusalOf(more)
    expect(error).toMatchObject({ code: 'invalid_request', provider: 'mercadopago', field, retryable: false })
    expect(error.message.startsWith(`${field} `)).toBe(true)
  })

  it('is never repeated in the error: it may hold a secret', async () => {
    const secret = 'payer\u0000secret'.repeat(200)
    expect(JSON.stringify(await refusalOf({ payerToken: secret }))).not.toContain('secret')
    expect(JSON.stringify(await refusalOf({ idempotencyKey: 'my secret' }))).not.toContain('my secret')
  })

  it('is refused when it is no object at all', async () => {
    const { run } = scripted([approved])
    for (const nonsense of [null, 'capture', 7, []]) {
      const { error } = await run((client) => client.capture(nonsense as never))
      expect(error).toMatchObject({ code: 'invalid_request' })
    }
  })
})

describe('optional fields', () => {
  it('may be given as undefined', async () => {
    const { capture, seen } = scripted([approved])
    await capture({ sessionId: undefined, statementDescriptor: undefined, discount: undefined, subMerchant: undefined })
    const plain = scripted([approved])
    await plain.capture()
    expect(seen[0]).toEqual(plain.seen[0])
  })

  it('warn of a reference with characters outside the documented set, and send it', async () => {
    const { capture, events, seen } = scripted([approved])
    await capture({ externalReference: 'Pedido nº 7' })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'warning', code: 'external_reference_characters', field: 'externalReference' }),
    )
    expect(seen).toHaveLength(1)
    const quiet = scripted([approved])
    await quiet.capture({ externalReference: request.externalReference })
    expect(quiet.events.filter(({ type }) => type === 'warning')).toEqual([])
  })
})
