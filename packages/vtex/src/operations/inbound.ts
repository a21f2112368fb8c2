import {
  type CaptureDescription,
  type CaptureHandle,
  type CaptureOptions,
  type Changed,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  type Judgement,
  parseInput,
  type Reply,
  type ResolveOptions,
  sendKeyed,
} from '@cap/core/http'
import { provider } from '../error.ts'
import { judgeStatus, statusKind } from '../judge-answer.ts'
import { describeKeyed, type Keyed, operationName, type Prepared, resolveKeyed, runKeyed } from '../keyed.ts'
import { settingsPaths, settingsSecrets } from '../merchant-settings.ts'
import type { VtexGateway } from '../vtex.ts'
import { type InboundAnswer, type InboundRequest, inboundRequestSchema, readInboundAnswer } from './inbound-schema.ts'
import { checkKind, operationWiring } from './wiring.ts'

/** Everything an inbound request can end in. A throw means that this call changed nothing. */
export type InboundOutcome = ChangeOutcome<InboundAnswer>

/**
 * Forwards a request back to the provider, with `POST /payments/{paymentId}/inbound/{action}`: somebody called the
 * `inboundRequestUrl` of the payment, and `value` is what to answer. Attempts repeat the same bytes under the same
 * `requestId`. Beta at VTEX. What is forwarded, and what comes back, is shown to the caller and to nobody else.
 *
 * @throws CaptureError which means that this call changed nothing
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/inbound/-action-}
 */
export async function inbound(
  client: VtexGateway,
  request: InboundRequest,
  options: CaptureOptions = {},
): Promise<InboundOutcome> {
  return runKeyed(keyed, operationWiring(client), request, options)
}

/**
 * Finds out what was answered to an inbound request, by forwarding it once more: see `resolveRefund`.
 *
 * @throws CaptureError `invalid_request`
 */
export async function resolveInbound(
  client: VtexGateway,
  handle: CaptureHandle,
  options: ResolveOptions<InboundRequest> = {},
): Promise<InboundOutcome> {
  checkKind(handle, 'inbound')
  return resolveKeyed(keyed, operationWiring(client), handle, options)
}

/**
 * What an inbound request would be, without sending it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeInbound(client: VtexGateway, request: InboundRequest): Promise<CaptureDescription> {
  return describeKeyed(keyed, operationWiring(client), request)
}

interface PreparedInbound extends Prepared {
  readonly asked: { readonly paymentId: string; readonly requestId: string }
}

/** Shorter bodies (`{}`) occur by chance. */
const shortestSecret = 12

function prepare(request: unknown): PreparedInbound {
  const { action, path, body: forwarded, ...rest } = parseInput(provider, inboundRequestSchema, request)
  const { requestId, transactionId, paymentId, authorizationId, nsu, tid, merchantSettings, connectorMetadata } = rest
  // What is undefined is left out of the text.
  const body = JSON.stringify({
    requestId,
    transactionId,
    paymentId,
    authorizationId,
    nsu,
    tid,
    requestData: { body: forwarded },
    merchantSettings,
    connectorMetadata,
  })
  return {
    paymentId,
    asked: { paymentId, requestId },
    operation: operationName('inbound', paymentId, requestId),
    idempotencyKey: requestId,
    ids: { transactionId, paymentId, requestId },
    path: `/payments/${encodeURIComponent(paymentId)}/${path}/${encodeURIComponent(action)}`,
    body,
    // Action and route are in the path only.
    fingerprinted: `${path}/${action}\n${body}`,
    secrets: [...(forwarded.length < shortestSecret ? [] : [forwarded]), ...settingsSecrets(merchantSettings)],
    secretPaths: ['body', ...settingsPaths(merchantSettings)],
  }
}

const keyed: Keyed<PreparedInbound, ChangedDraft<InboundAnswer>, Changed<InboundAnswer>> = {
  operation: changeOperation<InboundAnswer>(),
  action: 'change',
  prepare,
  send: (call, exchange, { asked }) => sendKeyed(call, exchange, (reply) => judge(reply, asked), 'change'),
}

/** 200 is the only documented answer; what the provider wants to say by a status is in `responseData`. */
function judge(reply: Reply, asked: PreparedInbound['asked']): Judgement<ChangedDraft<InboundAnswer>> {
  const kind = statusKind(reply.status)
  const answer = readInboundAnswer(reply.body)
  if (answer === null) return judgeStatus(reply, kind, null)
  const { paymentId, requestId, value, raw } = answer
  const differs = (echo: string | null, sent: string) => (echo === null ? kind === 'success' : echo !== sent)
  if (differs(paymentId, asked.paymentId) || differs(requestId, asked.requestId)) {
    return { status: 'unknown', cause: 'mismatch', needs: 'person', mismatch: true, raw }
  }
  return kind === 'success' ? { status: 'done', value, raw } : judgeStatus(reply, kind, { ...value, raw })
}
