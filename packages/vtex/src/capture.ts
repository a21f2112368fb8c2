import {
  type Captured,
  type CapturedDraft,
  captureOperation,
  type Money,
  parseInput,
  toJsonNumber,
} from '@cap/core/http'
import { settlementRequestSchema } from './capture-schema.ts'
import { provider } from './error.ts'
import { isManualCode, notYet } from './judge-answer.ts'
import { type Keyed, operationName, type Prepared } from './keyed.ts'
import { settingsPaths, settingsSecrets } from './merchant-settings.ts'
import { judgeSettled } from './outcome.ts'
import { wireRecipients } from './recipients.ts'
import { sendNamed } from './send-named.ts'

interface PreparedSettlement extends Prepared {
  readonly amount: Money
}

function prepare(request: unknown): PreparedSettlement {
  const { amount, recipients, ...rest } = parseInput(provider, settlementRequestSchema, request)
  const { transactionId, requestId, paymentId, authorizationId, tid, nsu } = rest
  const { sandboxMode, merchantSettings, connectorMetadata } = rest
  // What is undefined is left out of the text.
  const body = JSON.stringify({
    transactionId,
    requestId,
    paymentId,
    value: toJsonNumber(amount, { provider }),
    authorizationId,
    tid,
    nsu,
    recipients: recipients && wireRecipients(recipients, amount),
    sandboxMode,
    merchantSettings,
    connectorMetadata,
  })
  return {
    paymentId,
    amount,
    operation: operationName('settlement', paymentId, requestId),
    idempotencyKey: requestId,
    ids: { transactionId, paymentId, requestId },
    path: `/payments/${encodeURIComponent(paymentId)}/settlements`,
    body,
    fingerprinted: body,
    secrets: settingsSecrets(merchantSettings),
    secretPaths: settingsPaths(merchantSettings),
  }
}

/**
 * The settlement.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements}
 */
export const settlement: Keyed<PreparedSettlement, CapturedDraft, Captured> = {
  operation: captureOperation,
  prepare,
  send: (call, exchange, prepared, handle) =>
    sendNamed(call, exchange, prepared, handle, 'settleId', {
      done: (answer, settleId) => judgeSettled(answer, settleId, prepared.amount),
      notDone(answer) {
        if (isManualCode(answer.code)) {
          call.warn({
            code: 'manual_code_in_settlement',
            field: 'code',
            message: `the payment provider answered a settlement with "${answer.code}", which belongs to another operation: VTEX's gateway is known to refund twice after it (known issue 615050)`,
          })
        }
        const silence = 'the payment provider has not settled the payment yet, and gives no reason'
        return notYet(answer, silence, call.handle().firstSentAt)
      },
    }),
}
