import { emulatorAccount } from '@cap/pipwave/emulator'
import type { Environment } from '../engine/provider.ts'

/** What notifications are signed with. */
export interface NotificationKeys {
  readonly webhookSecret: string
  readonly apiKey: string
  readonly apiSecret: string
}

const emulated: NotificationKeys = { webhookSecret: 'emulated-webhook-secret-9f41c7', ...emulatorAccount }

/** Of the environment where it names some, so that a server under test can verify them; else emulated ones. */
export function notificationKeys(environment: Environment): NotificationKeys {
  const {
    CAP_MERCADOPAGO_WEBHOOK_SECRET: webhookSecret,
    CAP_PIPWAVE_API_KEY: apiKey,
    CAP_PIPWAVE_API_SECRET: apiSecret,
  } = environment
  return {
    webhookSecret: webhookSecret || emulated.webhookSecret,
    ...(apiKey && apiSecret ? { apiKey, apiSecret } : { apiKey: emulated.apiKey, apiSecret: emulated.apiSecret }),
  }
}
