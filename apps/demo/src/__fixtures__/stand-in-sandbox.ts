import { startFaultServer, step } from '@cap/core/testing'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'

export const sandboxVariables = {
  CAP_MERCADOPAGO_ACCESS_TOKEN: 'TEST-7788990011223344-sandbox-access-token',
  CAP_MERCADOPAGO_PAYER_TOKEN: 'sandbox-payer-token-0f3e9d',
  CAP_MERCADOPAGO_WEBHOOK_SECRET: 'sandbox-webhook-secret-61c2',
  CAP_PIPWAVE_ENVIRONMENT: 'staging',
  CAP_PIPWAVE_API_KEY: 'sandbox-pipwave-key-8a7b6c',
  CAP_PIPWAVE_API_SECRET: 'sandbox-pipwave-secret-5d4e3f',
  CAP_VTEX_ENVIRONMENT: 'test',
  CAP_VTEX_APP_KEY: 'sandbox-vtex-key-2c1d0e',
  CAP_VTEX_APP_TOKEN: 'sandbox-vtex-token-9b8a7f',
}

/** Declarations of what the credentials are for: no secrets. */
const harmless = new Set(['CAP_PIPWAVE_ENVIRONMENT', 'CAP_VTEX_ENVIRONMENT'])

export const sandboxSecrets: readonly string[] = Object.entries(sandboxVariables).flatMap(([name, value]) =>
  harmless.has(name) ? [] : [value],
)

/** A server on this machine in the place of Mercado Pago's sandbox, which can fall silent. */
export async function startStandIn() {
  const emulator = createMercadoPagoEmulator({ accessTokens: [sandboxVariables.CAP_MERCADOPAGO_ACCESS_TOKEN] })
  let silent = false
  const server = await startFaultServer(emulator, () => (silent ? step('no-answer', true) : null))
  return {
    url: server.url,
    book: () => emulator.book(),
    silence(is: boolean) {
      silent = is
    },
    close: () => server.close(),
  }
}
