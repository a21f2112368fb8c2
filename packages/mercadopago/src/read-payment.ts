import { type Call, type Reading, type ReadResult, type Reply, readState, type Settings } from '@cap/core/http'

/** Reads one payment by its id: `GET /v1/advanced_payments/{id}`. Reading moves nothing, so it is repeated freely. */
export function readPayment<T>(
  settings: Settings,
  call: Call,
  token: string,
  id: string,
  read: (reply: Reply) => Reading<T>,
): Promise<ReadResult<T>> {
  const exchange = {
    method: 'GET',
    url: `${settings.baseUrl}/v1/advanced_payments/${encodeURIComponent(id)}`,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    body: null,
  } as const
  return readState(call, () => exchange, read, { purpose: 'lookup' })
}
