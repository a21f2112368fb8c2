/** How a fault looks on the wire. */
export type Wire =
  /** Nobody listens, the name does not exist, or the other side does not speak TLS. Only for a whole call. */
  | { readonly kind: 'unreachable'; readonly how: 'refused' | 'dns' | 'tls' }
  /** The connection ends: on accepting it, with half of the request read, or with all of it. */
  | { readonly kind: 'cut'; readonly at: 'connect' | 'upload' | 'request'; readonly how: 'reset' | 'close' }
  /** No further byte comes: before the head of the answer, after it, or in the middle of the body. */
  | { readonly kind: 'silence'; readonly after: 'request' | 'head' | 'half' }
  /** The provider's answer ends early. */
  | { readonly kind: 'truncated'; readonly framing: 'length' | 'chunked' | 'short-length' }
  /** The provider's answer, with damage done to its encoding. */
  | { readonly kind: 'broken-gzip' }
  /** The provider's answer, slowly: in pieces, or after a while. */
  | { readonly kind: 'slow'; readonly pieces: number; readonly everyMs: number }
  /** Preliminary answers (1xx) before the provider's, or instead of it. */
  | { readonly kind: 'informational'; readonly final: 'answer' | 'close' }
  /** The request is delivered twice; the second answer comes back. */
  | { readonly kind: 'twice' }
  /** Bytes that are not HTTP. */
  | { readonly kind: 'garbage' }
  /** An answer of somebody else's making. */
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }

export interface Fault {
  /** `kebab-case`, unique. */
  readonly name: string
  /** One line for people. */
  readonly title: string
  readonly wire: Wire
  /**
   * Whether the request can reach the provider under it: `never`; `may`, which makes two versions, one in which the money
   * moved and one in which nothing did; `always`.
   */
  readonly reaches: 'never' | 'may' | 'always'
  /** Once, and with a key to repeat the request under, the call still ends `captured`. */
  readonly passing: boolean
}

const json = { 'content-type': 'application/json' }
const html = { 'content-type': 'text/html; charset=utf-8' }
const portal = '<!doctype html><title>Sign in to the network</title><p>Accept the terms to continue.</p>'

function answer(status: number, body: string, headers: Readonly<Record<string, string>> = json): Wire {
  return { kind: 'answer', status, headers, body }
}

/** Far enough in the past and in the future for any clock a test may inject. */
const pastDate = 'Thu, 01 Jan 1998 00:00:00 GMT'
const farDate = 'Fri, 01 Jan 2100 00:00:00 GMT'
const elsewhere = { location: 'https://elsewhere.invalid/' }
const wrongTypes = '{"id":{},"status":[],"settleId":7,"payments":"none","paymentId":null,"requestId":1,"value":"many"}'

type Row = readonly [name: string, title: string, wire: Wire]

const neverArrives: readonly Row[] = [
  ['connection-refused', 'nobody listens on the port', { kind: 'unreachable', how: 'refused' }],
  ['name-not-found', 'the host name does not exist', { kind: 'unreachable', how: 'dns' }],
  ['tls-failure', 'the other side does not speak TLS', { kind: 'unreachable', how: 'tls' }],
  ['reset-on-connect', 'reset as soon as it is accepted', { kind: 'cut', at: 'connect', how: 'reset' }],
  ['close-on-connect', 'closed as soon as it is accepted', { kind: 'cut', at: 'connect', how: 'close' }],
  ['reset-mid-upload', 'reset while the request is read', { kind: 'cut', at: 'upload', how: 'reset' }],
]

const alwaysArrives: readonly Row[] = [
  ['slow-answer', 'the answer comes in pieces, in time', { kind: 'slow', pieces: 10, everyMs: 3 }],
  ['dribble', 'the answer comes in drops, too slowly', { kind: 'slow', pieces: 100, everyMs: 100 }],
  ['hints-then-answer', '103 Early Hints, then the answer', { kind: 'informational', final: 'answer' }],
  ['delivered-twice', 'the network delivers the request twice', { kind: 'twice' }],
]

