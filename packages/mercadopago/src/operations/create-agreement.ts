import {
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  type Money,
  parseInput,
} from '@cap/core/http'
import type { Context } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { agreementBodyOf, agreementMadeSchema, createAgreementSchema } from './agreement-schema.ts'
import { judgeChange } from './change-outcome.ts'
import { describeWrite, platformHeader, runWrite, type Write } from './write.ts'

/** An invitation to a buyer to link the wallet: `POST /v2/wallet_connect/agreements`. */
export interface MercadoPagoAgreementRequest {
  /** Where the buyer comes back to: an absolute URI, as registered with the application. 1 to 2048 characters. */
  readonly returnUri: string
  /** Your id of this linking, 1 to 64 characters. */
  readonly externalFlowId?: string | undefined
  /** The buyer, as you know them. Each 1 to 256 characters. Not shown in events. */
  readonly externalUser: { readonly id: string; readonly description: string }
  /** What the buyer is told to be going to pay. */
  readonly validationAmount?: Money | undefined
  /** What the buyer is told to be doing, 1 to 256 characters. */
  readonly description?: string | undefined
  /** Owned by the caller: 1 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string
}

/** An agreement that waits for its buyer. */
export interface MercadoPagoAgreementMade {
  readonly agreementId: string
  /** Send the buyer here. */
  readonly agreementUri: string
}

/**
 * Makes an agreement. Nothing is linked before the buyer has approved it at `agreementUri`. One buyer can have one active
 * agreement with an integration: cancel the old one first.
 *
 * Refusals name their problem in `causes[].code`: `RedirectUriMismatch`, `ReturnUriNull`, `ReturnUriTooLong`,
 * `ExternalUserNull`, `ExternalFlowIdTooLong`, `AgreementDataDescriptionInvalid`. After `unknown`, call again under the same
 * key: an agreement more that nobody approves binds nobody.
 *
 * @throws CaptureError which means that this call made no agreement
 * @see {@link https://www.mercadopago.com.br/developers/en/docs/wallet-connect/account-linking-flow/create-agreement}
 */
export async function createAgreement(
  client: MercadoPago,
  request: MercadoPagoAgreementRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<MercadoPagoAgreementMade>> {
  const context = contextOf(client)
  return runWrite(context, changeOperation<MercadoPagoAgreementMade>(), prepare(context, request), options)
}

/**
 * What an agreement would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCreateAgreement(
  client: MercadoPago,
  request: MercadoPagoAgreementRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(context, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(context: Context, input: MercadoPagoAgreementRequest): Write<ChangedDraft<MercadoPagoAgreementMade>> {
  const parsed = parseInput(provider, createAgreementSchema, input)
  const { externalFlowId, idempotencyKey } = parsed
  return {
    action: 'change',
    operation: `create-agreement:${idempotencyKey}`,
    key: idempotencyKey,
    ids: externalFlowId === undefined ? {} : { externalFlowId },
    body: agreementBodyOf(parsed),
    about: `create-agreement:${idempotencyKey}`,
    method: 'POST',
    path: '/v2/wallet_connect/agreements',
    headers: platformHeader(context),
    judge: (reply) =>
      judgeChange(reply, {
        schema: agreementMadeSchema,
        conclude: (made) => ({
          status: 'done',
          value: { agreementId: made.agreement_id, agreementUri: made.agreement_uri },
          ids: { agreementId: made.agreement_id },
          raw: { agreement_id: made.agreement_id },
        }),
      }),
  }
}
