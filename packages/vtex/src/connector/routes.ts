/** What the protocol asks of a provider. */
export type RouteName =
  | 'manifest'
  | 'payment-methods'
  | 'payment'
  | 'cancellation'
  | 'settlement'
  | 'refund'
  | 'inbound'
  | 'token'
  | 'redirect'
  | 'credentials'

export interface Route {
  readonly name: RouteName
  readonly method: 'GET' | 'POST'
  /** Decoded, from the path. Null where the route has none. */
  readonly paymentId: string | null
  /** Decoded, of an inbound request. */
  readonly action: string | null
}

type Row = readonly [pattern: RegExp, name: RouteName, method: Route['method']]

/**
 * The paths, behind whatever prefix the registered service URL has.
 *
 * VTEX writes two spellings of some: `/inbound/{action}` in the contract and `/inbound-request/{action}` in the guides,
 * `/cancellations` in the contract and `/cancelations` in the Help Center. The list of payment methods was retired in 2023 in
 * favour of the manifest, and is still asked for by older configurations.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol}
 */
const rows: readonly Row[] = [
  [/\/payments\/([^/]+)\/settlements\/?$/, 'settlement', 'POST'],
  [/\/payments\/([^/]+)\/cancell?ations\/?$/, 'cancellation', 'POST'],
  [/\/payments\/([^/]+)\/refunds\/?$/, 'refund', 'POST'],
  [/\/payments\/([^/]+)\/inbound(?:-request)?\/([^/]+)\/?$/, 'inbound', 'POST'],
  [/\/payments\/?$/, 'payment', 'POST'],
  [/\/manifest\/?$/, 'manifest', 'GET'],
  [/\/payment-methods\/?$/, 'payment-methods', 'GET'],
  [/\/authorization\/token\/?$/, 'token', 'POST'],
  [/\/authorization\/redirect\/?$/, 'redirect', 'GET'],
  [/\/authorization\/credentials\/?$/, 'credentials', 'GET'],
]

/** @returns null for a path that is none of the protocol's, or whose ids cannot be decoded */
export function routeOf(path: string): Route | null {
  for (const [pattern, name, method] of rows) {
    const match = pattern.exec(path)
    if (match === null) continue
    const paymentId = decode(match[1])
    const action = decode(match[2])
    return paymentId === undefined || action === undefined ? null : { name, method, paymentId, action }
  }
  return null
}

/** The path of an absolute URL, without the cost of a `URL` for every request. */
export function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0) return '/'
  const path = url.slice(start)
  return path.includes('?') || path.includes('#') ? path.slice(0, path.search(/[?#]/)) : path
}

function decode(part: string | undefined): string | null | undefined {
  if (part === undefined) return null
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
