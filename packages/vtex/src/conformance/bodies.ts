import { callbackTarget } from './callbacks.ts'
import { type Gateway, randomHex } from './gateway.ts'

/** The test suite's card numbers: public, and of no bank. */
export const testCards = {
  approved: '4444333322221111',
  denied: '4444333322221112',
  asyncApproved: '4222222222222224',
  asyncDenied: '4222222222222225',
} as const

/** A payment as the gateway knows it. */
export interface Payment {
  readonly paymentId: string
  readonly transactionId: string
  /** Decimal text, two digits. */
  readonly value: string
  readonly method: string
  readonly card: string | null
  readonly callback: { readonly path: string; readonly query: string }
  /** What the connector gave it; null before, and where it gave none. */
  readonly authorizationId: string | null
  readonly tid: string | null
  readonly nsu: string | null
  /** What all settlements together may come to: the authorized value, or the maxValue that the connector gave. */
  readonly limit: string
}

/** A JSON number, as it is to stand in the text. */
export function number(text: string): string {
  return `number:${text}`
}

/** JSON with each {@link number} as it was written; what is undefined is left out. */
function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/"number:(-?[\d.]+)"/g, '$1')
}

export function newPayment(method: string, card: string | null, value = '100.00'): Payment {
  const paymentId = randomHex(16)
  const transactionId = randomHex(16)
  // At most 32 characters, and spelled as nobody spells it who takes a URL apart and puts it together again.
  const callback = callbackTarget(transactionId, paymentId, `${randomHex(11)}%2B%2f%3D`)
  const given = { authorizationId: null, tid: null, nsu: null, limit: value }
  return { paymentId, transactionId, value, method, card, callback, ...given }
}

type Fields = Readonly<Record<string, unknown>>

/** All required fields, and what a card payment has besides. */
export function createBody(gateway: Gateway, payment: Payment, changes: Fields = {}): string {
  const { callbackBase, currency } = gateway.settings
  const base = callbackBase === '' ? 'https://callback.invalid' : callbackBase
  return jsonText({
    reference: payment.transactionId.slice(0, 8),
    orderId: `v${payment.transactionId.slice(8, 16)}conf`,
    shopperInteraction: 'ecommerce',
    transactionId: payment.transactionId,
    paymentId: payment.paymentId,
    paymentMethod: payment.method,
    paymentMethodCustomCode: null,
    merchantName: 'conformance',
    card: {
      holder: payment.card === null ? null : 'Conformance Test',
      number: payment.card,
      csc: payment.card === null ? null : '123',
      expiration: payment.card === null ? { month: null, year: null } : { month: '12', year: '2040' },
      document: null,
      token: null,
    },
    value: number(payment.value),
    referenceValue: number(payment.value),
    currency,
    installments: 1,
    installmentsInterestRate: 0,
    installmentsValue: number(payment.value),
    deviceFingerprint: '75076388',
    ipAddress: '192.0.2.1',
    miniCart: {
      buyer: {
        id: 'c1245228-1c68-11e6-94ac-0afa86a846a5',
        firstName: 'Conformance',
        lastName: 'Test',
        document: '01234567890',
        documentType: 'CPF',
        email: 'buyer@example.com',
        phone: '+5521999999999',
      },
      shippingAddress: address,
      billingAddress: address,
      items: [{ id: '8', name: 'Item', price: number(payment.value), quantity: 1, discount: 0 }],
      shippingValue: 0,
      taxValue: 0,
    },
    url: `https://store.example.com/orders?q=${payment.paymentId}`,
    callbackUrl: base + payment.callback.path + payment.callback.query,
    returnUrl: `https://store.example.com/checkout/order/${payment.paymentId}`,
    merchantSettings: settings(gateway),
    sandBoxMode: true,
    ...changes,
  })
}

const address = {
  country: 'BRA',
  street: 'Praia de Botafogo',
  number: '300',
  complement: '3rd floor',
  neighborhood: 'Botafogo',
  postalCode: '22250040',
  city: 'Rio de Janeiro',
  state: 'RJ',
}

export function settleBody(
  gateway: Gateway,
  payment: Payment,
  requestId: string,
  value: string,
  changes: Fields = {},
): string {
  return jsonText({
    transactionId: payment.transactionId,
    requestId,
    paymentId: payment.paymentId,
    value: number(value),
    authorizationId: payment.authorizationId ?? undefined,
    tid: payment.tid ?? undefined,
    nsu: payment.nsu ?? undefined,
    sandboxMode: true,
    merchantSettings: settings(gateway),
    ...changes,
  })
}

export function cancelBody(gateway: Gateway, payment: Payment, requestId: string): string {
  return jsonText({
    paymentId: payment.paymentId,
    requestId,
    authorizationId: payment.authorizationId ?? undefined,
    tid: payment.tid ?? undefined,
    nsu: payment.nsu ?? undefined,
    transactionId: payment.transactionId,
    // Documented in cents here, and here only.
    value: number(payment.value.replace('.', '').replace(/^0+(?=\d)/, '')),
    sandboxMode: true,
    merchantSettings: settings(gateway),
  })
}

export function inboundBody(gateway: Gateway, payment: Payment, requestId: string, body: string): string {
  return jsonText({
    requestId,
    transactionId: payment.transactionId,
    paymentId: payment.paymentId,
    authorizationId: payment.authorizationId ?? payment.transactionId,
    tid: payment.tid ?? payment.transactionId,
    nsu: payment.nsu ?? payment.transactionId,
    requestData: { body },
    merchantSettings: settings(gateway),
  })
}

export function refundBody(
  gateway: Gateway,
  payment: Payment,
  refund: { readonly requestId: string; readonly settleId: string; readonly value: string },
): string {
  return jsonText({
    requestId: refund.requestId,
    settleId: refund.settleId,
    paymentId: payment.paymentId,
    tid: payment.tid ?? payment.transactionId,
    value: number(refund.value),
    transactionId: payment.transactionId,
    authorizationId: payment.authorizationId ?? undefined,
    nsu: payment.nsu ?? undefined,
    sandboxMode: true,
    merchantSettings: settings(gateway),
  })
}

function settings(gateway: Gateway): readonly { name: string; value: string }[] {
  return [
    { name: 'conformanceName', value: 'shown' },
    { name: 'conformancePassword', value: gateway.setting },
  ]
}
