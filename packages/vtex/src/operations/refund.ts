import {
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type Money,
  parseInput,
  type Refunded,
  type RefundedDraft,
  type RefundOutcome,
  type ResolveOptions,
  refundOperation,
  toJsonNumber,
} from '@cap/core/http'
import { provider } from '../error.ts'
import { type Arms, movedAmount, notYet } from '../judge-answer.ts'
import { describeKeyed, type Keyed, operationName, type Prepared, resolveKeyed, runKeyed } from '../keyed.ts'
import { settingsPaths, settingsSecrets } from '../merchant-settings.ts'
import { wireRecipients } from '../recipients.ts'
import { sendNamed } from '../send-named.ts'
import type { VtexGateway } from '../vtex.ts'
import { byHand, warnOfManualCode } from './manual-code.ts'
import { type RefundRequest, refundRequestSchema } from './refund-schema.ts'
import { misspeltCommissions } from './wire-spelling.ts'
import { operationWiring } from './wiring.ts'

/**
 * Refunds a settlement once, in full or in part, with `POST /payments/{paymentId}/refunds`. Attempts repeat the same bytes
 * under the same `requestId`.
 *
 * `refunded` says how much was given back, which can be less than was asked. `pending`: the provider has not done it yet;
 * VTEX asks again for a day. `declined` with the code `refund-manually`: the provider does not refund here, a person has to.
 *
 * @throws CaptureError which means that this call gave nothing back
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/refunds}
 */
export async function refund(
  client: VtexGateway,
  request: RefundRequest,
  options: CaptureOptions = {},
): Promise<RefundOutcome> {
  return runKeyed(keyed, operationWiring(client), request, options)
}

/**
 * Finds out how a refund ended. The protocol cannot read one, so only sending the request again can tell, which takes
 * `replay: 'allow'`, the `request`, and a first sending less than `replayWindowMs` ago: the money may go back then, for the
 * first and only time. Anything else resolves to `unknown`, and sends nothing.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveRefund(
  client: VtexGateway,
  handle: CaptureHandle,
  options: ResolveOptions<RefundRequest> = {},
): Promise<RefundOutcome> {
  return resolveKeyed(keyed, operationWiring(client), handle, options)
}

/**
 * What a refund would be, without sending it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeRefund(client: VtexGateway, request: RefundRequest): Promise<CaptureDescription> {
  return describeKeyed(keyed, operationWiring(client), request)
}

interface PreparedRefund extends Prepared {
  readonly amount: Money
}

function prepare(request: unknown): PreparedRefund {
  const { amount, recipients, ...rest } = parseInput(provider, refundRequestSchema, request)
  const { requestId, settleId, paymentId, tid, transactionId, authorizationId, nsu } = rest
  const { sandboxMode, merchantSettings, connectorMetadata } = rest
  // What is undefined is left out of the text.
  const body = JSON.stringify({
    requestId,
    settleId,
    paymentId,
    tid,
    value: toJsonNumber(amount, { provider }),
    transactionId,
    authorizationId,
    nsu,
    recipients: recipients && misspeltCommissions(wireRecipients(recipients, amount)),
    sandboxMode,
    merchantSettings,
    connectorMetadata,
  })
  return {
    paymentId,
    amount,
    operation: operationName('refund', paymentId, requestId),
    idempotencyKey: requestId,
    ids: { transactionId, paymentId, requestId, settleId },
    path: `/payments/${encodeURIComponent(paymentId)}/refunds`,
    body,
    fingerprinted: body,
    secrets: settingsSecrets(merchantSettings),
    secretPaths: settingsPaths(merchantSettings),
  }
}

const keyed: Keyed<PreparedRefund, RefundedDraft, Refunded> = {
  operation: refundOperation,
  action: 'refund',
  prepare,
  send(call, exchange, prepared, handle) {
    const arms: Arms<RefundedDraft> = {
      done(answer, refundId) {
        const amount = movedAmount(answer, prepared.amount)
        if ('status' in amount) return amount
        // A provider answers a repetition with the bytes of the first answer, so the two cannot be told apart.
        const replayed = false
        const { raw } = answer
        return { status: 'refunded', refundId, amount, basis: 'answer', replayed, ids: { refundId }, raw }
      },
      notDone(answer) {
        const declined = byHand(answer, 'refund-manually')
        if (declined !== null) return declined
        warnOfManualCode(call, answer, 'refund')
        const silence = 'the payment provider has not refunded the payment yet, and gives no reason'
        return notYet(answer, silence, call.handle().firstSentAt)
      },
    }
    return sendNamed(call, exchange, prepared, handle, 'refundId', arms, 'refund')
  },
}