const mayArrive: readonly Row[] = [
  ['reset-after-request', 'reset after the request was read', { kind: 'cut', at: 'request', how: 'reset' }],
  ['close-after-request', 'closed after the request was read', { kind: 'cut', at: 'request', how: 'close' }],
  ['no-answer', 'the connection stays open and silent', { kind: 'silence', after: 'request' }],
  ['stall-after-head', 'status and headers, then silence', { kind: 'silence', after: 'head' }],
  ['stall-mid-body', 'half of the body, then silence', { kind: 'silence', after: 'half' }],
  ['truncated-length', 'closed before Content-Length is reached', { kind: 'truncated', framing: 'length' }],
  ['truncated-chunked', 'closed in the middle of a chunk', { kind: 'truncated', framing: 'chunked' }],
  ['short-content-length', 'Content-Length below the body', { kind: 'truncated', framing: 'short-length' }],
  ['broken-gzip', 'says gzip, is not', { kind: 'broken-gzip' }],
  ['hints-then-close', '103 Early Hints, then nothing', { kind: 'informational', final: 'close' }],
  ['not-http', 'bytes that are not HTTP', { kind: 'garbage' }],
  ['bad-json', '200 with JSON cut off', answer(200, '{"id":123,"status":"appr')],
  ['deep-json', '200 with JSON 50,000 levels deep', answer(200, `${'['.repeat(50_000)}${']'.repeat(50_000)}`)],
  ['huge-body', '200 with a body of 3 MB', answer(200, `{"status":"${'x'.repeat(3 * 1024 * 1024)}"}`)],
  ['captive-portal', '200 with a web page', answer(200, portal, html)],
  ['empty-200', '200 with an empty body', answer(200, '')],
  ['no-content', '204', answer(204, '', {})],
  ['accepted-202', '202 with an empty object', answer(202, '{}')],
  ['empty-object', '200 with {}', answer(200, '{}')],
  ['json-null', '200 with null', answer(200, 'null')],
  ['json-array', '200 with []', answer(200, '[]')],
  ['json-text', '200 with "OK"', answer(200, '"OK"')],
  ['wrong-types', '200 with the right names and wrong types', answer(200, wrongTypes)],
  ['too-many-requests', '429, come back at once', answer(429, '{"message":"slow"}', { ...json, 'retry-after': '0' })],
  ['too-many-requests-date', '429 with a date in the past', answer(429, '', { 'retry-after': pastDate })],
  ['server-error-json', "500 with JSON that is not the provider's", answer(500, '{"message":"Internal error"}')],
  ['server-error-empty', '500 with an empty body', answer(500, '', {})],
  ['bad-gateway-html', '502 with a web page', answer(502, portal, html)],
  ['unavailable', '503, come back at once', answer(503, '', { 'retry-after': '0' })],
  ['gateway-timeout', '504 with the JSON of a proxy', answer(504, '{"message":"Endpoint request timed out"}')],
]

const mayArriveAndStay: readonly Row[] = [
  ['moved-permanently', '301 to another host', answer(301, '', elsewhere)],
  ['found', '302 to another host', answer(302, '', elsewhere)],
  ['temporary-redirect', '307 to another host', answer(307, '', elsewhere)],
  ['permanent-redirect', '308 to another host', answer(308, '', elsewhere)],
  ['bare-400', "400 that is not the provider's", answer(400, portal, html)],
  ['bare-403', "403 that is not the provider's", answer(403, portal, html)],
  ['bare-404', "404 that is not the provider's", answer(404, portal, html)],
  ['bare-413', "413 that is not the provider's", answer(413, '', html)],
  ['too-many-requests-absurd', '429, come back in 2100', answer(429, '', { 'retry-after': farDate })],
]

function rows(list: readonly Row[], reaches: Fault['reaches'], passing: (wire: Wire) => boolean): Fault[] {
  return list.map(([name, title, wire]) => ({ name, title, wire, reaches, passing: passing(wire) }))
}

/** Every way we know for an exchange to go wrong. The one list: contract, demo and docs all read it. */
export const faults: readonly Fault[] = [
  ...rows(neverArrives, 'never', (wire) => wire.kind !== 'unreachable'),
  ...rows(alwaysArrives, 'always', () => true),
  ...rows(mayArrive, 'may', () => true),
  ...rows(mayArriveAndStay, 'may', () => false),
]

/** One fault, and whether the provider processed the request under it. */
export interface FaultStep {
  readonly fault: Fault
  readonly moved: boolean
}

/** The versions of a fault: the request reached the provider, or it did not. */
export function versions(fault: Fault): readonly FaultStep[] {
  if (fault.reaches === 'never') return [{ fault, moved: false }]
  if (fault.reaches === 'always') return [{ fault, moved: true }]
  return [
    { fault, moved: true },
    { fault, moved: false },
  ]
}

/** @throws Error for a name that is not in the catalogue */
export function faultNamed(name: string): Fault {
  const fault = faults.find((candidate) => candidate.name === name)
  if (fault === undefined) throw new Error(`no fault is called ${JSON.stringify(name)}`)
  return fault
}

/** @throws Error for a name that is not in the catalogue */
export function step(name: string, moved: boolean): FaultStep {
  return { fault: faultNamed(name), moved }
}
