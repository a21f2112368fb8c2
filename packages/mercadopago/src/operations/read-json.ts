import {
  type Call,
  type Reading,
  type ReadOptions,
  type Refusal,
  readError,
  readState,
  runRead,
  withoutUndefined,
} from '@cap/core/http'
import * as v from 'valibot'
import type { Context } from '../capture.ts'
import { parsed } from '../payment.ts'
import { judgeWalletError, readNamedError } from './change-outcome.ts'

/** One question to Mercado Pago that changes nothing. */
export interface Question<Schema extends v.GenericSchema> {
  /** In events. */
  readonly name: string
  /** In errors: what could not be read. */
  readonly about: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Sent as a header: a refusal can be about it. Hidden. */
  readonly payerToken?: string
  readonly schema: Schema
}

/**
 * Asks, and asks again while it is not answered.
 *
 * @returns what was found, and what hides the secrets of this call in whatever is made of it
 * @throws CaptureError `lookup_failed`, `unauthorized`, `refused`, `aborted`, `not_sent` or `invalid_request`
 */
export function ask<Schema extends v.GenericSchema>(
  { settings, credentials }: Context,
  question: Question<Schema>,
  given: ReadOptions = {},
): Promise<{ readonly found: v.InferOutput<Schema>; readonly scrubber: Call['scrubber'] }> {
  const { name, about, method, path, headers, body, payerToken, schema } = question
  const secrets = payerToken === undefined ? [] : [payerToken]
  const options = withoutUndefined(given)
  return runRead(settings, { name, failure: `${about} could not be read`, secrets }, options, async (call) => {
    const token = await credentials.token(call)
    if (token === null) throw readError(call, { message: `the call was over before ${about} could be read` })
    const exchange = {
      method,
      url: `${settings.baseUrl}${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(payerToken === undefined ? {} : { 'x-payer-token': payerToken }),
        ...headers,
      },
      body: body ?? null,
    }
    let refusal: Refusal['error'] | null = null
    const result = await readState<v.InferOutput<Schema>>(
      call,
      () => exchange,
      (reply): Reading<v.InferOutput<Schema>> => {
        const answer = parsed(reply.body)
        const error = readNamedError(answer)
        const isOk = reply.status >= 200 && reply.status <= 299
        if (isOk && error === null) {
          const read = v.safeParse(schema, answer)
          if (read.success) return { kind: 'found', value: read.output, verdict: 'found' }
          return { kind: 'again', cause: 'unreadable_answer', verdict: 'again: unreadable_answer' }
        }
        const status = isOk ? (error?.status ?? 500) : reply.status
        const judgement = judgeWalletError(status, error, payerToken !== undefined)
        if (judgement.status === 'refused') refusal = judgement.error
        if (judgement.status === 'declined') {
          refusal = { code: 'refused', message: judgement.message, status, causes: error?.causes ?? [] }
        }
        if (judgement.status === 'replay') {
          return { kind: 'again', cause: judgement.cause, verdict: `again: ${judgement.cause}` }
        }
        return { kind: 'refused', cause: 'unrecognised_answer', message: `answered with ${status}`, status }
      },
      { purpose: 'lookup' },
    )
    if (result.kind === 'found') return { found: result.value, scrubber: call.scrubber }
    const { message, status } = result
    throw readError(
      call,
      refusal ?? {
        message: `${about} could not be read: ${message}`,
        ...(status === null ? {} : { status, retryable: status === 429 || status >= 500 }),
      },
    )
  })
}
