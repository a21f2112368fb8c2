/** Captures of one size at every client, and what their providers answer: the documented success bodies, in full. */

export const accessToken = 'APP_USR-1234567890123456-112014-benchmark-987654321'
export const payerToken = '5d7b1c1de34a4a0f8f1a2f0c7e6b9d3c5d7b1c1de34a4a0f8f1a2f0c7e6b9d3c'
export const description = 'Airport transfer, two passengers'
export const externalReference = 'Pago_123'

/** guides/wallet-connect/capture-payment.en.md, the fields of a charge without discount. */
export function walletPayment() {
  return {
    wallet_payment: { transaction_amount: 700.5, description, external_reference: externalReference },
    payer: { token: payerToken, type_token: 'wallet-token' },
    binary_mode: true,
  }
}

/** guides/wallet-connect/capture-payment-returns.en.md, an approved charge (201). */
export const advancedPayment = JSON.stringify({
  id: 10458724,
  status: 'approved',
  wallet_payment: { transaction_amount: 700.5, description, external_reference: externalReference },
  payments: [
    {
      id: 3870106238,
      status: 'approved',
      status_detail: 'accredited',
      payment_type_id: 'credit_card',
      payment_method_id: 'visa',
      transaction_amount: 700.5,
      installments: 1,
      description,
      capture: true,
      external_reference: externalReference,
    },
  ],
  disbursements: [{ collector_id: '488656838' }],
  payer: { id: 786547 },
  site_id: 'MLB',
  binary_mode: true,
  date_created: '2018-10-20T09:34:20.518-04:00',
  date_last_updated: '2018-10-20T09:34:21.518-04:00',
})

/** docs.stripe.com/api/payment_intents/capture, a captured PaymentIntent. */
export const paymentIntent = JSON.stringify({
  id: 'pi_3MrPBM2eZvKYlo2C1TEMacFD',
  object: 'payment_intent',
  amount: 70050,
  amount_capturable: 0,
  amount_details: { tip: {} },
  amount_received: 70050,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'manual',
  client_secret: 'pi_3MrPBM2eZvKYlo2C1TEMacFD_secret_9J35eTzWlxVmfbbQhmkNbewuL',
  confirmation_method: 'automatic',
  created: 1524505326,
  currency: 'brl',
  customer: null,
  description,
  last_payment_error: null,
  latest_charge: 'ch_1EXUPv2eZvKYlo2CStIqOmbY',
  livemode: false,
  metadata: {},
  next_action: null,
  on_behalf_of: null,
  payment_method: 'pm_1EXUPv2eZvKYlo2CUkqZASBe',
  payment_method_options: {},
  payment_method_types: ['card'],
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: 'succeeded',
  transfer_data: null,
  transfer_group: null,
})

/** api_list/requery.md of pipwave's documentation: an authorised payment, with every field that has a meaning here. */
export function pipwavePayment(pwId: string): string {
  return JSON.stringify({
    status: 200,
    message: '',
    api_key: 'benchmark-key',
    pw_id: pwId,
    txn_id: 'ORDER-1',
    pg_txn_id: '8815658961765250',
    amount: '700.50',
    tax_exempted_amount: '0.00',
    processing_fee_amount: '0.00',
    shipping_amount: '0.00',
    handling_amount: '0.00',
    tax_amount: '0.00',
    total_amount: '700.50',
    final_amount: '700.50',
    currency_code: 'MYR',
    transaction_status: 5,
    require_capture: true,
    reversible_payment: true,
    payment_method_code: 'adyen_card',
    payment_method_title: 'Credit card',
    settlement_account: 'benchmark',
    mobile_number: '',
    mobile_number_country_iso2: 'MY',
    mobile_number_country_code: '60',
    mobile_number_verification: false,
    pipwave_score: 88,
    rules_action: 'approve',
    rules_action_reason: '',
    risk_management_data: {},
    matched_rules: [],
    billing_info: { name: 'Buyer', country: 'MY' },
    shipping_info: {},
    extra_param1: '',
    extra_param2: '',
    extra_param3: '',
    payment_data: { credit_card: { formatted_pan: '411111XXXXXX1111', card_type: 'credit', card_brand: 'visa' } },
  })
}

/** api_list/capture_payment.md and appendix/api_status_code.md: the capture was accepted. */
export const pipwaveAccepted = JSON.stringify({ status: 200, message: '' })

/** developers.vtex.com/docs/api-reference/payment-provider-protocol, a settlement that was made (200). */
export function settlement(paymentId: string, requestId: string): string {
  return JSON.stringify({
    paymentId,
    settleId: '2EA354989E7E4BBC9F9D7B66674C2574',
    value: 700.5,
    code: null,
    message: 'Successfully settled',
    requestId,
  })
}
