import {
  type Call,
  type Reading,
  type ReadOptions,
  type Reply,
  readError,
  readState,
  runRead,
  withoutUndefined,
} from '@cap/core/http'
import type { Wiring } from '../client-context.ts'
import type { VtexGateway } from '../vtex.ts'
import { type ProviderManifest, readManifest } from './manifest-schema.ts'
import { operationWiring } from './wiring.ts'

/**
 * Reads what the provider says of itself, with `GET /manifest`: payment methods, custom fields, delays, metadata. The route is
 * public, so neither key nor token is sent.
 *
 * @throws CaptureError `lookup_failed` when it could not be read, `aborted`, or `invalid_request`
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#get-/manifest}
 */
export async function getManifest(client: VtexGateway, options: ReadOptions = {}): Promise<ProviderManifest> {
  const wiring = operationWiring(client)
  const about = { name: 'manifest', failure: 'the manifest could not be read' }
  return runRead(wiring.settings, about, withoutUndefined(options), (call) => read(wiring, call))
}

async function read({ settings, headers }: Wiring, call: Call): Promise<ProviderManifest> {
  const exchange = {
    method: 'GET',
    url: `${settings.baseUrl}/manifest`,
    headers: withoutPair(headers),
    body: null,
  } as const
  const result = await readState(call, () => exchange, reading, { purpose: 'lookup' })
  if (result.kind === 'found') return result.value
  const { message, status } = result
  throw readError(call, {
    message: `the manifest of the payment provider could not be read: ${message}`,
    ...(status === null ? {} : { status, retryable: status === 429 || status >= 500 }),
  })
}

function reading({ status, body }: Reply): Reading<ProviderManifest> {
  if (status === 429) return { kind: 'again', cause: 'rate_limited', verdict: 'again: rate_limited' }
  if (status >= 500) return { kind: 'again', cause: 'server_error', verdict: 'again: server_error' }
  if (status < 200 || status > 299) {
    const message = `HTTP ${status}: GET /manifest must be public, check baseUrl`
    return { kind: 'refused', cause: 'unrecognised_answer', message, status }
  }
  const value = readManifest(body)
  return value === null
    ? { kind: 'again', cause: 'unreadable_answer', verdict: 'again: unreadable_answer' }
    : { kind: 'found', value, verdict: 'manifest' }
}

function withoutPair(headers: Wiring['headers']): Wiring['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/-app(key|token)$/.test(name)))
}
