import {
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type Changed,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  type ResolveOptions,
  sendKeyed,
} from '@cap/core/http'
import { describeKeyed, type Keyed, resolveKeyed, runKeyed } from '../keyed.ts'
import type { VtexGateway } from '../vtex.ts'
import { judgePayment } from './judge-payment.ts'
import { type CreatedPayment, readPaymentAnswer } from './payment-answer.ts'
import { type PreparedPayment, preparePayment } from './payment-body.ts'
import type { CreatePaymentRequest } from './payment-request.ts'
import { checkKind, operationWiring } from './wiring.ts'

/** Everything a Create Payment can end in. A throw means that this call created nothing. */
export type CreatePaymentOutcome = ChangeOutcome<CreatedPayment>

/**
 * Creates a payment at the provider, with `POST /payments`: authorizes it, or begins what the buyer goes on with. Attempts
 * repeat the same bytes; the provider recognises them by the `paymentId`.
 *
 * - `done`, `value.status` `approved`: authorized, `value.authorizationId` is what a settlement names.
 * - `done`, `value.status` `undefined`: begun. The buyer goes on at `value.paymentUrl`, with `value.bankInvoice` or in
 *   `value.paymentApp`; the provider tells the end at `callbackUrl`, and whoever asks again, with `priorAttempt: true`.
 * - `declined`: denied. Another try is another payment.
 *
 * No card is shown in events, errors, outcomes and handles, and none is in the fingerprint: a digest of a card can be
 * guessed back. So a repetition with another card is not noticed here; the provider goes by the `paymentId`.
 *
 * @throws CaptureError which means that this call created nothing
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments}
 */
export async function createPayment(
  client: VtexGateway,
  request: CreatePaymentRequest,
  options: CaptureOptions = {},
): Promise<CreatePaymentOutcome> {
  return runKeyed(keyed, wiring(client), request, options)
}

/**
 * Finds out how a Create Payment ended. Only asking again can tell, which takes `replay: 'allow'`, the `request` (of which the
 * card is not compared), and a first sending less than `replayWindowMs` ago: the payment may be authorized then, for the first
 * and only time. Anything else resolves to `unknown`, and sends nothing.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveCreatePayment(
  client: VtexGateway,
  handle: CaptureHandle,
  options: ResolveOptions<CreatePaymentRequest> = {},
): Promise<CreatePaymentOutcome> {
  checkKind(handle, 'payment')
  return resolveKeyed(keyed, wiring(client), handle, options)
}

/**
 * What a Create Payment would be, without sending it: for stores. `secretPaths` has the card in it, whose security code must
 * not be stored at all once the payment is authorized.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCreatePayment(
  client: VtexGateway,
  request: CreatePaymentRequest,
): Promise<CaptureDescription> {
  return describeKeyed(keyed, wiring(client), request)
}

/** Without `status`, `code` and `message`: the provider writes them, and can quote the card. The outcome has them, masked. */
const visibleFields: ReadonlySet<string> = new Set([
  'amount',
  'authorizationId',
  'comissionAmount',
  'currency',
  'delayToAutoSettle',
  'delayToAutoSettleAfterAntifraud',
  'delayToCancel',
  'id',
  'installments',
  'maxValue',
  'nsu',
  'orderId',
  'paymentId',
  'paymentMethod',
  'reference',
  'role',
  'tid',
  'totalCartValue',
  'transactionId',
  'value',
])

function wiring(client: VtexGateway) {
  return operationWiring(client, visibleFields)
}

const keyed: Keyed<PreparedPayment, ChangedDraft<CreatedPayment>, Changed<CreatedPayment>> = {
  operation: changeOperation<CreatedPayment>(),
  action: 'change',
  prepare: preparePayment,
  send(call, exchange, { paymentId, amount, mask }) {
    return sendKeyed(
      call,
      exchange,
      (reply) => {
        const answer = readPaymentAnswer(reply.body, amount, mask)
        if (answer?.hasOddUrl === true) {
          call.warn({
            code: 'payment_url_refused',
            field: 'paymentUrl',
            message: 'the payment provider sent a paymentUrl that is no http: or https: URL: it is left out',
          })
        }
        return judgePayment(reply, answer, paymentId)
      },
      'change',
    )
  },
}
