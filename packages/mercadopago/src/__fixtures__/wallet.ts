import type { JsonValue } from '@cap/core'
import type { Answer } from './payments.ts'

const answer = (source: string, body: JsonValue, status = 200): Answer => ({ source, status, body })

export const agreementId = '22abcd1235ed497f945f755fcaba3c6c'
export const code = 'aeecea3e11f2545d1e7790eb6591ff68df74c57930551ed980239f4538a7e530'
export const freshToken = 'abcdef1e23f4567d8e9123eb6591ff68df74c57930551ed980239f4538a7e530'

export const agreementMade = answer('guides/wallet-connect/create-agreement.en.md', {
  agreement_id: agreementId,
  agreement_uri: `https://wwww.mercadopago.com.ar/v1/wallet_agreement/${agreementId}`,
})

export const agreement = answer('constructed from the fields of reference/api-json/wallet_connect.json', {
  id: agreementId,
  date_created: '2021-09-30T23:24:44Z',
  date_cancelled: null,
  validation_code: code,
  redirect_uri: 'https://www.mercadopago.com/',
  status: 'confirmed_by_user',
  external_flow_id: 'EXTERNAL_FLOW_ID',
  external_user: { id: 'usertest', description: 'Test account' },
  site_id: 'MLA',
})

export const payerTokenMade = answer('guides/wallet-connect/create-payer-token.en.md', { payer_token: freshToken })

const promises = 'guides/wallet-connect/discount-promise-no-coupon-responses.en.md'

export const promised = answer(promises, {
  transaction_amount: 550.0,
  currency_id: 'ARS',
  discount: {
    amount: 55.0,
    detail: { value: 10.0, type: 'percent', cap: 1000.0 },
    legal_terms: 'https://mercadopago.com/legal/terms',
  },
})

export const nothingPromised = answer(promises, { transaction_amount: 550.0, currency_id: 'ARS', discount: {} })

export const noSuchCoupon = answer(
  promises,
  { error: 'not_found', message: 'Not found manual input code', status: 404 },
  404,
)

const coupons = 'guides/wallet-connect/coupon-validation-responses.en.md'

const detail = { value: 10.0, type: 'percentage', cap: 1000.0, min_payment_amount: 100.0, max_payment_amount: 10000.0 }

export const coupon = answer(coupons, {
  status: 'success',
  description: 'Description of the coupon',
  legal_terms: 'URL of the terms',
  details: detail,
})

export const couponInReference = answer('constructed: detail, as in reference/api-json/wallet_connect.json', {
  status: 'pending',
  detail,
})

export const couponInvalid = answer(coupons, { status: 'invalid' })

export const couponRefused = answer(
  coupons,
  { error: 'bad_request', message: 'Invalid payer token.', status: 400 },
  400,
)

/** A named error in the forms it may come in, for the list of names prints no body. */
export function named(status: number, name: string): readonly Answer[] {
  const source = 'constructed from developers/en/docs/wallet-connect/resources/integration-errors.md'
  const message = `${name} explained`
  return [
    answer(source, { status, error: name, message }, status),
    answer(source, { status, error: 'bad_request', message, cause: [{ code: name, message }] }, status),
    answer(source, { status, code: name, message }, status),
  ]
}
