import {
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  parseInput,
} from '@cap/core/http'
import * as v from 'valibot'
import type { Context } from '../capture.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { parsed } from '../payment.ts'
import { createPayerTokenSchema, payerTokenSchema } from './agreement-schema.ts'
import { judgeChange } from './change-outcome.ts'
import { aboutAgreement, describeWrite, platformHeader, runWrite, type Write } from './write.ts'

/** The end of a linking: `POST /v2/wallet_connect/agreements/{id}/payer_token`. */
export interface MercadoPagoPayerTokenRequest {
  readonly agreementId: string
  /** The `code` of the approved agreement. Secret. */
  readonly code: string
  /** Owned by the caller: 1 to 64 of `[A-Za-z0-9_-]`. */
  readonly idempotencyKey: string
}

export interface MercadoPagoPayerToken {
  /** What captures are charged by, as long as the agreement lives. Secret: store it encrypted. It is nowhere but here. */
  readonly payerToken: string
}

/**
 * Turns the buyer's approval into a payer token. The outcome's `value` alone has it: no event, attempt, handle or error
 * shows it. After `unknown`, call again under the same key, or with the code that `getAgreement` has then.
 *
 * @throws CaptureError which means that this call made no token
 * @see {@link https://www.mercadopago.com.mx/developers/en/docs/wallet-connect/account-linking-flow/create-payer-token}
 */
export async function createPayerToken(
  client: MercadoPago,
  request: MercadoPagoPayerTokenRequest,
  options?: CaptureOptions,
): Promise<ChangeOutcome<MercadoPagoPayerToken>> {
  const context = contextOf(client)
  return runWrite(context, changeOperation<MercadoPagoPayerToken>(), prepare(context, request), options)
}

/**
 * What the making of a payer token would be, without making it: for stores. `secretPaths` has the code in it.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeCreatePayerToken(
  client: MercadoPago,
  request: MercadoPagoPayerTokenRequest,
): Promise<CaptureDescription> {
  const context = contextOf(client)
  return describeWrite(context, prepare(context, request))
}

/** @throws CaptureError `invalid_request` */
function prepare(context: Context, input: MercadoPagoPayerTokenRequest): Write<ChangedDraft<MercadoPagoPayerToken>> {
  const { agreementId, code, idempotencyKey } = parseInput(provider, createPayerTokenSchema, input)
  return {
    action: 'change',
    operation: `create-payer-token:${idempotencyKey}`,
    key: idempotencyKey,
    ids: { agreementId },
    body: JSON.stringify({ code }),
    about: aboutAgreement(agreementId),
    method: 'POST',
    path: `/v2/wallet_connect/agreements/${encodeURIComponent(agreementId)}/payer_token`,
    headers: platformHeader(context),
    secrets: [code],
    secretPaths: ['code'],
    judge(reply, { call }) {
      // First of all: an answer that is no token's can hold and quote one all the same.
      const made = v.safeParse(payerTokenSchema, parsed(reply.body))
      if (made.success) call.hide(made.output.payer_token)
      return judgeChange(reply, {
        schema: payerTokenSchema,
        conclude: ({ payer_token: payerToken }) => ({ status: 'done', value: { payerToken }, raw: null }),
      })
    },
  }
}
