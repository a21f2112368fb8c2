import { readFileSync } from 'node:fs'
import type { CancelRequest, CreatePaymentRequest, PaymentCard, RefundRequest } from '../../operations.ts'

export function fixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'))
}

/** The refund of `refund-request.json`. */
export const partialRefund: RefundRequest = {
  requestId: '2020-06-22T21:50:11-250',
  settleId: '67CD012142',
  paymentId: '2DEF94F658644860ACA807E121E18C98',
  tid: 'TID-2803DE74DA',
  amount: { amount: '2.50', currency: 'BRL' },
  transactionId: '12B0AB6E8843411FB69E34EFCCA12A91',
  recipients: [
    {
      id: 'mymarketplace',
      name: 'My Marketplace QA',
      documentType: 'CNPJ',
      document: '99999999999999',
      role: 'marketplace',
      amount: '1.70',
    },
    {
      id: 'mystore',
      name: 'My Store QA',
      documentType: 'CNPJ',
      document: '99999999999990',
      role: 'seller',
      amount: '0.80',
    },
  ],
}

/** The cancellation that `cancelled.json` answers. */
export const cancellation: CancelRequest = {
  paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
  requestId: 'D12D9B80972C462980F5067A3A126837',
  authorizationId: '5784589',
  amount: { amount: '23.00', currency: 'BRL' },
}

export const card: PaymentCard = {
  holder: 'Jane Q. Buyer',
  number: '4444333322221111',
  csc: '973',
  expiration: { month: '12', year: '2031' },
  document: '39295416023',
}

/** The payment of `create-payment-request.json`. */
export const payment: CreatePaymentRequest = {
  reference: '618272',
  orderId: '1072430428324',
  shopperInteraction: 'ecommerce',
  transactionId: '2F023FD5A72A49D48A8633252B7CCBD6',
  paymentId: '01693EB95BE443AC85874E395CD91565',
  paymentMethod: 'Diners',
  merchantName: 'mystore',
  amount: { amount: '31.90', currency: 'BRL' },
  referenceAmount: { amount: '31.90', currency: 'BRL' },
  installments: 1,
  installmentsInterestRate: 0,
  installmentAmount: { amount: '31.90', currency: 'BRL' },
  deviceFingerprint: '75076388',
  ipAddress: '187.105.111.65',
  card,
  miniCart: {
    shippingValue: '1.00',
    taxValue: '0.00',
    buyer: {
      id: 'c1245228-1c68-11e6-94ac-0afa86a846a5',
      firstName: 'Jane',
      lastName: 'Buyer',
      document: '01234567890',
      documentType: 'cpf',
      email: 'jane.buyer@example.com',
      phone: '+5521999999999',
      createdDate: '2020-02-18T18:17:45',
    },
    shippingAddress: {
      country: 'BRA',
      street: 'Praia de Botafogo St.',
      number: '300',
      complement: '3rd Floor',
      neighborhood: 'Botafogo',
      postalCode: '22250040',
      city: 'Rio de Janeiro',
      state: 'RJ',
    },
    billingAddress: {
      country: 'BRA',
      street: 'Brigadeiro Faria Lima Avenue',
      number: '4440',
      neighborhood: 'Itaim Bibi',
      postalCode: '04538132',
      city: 'São Paulo',
      state: 'SP',
    },
    items: [
      {
        id: '8',
        name: 'Tenis Preto I',
        price: { amount: '30.90', currency: 'BRL' },
        quantity: 1,
        discount: '0.00',
        deliveryType: 'Normal',
        categoryId: '5',
        sellerId: '1',
        taxRate: 0.05,
        taxValue: '1.54',
      },
    ],
  },
  totalCartAmount: { amount: '31.90', currency: 'BRL' },
  recipients: [
    {
      id: 'mymarketplace',
      name: 'My Marketplace QA',
      documentType: 'CNPJ',
      document: '99999999999999',
      role: 'marketplace',
      amount: '18.10',
      chargeProcessingFee: true,
      chargebackLiable: true,
    },
    {
      id: 'mystore',
      name: 'Company ABC',
      documentType: 'CNPJ',
      document: '24830098000172',
      role: 'seller',
      amount: '13.80',
      commissionAmount: '3.00',
    },
  ],
  url: 'https://admin.mystore.example.com/orders?q=1072430428324',
  callbackUrl: 'https://api.mystore.example.com/some-path?an=mystore&X-VTEX-signature=c4llb4ck-s1gn4ture',
  returnUrl: 'https://mystore.example.com/checkout/order/1072430428324',
  inboundRequestUrl: 'https://api.mystore.example.com/checkout/order/1072430428324/inbound-request/:action',
  sandboxMode: false,
  merchantSettings: [{ name: 'merchantPassword', value: 'setting-a8d1f0c2' }],
  connectorMetadata: [{ name: 'MetadataName', value: 'MetadataValue' }],
}
