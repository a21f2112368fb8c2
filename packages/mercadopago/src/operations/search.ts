import { parseInput, type ReadOptions } from '@cap/core/http'
import * as v from 'valibot'
import { text } from '../capture-schema.ts'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import { type AdvancedPayment, describe } from '../get.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { judge } from '../outcome.ts'
import { wireId } from '../payment-schema.ts'
import { ask } from './read-json.ts'

/** A search for payments: `GET /v1/advanced_payments/search`. */
export interface MercadoPagoSearchRequest {
  /** As in the capture, 1 to 256 characters. */
  readonly externalReference: string
  /** Hits wanted, 1 to 100. Default 30. */
  readonly limit?: number | undefined
}

export interface MercadoPagoSearchHits {
  /** Payments of this reference, in the order they came. None proves nothing. */
  readonly payments: readonly AdvancedPayment[]
  /** How many hits Mercado Pago says there are; null when it does not say. */
  readonly total: number | null
}

/** The request, strict. The limit's bounds are ours. */
const requestSchema = v.strictObject({
  externalReference: text(256),
  limit: v.optional(
    v.pipe(
      v.number('must be a whole number'),
      v.integer('must be a whole number'),
      v.minValue(1, 'must be from 1 to 100'),
      v.maxValue(100, 'must be from 1 to 100'),
    ),
    30,
  ),
})

/** reference/advanced_payments/endpoints/_advanced_payments_id_search/get.yaml, tolerant. */
const answerSchema = v.object({
  results: v.array(v.looseObject({ id: wireId })),
  paging: v.nullish(v.object({ total: v.nullish(v.number()) })),
})

/**
 * Searches for payments by your reference. A hint for people, and for nothing else: the search is documented for the
 * marketplace product, where it is deprecated, and not for Wallet Connect. A payment that is not found may have been made.
 *
 * @throws CaptureError `lookup_failed`, `unauthorized`, `refused`, `aborted`, `not_sent` or `invalid_request`
 * @see {@link https://github.com/mercadopago/devsite-docs/blob/master/reference/advanced_payments/resource.yaml}
 */
export async function search(
  client: MercadoPago,
  request: MercadoPagoSearchRequest,
  options?: ReadOptions,
): Promise<MercadoPagoSearchHits> {
  const context = contextOf(client)
  const { externalReference, limit } = parseInput(provider, requestSchema, request)
  const query = new URLSearchParams({ external_reference: externalReference, limit: String(limit) })
  const { found, scrubber } = await ask(
    context,
    {
      name: 'search',
      about: 'the search',
      method: 'GET',
      path: `/v1/advanced_payments/search?${query}`,
      schema: answerSchema,
    },
    options,
  )
  const payments: AdvancedPayment[] = []
  for (const hit of found.results) {
    const asked = { charged: null, externalReference, id: null }
    const reply = { status: 200, headers: {}, body: JSON.stringify(hit) }
    const judgement = judge(reply, { asked, kind: 'lookup', earlier: false })
    // What a filter that is not documented lets through need not be ours.
    if (judgement.status === 'refused' || judgement.status === 'replay') continue
    if (judgement.status === 'unknown' && judgement.cause === 'mismatch') continue
    payments.push(describe(scrubber, String(hit.id), judgement))
  }
  return { payments, total: found.paging?.total ?? null }
}
