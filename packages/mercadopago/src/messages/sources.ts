const repository = 'https://github.com/mercadopago/devsite-docs'

/** Pages of Mercado Pago that name the codes. */
export const pages = {
  capture: `${repository} guides/wallet-connect/capture-payment-returns.en.md`,
  idempotency: `${repository} guides/wallet-connect/idempotency-returns.en.md`,
  discounts: `${repository} guides/wallet-connect/process-payments-with-discounts.en.md`,
  refunds: `${repository} guides/wallet-connect/refund-full-amount.en.md`,
  details: `${repository} guides/online-payments/checkout-api/handling-responses.en.md`,
  results:
    'https://www.mercadopago.com.mx/developers/en/docs/checkout-api-payments/response-handling/collection-results.md',
  statuses: `${repository} reference/advanced_payments/resource.yaml`,
  errors: `${repository} reference/advanced_payments/endpoints/_advanced_payments/post.yaml`,
} as const
