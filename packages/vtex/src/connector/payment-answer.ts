import { CaptureError, money, toJsonNumber } from '@cap/core/http'
import type { CreatePaymentResult, PaymentDelays, PaymentRequest, UndefinedPayment } from './create-payment-types.ts'
import { hideInData, hideInText } from './secrets.ts'

const day = 86_400

/**
 * The body of the answer to Create Payment, and of a callback, from an allow-list.
 *
 * @throws CaptureError `invalid_request` for a result that VTEX would not take, naming the field
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments}
 */
export function paymentBody(
  payment: Pick<PaymentRequest, 'paymentId' | 'paymentMethod' | 'amount'>,
  result: CreatePaymentResult,
  secrets: readonly string[] = [],
): string {
  if (typeof result !== 'object' || result === null) throw invalid('status', 'is missing: there is no result')
  const { status, connectorMetadata } = result
  if (status !== 'approved' && status !== 'denied' && status !== 'undefined') {
    throw invalid('status', 'must be "approved", "denied" or "undefined"')
  }
  if (status === 'approved' && !(result.authorizationId && result.tid)) {
    throw invalid('authorizationId', 'and tid must not be empty for an approved payment')
  }
  const id = (field: 'authorizationId' | 'tid' | 'nsu' | 'acquirer') => textOf(field, result[field], secrets)
  const words = (field: 'code' | 'message') => {
    const said: unknown = result[field] ?? null
    return said === null ? null : hideInText(String(said).slice(0, 500), secrets)
  }
  return JSON.stringify({
    paymentId: payment.paymentId,
    status,
    authorizationId: id('authorizationId') ?? '',
    tid: id('tid') ?? '',
    nsu: id('nsu') ?? null,
    acquirer: id('acquirer') ?? null,
    code: words('code'),
    message: words('message'),
    ...delays(result.delays ?? {}, payment.paymentMethod),
    ...(status === 'approved' && result.maxValue !== undefined
      ? { maxValue: toJsonNumber(money(result.maxValue, payment.amount.currency)) }
      : {}),
    ...(status === 'undefined' ? continuation(result, secrets) : {}),
    ...(connectorMetadata === undefined ? {} : { connectorMetadata: metadata(connectorMetadata, secrets) }),
  })
}

function continuation(result: UndefinedPayment, secrets: readonly string[]) {
  const { redirectUrl, bankInvoice, paymentApp } = result
  if ([redirectUrl, bankInvoice, paymentApp].filter((one) => one !== undefined).length > 1) {
    throw invalid('redirectUrl', 'bankInvoice and paymentApp exclude each other')
  }
  if (redirectUrl !== undefined) {
    const paymentUrl = checkUrl('redirectUrl', redirectUrl, secrets)
    // The second is deprecated, and what the Test Suite's text asks for.
    return { paymentUrl, redirectUrl: paymentUrl }
  }
  if (bankInvoice !== undefined) {
    const text = (field: Exclude<keyof typeof bankInvoice, 'url'>) =>
      textOf(`bankInvoice.${field}`, bankInvoice[field], secrets)
    return {
      paymentUrl: checkUrl('bankInvoice.url', bankInvoice.url, secrets),
      // What is undefined is left out of the text.
      identificationNumber: text('identificationNumber'),
      identificationNumberFormatted: text('identificationNumberFormatted'),
      barCodeImageType: text('barCodeImageType'),
      barCodeImageNumber: text('barCodeImageNumber'),
    }
  }
  if (paymentApp === undefined) return {}
  const { appName, payload } = paymentApp
  if (typeof appName !== 'string' || appName === '' || typeof payload !== 'string') {
    throw invalid('paymentApp', 'must have an appName and a payload, both text')
  }
  return { paymentAppData: { appName: hideInData(appName, secrets), payload: hideInData(payload, secrets) } }
}

/** A field that goes to VTEX as it is. @throws CaptureError where it is no text: an object would go there whole */
function textOf(field: string, value: unknown, secrets: readonly string[]): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(field, 'must be text')
  return hideInData(value, secrets)
}

function delays({ toAutoSettle, toAutoSettleAfterAntifraud, toCancel }: PaymentDelays, paymentMethod: string) {
  const isPix = /^pix$/i.test(paymentMethod)
  return {
    delayToAutoSettle: seconds('toAutoSettle', toAutoSettle, 0, 604_800, day),
    delayToAutoSettleAfterAntifraud: seconds('toAutoSettleAfterAntifraud', toAutoSettleAfterAntifraud, 0, 604_800, day),
    // 600 is the documented minimum, and a note beside it allows 300.
    delayToCancel: isPix
      ? seconds('toCancel', toCancel, 900, 3_600, 3_600)
      : seconds('toCancel', toCancel, 300, 2_592_000, 604_800),
  }
}

function seconds(name: string, value: number | undefined, least: number, most: number, usual: number): number {
  if (value === undefined) return usual
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw invalid(`delays.${name}`, `must be whole seconds from ${least} to ${most}`)
}

function metadata(list: NonNullable<CreatePaymentResult['connectorMetadata']>, secrets: readonly string[]) {
  if (!Array.isArray(list) || list.length > 3) throw invalid('connectorMetadata', 'must be a list of at most 3 entries')
  return list.map((entry, index) => {
    const { name, value } = entry
    if (typeof name === 'string' && typeof value === 'string') {
      if (name.length >= 1 && name.length <= 20 && value.length <= 200) {
        return { name: hideInData(name, secrets), value: hideInData(value, secrets) }
      }
    }
    throw invalid(`connectorMetadata.${index}`, 'must have a name of 1 to 20 characters and a value of at most 200')
  })
}

function checkUrl(field: string, url: string, secrets: readonly string[]): string {
  if (typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url)) return hideInData(url, secrets)
  throw invalid(field, 'must be an absolute URL')
}

function invalid(field: string, problem: string): CaptureError {
  return new CaptureError({
    code: 'invalid_request',
    provider: 'vtex',
    field: `result.${field}`,
    message: `result.${field} ${problem}`,
  })
}
