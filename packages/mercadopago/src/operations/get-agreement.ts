import { parseInput, type ReadOptions } from '@cap/core/http'
import * as v from 'valibot'
import { contextOf } from '../client-context.ts'
import { provider } from '../credentials.ts'
import type { MercadoPago } from '../mercadopago.ts'
import { agreementId, agreementSchema } from './agreement-schema.ts'
import { ask } from './read-json.ts'
import { platformHeader } from './write.ts'

/** An agreement as Mercado Pago has it now. What its record does not say is null. */
export interface MercadoPagoAgreement {
  readonly id: string
  /** As printed: `confirmed_by_user` once the buyer has approved, `cancelled` when it is over; others are not documented. */
  readonly status: string | null
  /** Turns into a payer token by `createPayerToken`. Treat it as a secret. */
  readonly code: string | null
  /** Times as printed, ISO 8601. */
  readonly createdAt: string | null
  readonly cancelledAt: string | null
  readonly expiresAt: string | null
  readonly approvalUri: string | null
  readonly returnUri: string | null
  readonly externalFlowId: string | null
  /** `MLA`, `MLB`, … */
  readonly siteId: string | null
}

/**
 * Reads an agreement: what a notification about it should always be followed by.
 *
 * @throws CaptureError `lookup_failed`, `unauthorized`, `refused`, `aborted`, `not_sent` or `invalid_request`
 * @see {@link https://github.com/mercadopago/devsite-docs/blob/master/reference/api-json/wallet_connect.json}
 */
export async function getAgreement(
  client: MercadoPago,
  id: string,
  options?: ReadOptions,
): Promise<MercadoPagoAgreement> {
  const context = contextOf(client)
  const asked = parseInput(provider, agreementId, id, 'id')
  const { found } = await ask(
    context,
    {
      name: 'get_agreement',
      about: 'the agreement',
      method: 'GET',
      path: `/v2/wallet_connect/agreements/${encodeURIComponent(asked)}`,
      headers: platformHeader(context),
      schema: v.pipe(
        agreementSchema,
        v.check(({ id: echoed }) => echoed === asked),
      ),
    },
    options,
  )
  return {
    id: found.id,
    status: found.status ?? null,
    code: found.validation_code ?? found.agreement_code ?? null,
    createdAt: found.date_created ?? null,
    cancelledAt: found.date_cancelled ?? null,
    expiresAt: found.date_expire ?? null,
    approvalUri: found.approval_uri ?? null,
    returnUri: found.redirect_uri ?? null,
    externalFlowId: found.external_flow_id ?? null,
    siteId: found.site_id ?? null,
  }
}
