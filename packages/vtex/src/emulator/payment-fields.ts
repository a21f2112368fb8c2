import { type FieldTable, list, misfit, readBody, recipientFields } from './fields.ts'

/** From the field tables of a Create Payment; `secureProxyTokensURL` from the guide on the Secure Proxy. */
const paymentFields: FieldTable = {
  reference: ['text', true],
  orderId: ['text', true],
  shopperInteraction: ['text', true],
  verificationOnly: ['boolean', false],
  transactionId: ['text', true],
  paymentId: ['text', true],
  paymentMethod: ['text', true],
  paymentMethodCustomCode: ['text?', true],
  merchantName: ['text', true],
  value: ['number', true],
  referenceValue: ['number', false],
  currency: ['text', true],
  installments: ['number', true],
  installmentsInterestRate: ['number', false],
  installmentsValue: ['number', false],
  deviceFingerprint: ['text', true],
  ipAddress: ['text', false],
  card: ['object', false],
  miniCart: ['object', true],
  recipients: ['list', false],
  merchantSettings: ['list', false],
  url: ['text', true],
  inboundRequestUrl: ['text', false],
  inboundRequestsUrl: ['text', false],
  secureProxyUrl: ['text', false],
  secureProxyTokensURL: ['text', false],
  sandBoxMode: ['boolean', false],
  totalCartValue: ['number', false],
  callbackUrl: ['text', true],
  returnUrl: ['text', true],
  connectorMetadata: ['list', false],
}

const extras: FieldTable = {
  expiration: ['object', true],
  document: ['text', false],
  paymentOrigin: ['text', false],
  cryptogram: ['text', false],
  eci: ['text', false],
}

const clearFields: FieldTable = { holder: ['text?', true], number: ['text?', true], csc: ['text?', true], ...extras }

const tokenFields: FieldTable = {
  holderToken: ['text', true],
  bin: ['text', true],
  numberToken: ['text', true],
  numberLength: ['number', true],
  cscToken: ['text', true],
  cscLength: ['number', true],
  ...extras,
}

const expirationFields: FieldTable = { month: ['text?', true], year: ['text?', true] }

const cartFields: FieldTable = {
  shippingValue: ['number', true],
  taxValue: ['number', true],
  buyer: ['object', true],
  shippingAddress: ['object', true],
  billingAddress: ['object', true],
  items: ['list', true],
}

const buyerFields: FieldTable = {
  id: ['text', false],
  firstName: ['text', true],
  lastName: ['text', true],
  document: ['text?', true],
  documentType: ['text?', true],
  email: ['text', true],
  phone: ['text', true],
  isCorporate: ['boolean', false],
  corporateName: ['text?', false],
  tradeName: ['text?', false],
  corporateDocument: ['text?', false],
  createdDate: ['text', false],
}

const addressFields: FieldTable = {
  country: ['text', true],
  street: ['text', true],
  number: ['text', true],
  complement: ['text', false],
  neighborhood: ['text', true],
  postalCode: ['text', true],
  city: ['text', true],
  state: ['text', true],
}

const itemFields: FieldTable = {
  id: ['text', true],
  name: ['text', true],
  price: ['number', true],
  quantity: ['number', true],
  discount: ['number', true],
  deliveryType: ['text', false],
  categoryId: ['text', false],
  sellerId: ['text', false],
  taxRate: ['number', false],
  taxValue: ['number', false],
}

type Body = Readonly<Record<string, unknown>>

/** @returns text that says what is wrong */
export function readPaymentBody(text: string): Body | string {
  const body = readBody(text, paymentFields, recipientFields('comissionAmount'))
  if (typeof body === 'string') return body
  const cart = body.miniCart as Body
  const items = list(cart.items).map((item, index) => misfit(item, itemFields, `miniCart.items[${index}].`))
  const problems = [
    body.card === undefined ? null : cardProblem(body.card as Body, body.secureProxyUrl !== undefined),
    misfit(cart, cartFields, 'miniCart.'),
    misfit(cart.buyer, buyerFields, 'miniCart.buyer.'),
    misfit(cart.shippingAddress, addressFields, 'miniCart.shippingAddress.'),
    misfit(cart.billingAddress, addressFields, 'miniCart.billingAddress.'),
    ...items,
  ]
  return problems.find((problem) => problem !== null) ?? body
}

function cardProblem(card: Body, hasProxy: boolean): string | null {
  return (
    misfit(card, hasProxy ? tokenFields : clearFields, 'card.') ??
    misfit(card.expiration, expirationFields, 'card.expiration.')
  )
}
