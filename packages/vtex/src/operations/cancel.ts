import {
  type Cancelled,
  type CancelledDraft,
  type CancelOutcome,
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  cancelOperation,
  type Money,
  parseInput,
  type ResolveOptions,
  toMinorUnits,
} from '@cap/core/http'
import { provider } from '../error.ts'
import { type Arms, notYet } from '../judge-answer.ts'
import { describeKeyed, type Keyed, operationName, type Prepared, resolveKeyed, runKeyed } from '../keyed.ts'
import { settingsPaths, settingsSecrets } from '../merchant-settings.ts'
import { sendNamed } from '../send-named.ts'
import type { VtexGateway } from '../vtex.ts'
import { type CancelRequest, cancelRequestSchema } from './cancel-schema.ts'
import { byHand, warnOfManualCode } from './manual-code.ts'
import { operationWiring } from './wiring.ts'

/**
 * Cancels a payment that has not been settled, with `POST /payments/{paymentId}/cancellations`. Attempts repeat the same
 * bytes under the same `requestId`. A payment of which anything was settled is refunded instead.
 *
 * `pending`: the provider has not done it yet; VTEX asks again for a day. `declined` with the code `cancel-manually`: the
 * provider does not cancel here, a person has to.
 *
 * @throws CaptureError which means that this call cancelled nothing
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/cancellations}
 */
export async function cancel(
  client: VtexGateway,
  request: CancelRequest,
  options: CaptureOptions = {},
): Promise<CancelOutcome> {
  return runKeyed(keyed, operationWiring(client), request, options)
}

/**
 * Finds out how a cancellation ended. The protocol cannot read one, so only sending the request again can tell, which takes
 * `replay: 'allow'`, the `request`, and a first sending less than `replayWindowMs` ago: the payment may be cancelled then, for
 * the first time. Anything else resolves to `unknown`, and sends nothing.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveCancel(
  client: VtexGateway,
  handle: CaptureHandle,
  options: ResolveOptions<CancelRequest> = {},
): Promise<CancelOutcome> {
  return resolveKeyed(keyed, operationWiring(client), handle, options)
}

/**
 * What a cancellation would be, without sending it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCancel(client: VtexGateway, request: CancelRequest): Promise<CaptureDescription> {
  return describeKeyed(keyed, operationWiring(client), request)
}

function prepare(request: unknown): Prepared {
  const { amount, ...rest } = parseInput(provider, cancelRequestSchema, request)
  const { paymentId, requestId, authorizationId, transactionId, tid, nsu } = rest
  const { sandboxMode, merchantSettings, connectorMetadata } = rest
  // What is undefined is left out of the text.
  const body = JSON.stringify({
    paymentId,
    requestId,
    authorizationId,
    tid,
    transactionId,
    value: amount && cents(amount),
    nsu,
    sandboxMode,
    merchantSettings,
    connectorMetadata,
  })
  return {
    paymentId,
    operation: operationName('cancellation', paymentId, requestId),
    idempotencyKey: requestId,
    ids: { ...(transactionId === undefined ? {} : { transactionId }), paymentId, requestId },
    path: `/payments/${encodeURIComponent(paymentId)}/cancellations`,
    body,
    fingerprinted: body,
    secrets: settingsSecrets(merchantSettings),
    secretPaths: settingsPaths(merchantSettings),
  }
}

/**
 * "Value in cents of the purchase that will be cancelled", sample 2300, since 2025-10-08; every other amount of the protocol is
 * in major units, this operation's siblings included. It is written as documented. Nothing moves by it, and a provider that
 * takes it for major units cancels the whole payment all the same.
 */
function cents(amount: Money): number {
  return Number(toMinorUnits(amount))
}

const keyed: Keyed<Prepared, CancelledDraft, Cancelled> = {
  operation: cancelOperation,
  action: 'cancel',
  prepare,
  send(call, exchange, prepared, handle) {
    const arms: Arms<CancelledDraft> = {
      done({ raw }, cancellationId) {
        // A provider answers a repetition with the bytes of the first answer, so the two cannot be told apart.
        const replayed = false
        return { status: 'cancelled', cancellationId, basis: 'answer', replayed, ids: { cancellationId }, raw }
      },
      notDone(answer) {
        const declined = byHand(answer, 'cancel-manually')
        if (declined !== null) return declined
        warnOfManualCode(call, answer, 'cancellation')
        const silence = 'the payment provider has not cancelled the payment yet, and gives no reason'
        return notYet(answer, silence, call.handle().firstSentAt)
      },
    }
    return sendNamed(call, exchange, prepared, handle, 'cancellationId', arms, 'cancel')
  },
}
