import { createVtexGateway } from '@cap/vtex'
import { operationOf } from '../../engine/define-provider.ts'
import type { SandboxRecipe } from '../../engine/provider.ts'
import { declared, required } from '../../sandbox/credentials.ts'
import { gatewayOptionsOf, settlementOf } from './request.ts'

/** A payment provider in its homologation: every call says that it is of the Test Suite. */
export const vtexSandbox: SandboxRecipe = {
  variables: ['CAP_VTEX_ENVIRONMENT', 'CAP_VTEX_BASE_URL', 'CAP_VTEX_APP_KEY', 'CAP_VTEX_APP_TOKEN'],
  variableOf: { baseUrl: 'CAP_VTEX_BASE_URL', appKey: 'CAP_VTEX_APP_KEY', appToken: 'CAP_VTEX_APP_TOKEN' },
  open(environment) {
    declared(environment, 'CAP_VTEX_ENVIRONMENT', 'test')
    const url = required(environment, 'CAP_VTEX_BASE_URL')
    const appKey = required(environment, 'CAP_VTEX_APP_KEY')
    const appToken = required(environment, 'CAP_VTEX_APP_TOKEN')
    const secrets = [appKey, appToken]
    return {
      url,
      secrets,
      operation: (values) =>
        operationOf({
          request: { sandboxMode: true, ...settlementOf(values) },
          secrets,
          createClient: (options) =>
            createVtexGateway({ ...options, appKey, appToken, ...gatewayOptionsOf(values), testSuite: true }),
        }),
    }
  },
}
