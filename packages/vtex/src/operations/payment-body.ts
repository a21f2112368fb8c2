import { type Money, parseInput, toJsonNumber } from '@cap/core/http'
import { invalidRequest, provider } from '../error.ts'
import { operationName, type Prepared } from '../keyed.ts'
import { settingsPaths, settingsSecrets } from '../merchant-settings.ts'
import { readShare, wireRecipients } from '../recipients.ts'
import { addressSecrets } from './address-secrets.ts'
import { type CardMask, cardMask, cardPaths, cardSecrets } from './card-secrets.ts'
import { clearPaymentSchema, type ParsedPayment, tokenizedPaymentSchema } from './payment-schema.ts'
import { misspeltCommissions } from './wire-spelling.ts'

/** A Create Payment, checked and written. */
export interface PreparedPayment extends Prepared {
  readonly amount: Money
  /** Masks the card in text that the provider wrote. */
  readonly mask: CardMask
}

/** @throws CaptureError `invalid_request` */
export function preparePayment(request: unknown): PreparedPayment {
  const schema = isTokenized(request) ? tokenizedPaymentSchema : clearPaymentSchema
  const payment: ParsedPayment = parseInput(provider, schema, request)
  checkTogether(payment)
  const { card, amount, paymentId, transactionId, merchantSettings } = payment
  const fields = fieldsOf(payment)
  return {
    paymentId,
    amount,
    mask: cardMask(card),
    operation: operationName('payment', paymentId),
    idempotencyKey: paymentId,
    ids: { transactionId, paymentId },
    path: '/payments',
    // What is undefined is left out of the text.
    body: JSON.stringify(card === undefined ? fields : { ...fields, card }),
    // Without the card: there are so few numbers and codes that a digest of them can be guessed back.
    fingerprinted: JSON.stringify(fields),
    secrets: [...cardSecrets(card), ...addressSecrets(payment), ...settingsSecrets(merchantSettings)],
    secretPaths: [
      ...cardPaths(card),
      'callbackUrl',
      ...(payment.secureProxyUrl === undefined ? [] : ['secureProxyUrl']),
      ...(payment.secureProxyTokensUrl === undefined ? [] : ['secureProxyTokensUrl']),
      ...settingsPaths(merchantSettings),
    ],
  }
}

/** The body without the card, in the names and units of the contract. */
function fieldsOf(payment: ParsedPayment) {
  const { amount, miniCart, recipients } = payment
  const { currency } = amount
  const number = (field: string, value: Money | string | undefined) =>
    value === undefined ? undefined : toJsonNumber(readShare(value, amount, field), { field, provider })
  return {
    reference: payment.reference,
    orderId: payment.orderId,
    shopperInteraction: payment.shopperInteraction,
    verificationOnly: payment.verificationOnly,
    transactionId: payment.transactionId,
    paymentId: payment.paymentId,
    paymentMethod: payment.paymentMethod,
    paymentMethodCustomCode: payment.paymentMethodCustomCode,
    merchantName: payment.merchantName,
    value: number('amount', amount),
    referenceValue: number('referenceAmount', payment.referenceAmount),
    currency,
    installments: payment.installments,
    installmentsInterestRate: payment.installmentsInterestRate,
    installmentsValue: number('installmentAmount', payment.installmentAmount),
    deviceFingerprint: payment.deviceFingerprint,
    ipAddress: payment.ipAddress,
    miniCart: {
      ...miniCart,
      shippingValue: number('miniCart.shippingValue', miniCart.shippingValue),
      taxValue: number('miniCart.taxValue', miniCart.taxValue),
      items: miniCart.items.map((item, index) => ({
        ...item,
        price: number(`miniCart.items.${index}.price`, item.price),
        discount: number(`miniCart.items.${index}.discount`, item.discount),
        taxValue: number(`miniCart.items.${index}.taxValue`, item.taxValue),
      })),
    },
    recipients: recipients && misspeltCommissions(wireRecipients(recipients, amount)),
    merchantSettings: payment.merchantSettings,
    url: payment.url,
    // The field table says Url, its own sample and the guides say sUrl: a provider finds what it looks for.
    inboundRequestUrl: payment.inboundRequestUrl,
    inboundRequestsUrl: payment.inboundRequestUrl,
    secureProxyUrl: payment.secureProxyUrl,
    secureProxyTokensURL: payment.secureProxyTokensUrl,
    // With a capital B here, and with a small one in every other operation.
    sandBoxMode: payment.sandboxMode,
    totalCartValue: number('totalCartAmount', payment.totalCartAmount),
    callbackUrl: payment.callbackUrl,
    returnUrl: payment.returnUrl,
    connectorMetadata: payment.connectorMetadata,
  }
}

/** What a field's own schema cannot see. */
function checkTogether({
  amount,
  verificationOnly,
  card,
  secureProxyUrl,
  secureProxyTokensUrl,
  miniCart,
}: ParsedPayment) {
  if (verificationOnly !== true && !/[1-9]/.test(amount.amount)) {
    throw invalidRequest(
      'amount',
      'must be greater than 0: only a verification (verificationOnly: true) may be of nothing',
    )
  }
  if (card !== undefined && 'numberToken' in card) {
    if (secureProxyUrl === undefined) {
      throw invalidRequest('secureProxyUrl', 'is required with tokens: it is where the provider exchanges them')
    }
  } else if (secureProxyUrl !== undefined || secureProxyTokensUrl !== undefined) {
    const field = secureProxyUrl === undefined ? 'secureProxyTokensUrl' : 'secureProxyUrl'
    throw invalidRequest(
      field,
      'is for a card of tokens: a provider that needs the proxy must not get a card in the clear',
    )
  }
  const { buyer } = miniCart
  if (buyer.isCorporate !== true) return
  for (const name of ['corporateName', 'tradeName', 'corporateDocument'] as const) {
    if (!buyer[name]) throw invalidRequest(`miniCart.buyer.${name}`, 'is required of a company (isCorporate: true)')
  }
}

function isTokenized(request: unknown): boolean {
  if (typeof request !== 'object' || request === null || !('card' in request)) return false
  const { card } = request
  return typeof card === 'object' && card !== null && ('numberToken' in card || 'cscToken' in card)
}
