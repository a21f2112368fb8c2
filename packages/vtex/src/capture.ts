import {
  announce,
  type Call,
  type CaptureHandle,
  type CaptureOptions,
  type CaptureOutcome,
  type Digest,
  type Exchange,
  type Money,
  parseInput,
  runCapture,
  type Settings,
  type Settled,
  sendKeyed,
  toJsonNumber,
} from '@cap/core/http'
import { readSettlementAnswer, type SettlementRequest, settlementRequestSchema } from './capture-schema.ts'
import { provider } from './error.ts'
import { settingsPaths, settingsSecrets } from './merchant-settings.ts'
import { isManualCode, judgeSettlement } from './outcome.ts'
import { wireRecipients } from './recipients.ts'

/** What a client's operations work with. */
export interface Wiring {
  readonly settings: Settings
  /** Credentials included: it never leaves the client but by the wire. */
  readonly headers: Readonly<Record<string, string>>
  /** The digest that names the account. */
  account(digest: Digest): string
}

/** A settlement, checked and written: what is fingerprinted is what is sent, and sent again. */
export interface PreparedSettlement {
  readonly transactionId: string
  readonly requestId: string
  readonly paymentId: string
  readonly amount: Money
  readonly operation: string
  readonly body: string
  readonly secrets: readonly string[]
  readonly secretPaths: readonly string[]
}

/** @throws CaptureError `invalid_request` */
export function prepareSettlement(request: unknown): PreparedSettlement {
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
    transactionId,
    requestId,
    paymentId,
    amount,
    operation: operationOf(paymentId, requestId),
    body,
    secrets: settingsSecrets(merchantSettings),
    secretPaths: settingsPaths(merchantSettings),
  }
}

/**
 * A request id is only known to be unique within a payment: VTEX's guides use one for a settlement and a refund, and some
 * look composed of a time and an amount. A colon in the payment's id is escaped, so that no two pairs share a name.
 */
function operationOf(paymentId: string, requestId: string): string {
  return `settlement:${paymentId.replace(/[%:]/g, encodeURIComponent)}:${requestId}`
}

/** Settles once. */
export async function captureSettlement(
  wiring: Wiring,
  request: SettlementRequest,
  options: CaptureOptions,
): Promise<CaptureOutcome> {
  const settlement = prepareSettlement(request)
  return runCapture(wiring.settings, options, settlement.secrets, async (call) => {
    call.identify({
      account: wiring.account(call.digest),
      operation: settlement.operation,
      idempotencyKey: settlement.requestId,
      ids: {
        transactionId: settlement.transactionId,
        paymentId: settlement.paymentId,
        requestId: settlement.requestId,
      },
      fingerprint: { of: settlement.body },
    })
    return (await announce(call, options.beforeSend)) ?? sendSettlement(wiring, call, settlement)
  })
}

/**
 * Sends a settlement under its request id, and reads what comes back.
 *
 * @param handle of an earlier call, when this one repeats it
 */
export async function sendSettlement(
  wiring: Wiring,
  call: Call,
  settlement: PreparedSettlement,
  handle: CaptureHandle | null = null,
): Promise<Settled> {
  const { paymentId, requestId, amount } = settlement
  let settleId = handle?.ids.settleId ?? null
  const settled = await sendKeyed(call, exchangeOf(wiring, settlement), (reply) => {
    const answer = readSettlementAnswer(reply.body, requestId)
    const judgement = judgeSettlement(reply, answer, {
      paymentId,
      requestId,
      amount,
      settleId,
      firstSentAt: () => call.handle().firstSentAt,
    })
    settleId ??= answer?.settleId ?? null
    if (judgement.status === 'pending' && isManualCode(judgement.code)) {
      call.warn({
        code: 'manual_code_in_settlement',
        field: 'code',
        message: `the payment provider answered a settlement with "${judgement.code}", which belongs to another operation: VTEX's gateway is known to refund twice after it (known issue 615050)`,
      })
    }
    return judgement
  })
  // An id that one answer named is kept, even if a later one, or none, ended the call.
  const open = settled.status === 'unknown' || settled.status === 'pending'
  return open && settleId !== null ? { ...settled, ids: { settleId, ...settled.ids } } : settled
}

/** @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments/-paymentId-/settlements} */
function exchangeOf(wiring: Wiring, settlement: PreparedSettlement): Omit<Exchange, 'maxReplyBytes'> {
  return {
    method: 'POST',
    url: `${wiring.settings.baseUrl}/payments/${encodeURIComponent(settlement.paymentId)}/settlements`,
    headers: wiring.headers,
    body: settlement.body,
  }
}
