import { CaptureError, money, toJsonNumber } from '@cap/core/http'
import type { CreatePaymentResult, PaymentDelays, PaymentRequest } from './create-payment-types.ts'

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
  const { status } = result
  if (status !== 'approved' && status !== 'denied' && status !== 'undefined') {
    throw invalid('status', 'must be "approved", "denied" or "undefined"')
  }
  if (status === 'approved' && !(result.authorizationId && result.tid)) {
    throw invalid('authorizationId', 'and tid must not be empty for an approved payment')
  }
  const { connectorMetadata } = result
  const clean = (value: string | undefined) => (value === undefined ? null : withoutSecrets(value, secrets))
  return JSON.stringify({
    paymentId: payment.paymentId,
    status,
    authorizationId: result.authorizationId ?? '',
    tid: result.tid ?? '',
    nsu: result.nsu ?? null,
    acquirer: result.acquirer ?? null,
    code: clean(result.code),
    message: clean(result.message),
    ...delays(result.delays ?? {}, payment.paymentMethod),
    ...(status === 'approved' && result.maxValue !== undefined
      ? { maxValue: toJsonNumber(money(result.maxValue, payment.amount.currency)) }
      : {}),
    ...(status === 'undefined' ? continuation(result) : {}),
    ...(connectorMetadata === undefined ? {} : { connectorMetadata: metadata(connectorMetadata) }),
  })
}

function continuation(result: Extract<CreatePaymentResult, { readonly status: 'undefined' }>) {
  const { redirectUrl, bankInvoice, paymentApp } = result
  if ([redirectUrl, bankInvoice, paymentApp].filter((one) => one !== undefined).length > 1) {
    throw invalid('redirectUrl', 'bankInvoice and paymentApp exclude each other')
  }
  if (redirectUrl !== undefined) {
    // The second is deprecated, and what the Test Suite's text asks for.
    return { paymentUrl: checkUrl('redirectUrl', redirectUrl), redirectUrl }
  }
  if (bankInvoice !== undefined) {
    const { url, identificationNumber, identificationNumberFormatted, barCodeImageType, barCodeImageNumber } =
      bankInvoice
    return {
      paymentUrl: checkUrl('bankInvoice.url', url),
      // What is undefined is left out of the text.
      identificationNumber,
      identificationNumberFormatted,
      barCodeImageType,
      barCodeImageNumber,
    }
  }
  if (paymentApp === undefined) return {}
  const { appName, payload } = paymentApp
  if (typeof appName !== 'string' || appName === '' || typeof payload !== 'string') {
    throw invalid('paymentApp', 'must have an appName and a payload, both text')
  }
  return { paymentAppData: { appName, payload } }
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

function metadata(list: NonNullable<CreatePaymentResult['connectorMetadata']>) {
  if (list.length > 3) throw invalid('connectorMetadata', 'must have at most 3 entries')
  return list.map(({ name, value }, index) => {
    if (name.length >= 1 && name.length <= 20 && value.length <= 200) return { name, value }
    throw invalid(`connectorMetadata.${index}`, 'must have a name of 1 to 20 characters and a value of at most 200')
  })
}

function checkUrl(field: string, url: string): string {
  if (typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url)) return url
  throw invalid(field, 'must be an absolute URL')
}

function withoutSecrets(value: string, secrets: readonly string[]): string {
  let text = value.slice(0, 500)
  for (const secret of secrets) if (secret.length > 2) text = text.replaceAll(secret, '[hidden]')
  return text
}

function invalid(field: string, problem: string): CaptureError {
  return new CaptureError({
    code: 'invalid_request',
    provider: 'vtex',
    field: `result.${field}`,
    message: `result.${field} ${problem}`,
  })
}
