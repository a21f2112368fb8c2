import type { ChangedDraft, JsonObject, JsonValue, Judgement, Reply } from '@cap/core/http'
import * as v from 'valibot'
import { hasCause, type MercadoPagoError, rawError, readError } from '../error.ts'
import { judgeError, refused } from '../error-outcome.ts'
import { parsed } from '../payment.ts'
import { refusedOutright } from './refused-outright.ts'

/** How an answer of `/v2/wallet_connect` is read. */
export interface ChangeReading<Schema extends v.GenericSchema, Value> {
  readonly schema: Schema
  /** What the answer means, once it is in its form. */
  readonly conclude: (output: v.InferOutput<Schema>) => Judgement<ChangedDraft<Value>>
  /** The request carried a payer token, which a 401 can be about. */
  readonly withPayerToken?: true
}

/** What the answer to a change means: done only in the documented form, and whatever is not recognised is `unknown`. */
export function judgeChange<Schema extends v.GenericSchema, Value>(
  { status, body: text }: Reply,
  { schema, conclude, withPayerToken }: ChangeReading<Schema, Value>,
): Judgement<ChangedDraft<Value>> {
  const body = parsed(text)
  const error = readNamedError(body)
  if (status < 200 || status > 299) return judgeWalletError(status, error, withPayerToken === true)
  if (error?.status != null && error.status >= 400) {
    return judgeWalletError(error.status, error, withPayerToken === true)
  }
  const answer = v.safeParse(schema, body)
  if (answer.success && error === null) return conclude(answer.output)
  return { status: 'replay', cause: 'unreadable_answer', raw: error === null ? null : rawError(error) }
}

/**
 * What an error of `/v2/wallet_connect` means. These paths name what they are about, so a 404 of Mercado Pago's proves that
 * nothing was changed.
 */
export function judgeWalletError(status: number, error: MercadoPagoError | null, withPayerToken: boolean) {
  const outright = withPayerToken ? null : refusedOutright(status, error)
  if (outright !== null) return outright
  const judgement = judgeError(status, error, false)
  if (judgement.status === 'unknown' && status === 404 && error !== null && (error.status ?? status) === status) {
    return refused('refused', status, error, rawError(error), 'check the id, and that it belongs to this application')
  }
  return judgement
}

/**
 * Mercado Pago's error body, with the name of the problem (`ReturnUriTooLong`) among its causes.
 *
 * https://www.mercadopago.com.br/developers/en/docs/wallet-connect/resources/integration-errors.md lists the names of
 * agreements' errors and does not print a body: the name is looked for in `error`, in `code` and in the causes.
 */
export function readNamedError(body: JsonValue | undefined): MercadoPagoError | null {
  const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {}
  const name = [fields.error, fields.code].find(isName)
  const error = readError(fields.error === undefined && name !== undefined ? { ...fields, error: name } : body)
  if (error === null || name === undefined || hasCause(error, name)) return error
  return { ...error, causes: [{ code: name, message: error.message }, ...error.causes] }
}

function isName(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^[A-Z][a-z]+(?:[A-Z][a-z]+)+$/.test(value)
}
