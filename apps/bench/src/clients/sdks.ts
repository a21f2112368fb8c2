import { accessToken, walletPayment } from '../samples.ts'
import { type Capture, type Client, expect } from './client.ts'

/** The official SDK. It has no option for the base URL, so the constant is overwritten. */
export const mercadopago: Client = {
  label: 'mercadopago AdvancedPayment.create',
  exchanges: 1,
  async connect(origin): Promise<Capture> {
    const { AdvancedPayment, MercadoPagoConfig } = await import('mercadopago')
    const { AppConfig } = await import('mercadopago/dist/utils/config/index.js')
    Object.assign(AppConfig, { BASE_URL: origin })
    const payments = new AdvancedPayment(new MercadoPagoConfig({ accessToken }))
    return async (number) => {
      // The SDK's type does not know `wallet_payment`; it sends what it is given.
      const body: object = walletPayment()
      const reply = await payments.create({ body, requestOptions: { idempotencyKey: `operation-${number}` } })
      expect(reply.status === 'approved', reply)
    }
  },
}

/** Another provider's SDK, over its own HTTP client on `node:http`: as users get it. */
export const stripe: Client = {
  label: 'stripe paymentIntents.capture',
  exchanges: 1,
  async connect(origin): Promise<Capture> {
    const { default: Stripe } = await import('stripe')
    const { hostname, port } = new URL(origin)
    const client = new Stripe('sk_test_benchmark', { host: hostname, port, protocol: 'http' })
    return async (number) => {
      const intent = await client.paymentIntents.capture(
        'pi_3MrPBM2eZvKYlo2C1TEMacFD',
        { amount_to_capture: 70050 },
        { idempotencyKey: `operation-${number}` },
      )
      expect(intent.status === 'succeeded', intent)
    }
  },
}
