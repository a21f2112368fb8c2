import { type JsonObject, toJsonNumber } from '@cap/core/http'
import * as v from 'valibot'
import { amount, idempotencyKey, text } from '../capture-schema.ts'
import { provider } from '../credentials.ts'

/** An agreement's id as text: in a path, it must not be able to mean another path. */
export const agreementId = v.pipe(
  v.string('must be the id of an agreement, as text'),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of an agreement: 1 to 64 letters, digits, "-" or "_"'),
)

/**
 * The request of an agreement, strict.
 *
 * Wire names: guides/wallet-connect/create-agreement.en.md in https://github.com/mercadopago/devsite-docs; limits:
 * https://www.mercadopago.com.br/developers/en/docs/wallet-connect/resources/integration-errors.md. The limits of the
 * user's id and description are documented nowhere and are ours.
 */
export const createAgreementSchema = v.strictObject({
  returnUri: v.pipe(
    text(2048),
    v.check((value) => URL.canParse(value) && !/\s/.test(value), 'must be an absolute URI'),
  ),
  externalFlowId: v.optional(text(64)),
  externalUser: v.strictObject({ id: text(256), description: text(256) }),
  validationAmount: v.optional(amount),
  description: v.optional(text(256)),
  idempotencyKey,
})

/** @throws CaptureError `invalid_request` for an amount that no JSON number holds exactly */
export function agreementBodyOf(request: v.InferOutput<typeof createAgreementSchema>): string {
  const { validationAmount, description } = request
  const data: JsonObject = {
    ...(validationAmount === undefined
      ? {}
      : { validation_amount: toJsonNumber(validationAmount, { provider, field: 'validationAmount' }) }),
    ...(description === undefined ? {} : { description }),
  }
  return JSON.stringify({
    // An older reference calls it return_url; the guide, the newer reference and the list of errors call it this.
    return_uri: request.returnUri,
    ...(request.externalFlowId === undefined ? {} : { external_flow_id: request.externalFlowId }),
    external_user: request.externalUser,
    ...(Object.keys(data).length === 0 ? {} : { agreement_data: data }),
  })
}

/** guides/wallet-connect/create-agreement.en.md. The samples' hosts are misspelt or of a beta: no host is expected. */
export const agreementMadeSchema = v.object({
  agreement_id: agreementId,
  agreement_uri: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
})

const told = v.nullish(v.string())

/** `GET /v2/wallet_connect/agreements/{id}` of reference/api-json/wallet_connect.json, tolerant: any field may be missing. */
export const agreementSchema = v.object({
  id: agreementId,
  status: told,
  validation_code: told,
  // What the page of notifications calls it.
  agreement_code: told,
  date_created: told,
  date_cancelled: told,
  date_expire: told,
  approval_uri: told,
  redirect_uri: told,
  external_flow_id: told,
  site_id: told,
})

/** The code that comes with the buyer's approval, strict: safe in JSON, of any shape. */
export const createPayerTokenSchema = v.strictObject({ agreementId, code: text(1024), idempotencyKey })

/** guides/wallet-connect/create-payer-token.en.md. */
export const payerTokenSchema = v.object({ payer_token: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)) })

export const cancelAgreementSchema = v.strictObject({ agreementId, idempotencyKey })

/** What a body under a successful cancellation may be, where there is one: the pages say there is none. */
export const agreementCancelledSchema = v.object({ id: agreementId, status: v.literal('cancelled') })
