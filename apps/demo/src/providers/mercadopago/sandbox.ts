import { createMercadoPago } from '@cap/mercadopago'
import { operationOf } from '../../engine/define-provider.ts'
import type { SandboxRecipe } from '../../engine/provider.ts'
import { UsageError } from '../../engine/usage-error.ts'
import { loopbackOverride, required } from '../../sandbox/credentials.ts'
import { chargeOf, industryOf } from './request.ts'

const apiUrl = 'https://api.mercadopago.com'

/** The host is the live one: what makes it a sandbox is the test token alone, so only that is taken. */
export const mercadopagoSandbox: SandboxRecipe = {
  variables: ['CAP_MERCADOPAGO_ACCESS_TOKEN', 'CAP_MERCADOPAGO_PAYER_TOKEN', 'CAP_MERCADOPAGO_BASE_URL'],
  variableOf: {
    accessToken: 'CAP_MERCADOPAGO_ACCESS_TOKEN',
    payerToken: 'CAP_MERCADOPAGO_PAYER_TOKEN',
    baseUrl: 'CAP_MERCADOPAGO_BASE_URL',
  },
  open(environment) {
    const accessToken = required(environment, 'CAP_MERCADOPAGO_ACCESS_TOKEN')
    if (!accessToken.startsWith('TEST-')) {
      const what = accessToken.startsWith('APP_USR-')
        ? 'is a live token (APP_USR-)'
        : 'does not say that it is a test token'
      throw new UsageError(`CAP_MERCADOPAGO_ACCESS_TOKEN ${what}: this demo takes only tokens that begin with TEST-`)
    }
    const payerToken = required(environment, 'CAP_MERCADOPAGO_PAYER_TOKEN')
    const url = loopbackOverride(environment, 'CAP_MERCADOPAGO_BASE_URL') ?? apiUrl
    const secrets = [accessToken, payerToken]
    return {
      url,
      secrets,
      operation: (values) =>
        operationOf({
          request: chargeOf(values, payerToken, 'test'),
          secrets,
          createClient: (options) =>
            createMercadoPago({ ...options, accessToken, environment: 'test', ...industryOf(values) }),
        }),
    }
  },
}
