import { createPipwave } from '@cap/pipwave'
import { operationOf } from '../../engine/define-provider.ts'
import type { SandboxRecipe } from '../../engine/provider.ts'
import { UsageError } from '../../engine/usage-error.ts'
import { declared, loopbackOverride, required } from '../../sandbox/credentials.ts'
import { captureOf, partialCaptureOf } from './request.ts'

const stagingUrl = 'https://staging-api.pipwave.com/payment'

/** pipwave's staging. Its keys do not show which environment they belong to, so that is declared. */
export const pipwaveSandbox: SandboxRecipe = {
  variables: ['CAP_PIPWAVE_ENVIRONMENT', 'CAP_PIPWAVE_API_KEY', 'CAP_PIPWAVE_API_SECRET', 'CAP_PIPWAVE_BASE_URL'],
  variableOf: {
    apiKey: 'CAP_PIPWAVE_API_KEY',
    apiSecret: 'CAP_PIPWAVE_API_SECRET',
    baseUrl: 'CAP_PIPWAVE_BASE_URL',
  },
  open(environment) {
    declared(environment, 'CAP_PIPWAVE_ENVIRONMENT', 'staging')
    const apiKey = required(environment, 'CAP_PIPWAVE_API_KEY')
    const apiSecret = required(environment, 'CAP_PIPWAVE_API_SECRET')
    const url = loopbackOverride(environment, 'CAP_PIPWAVE_BASE_URL') ?? stagingUrl
    const secrets = [apiKey, apiSecret]
    return {
      url,
      secrets,
      operation(values) {
        const request = captureOf(values)
        if (request.pwId === undefined && request.txnId === undefined) {
          throw new UsageError('--pw-id is missing: name the payment on staging by --pw-id or --txn-id', {
            field: 'pw-id',
          })
        }
        return operationOf({
          request,
          secrets,
          createClient: (options) =>
            createPipwave({
              ...options,
              apiKey,
              apiSecret,
              environment: 'staging',
              partialCapture: partialCaptureOf(values),
            }),
        })
      },
    }
  },
}
