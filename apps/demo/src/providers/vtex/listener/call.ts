import type { IncomingHttpHeaders } from 'node:http'
import { isObject } from '../../../probe/text.ts'
import type { Move } from './script.ts'

export type Operation = 'manifest' | 'payment' | 'cancellation' | 'settlement' | 'refund' | 'other'

/** A call VTEX made, without what may be secret in it. */
export interface Call {
  readonly operation: Operation
  readonly method: string
  readonly path: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly paymentId: string | null
  readonly requestId: string | null
  readonly value: unknown
  /** Names of the body's fields. */
  readonly fields: readonly string[]
  readonly connectorMetadata: unknown
  readonly headerFamily: 'provider' | 'vtex' | 'none'
  readonly testSuite: boolean
  /** What was answered, when it was a settlement. */
  readonly move: Move | null
  /** Milliseconds until the other side gave up waiting; null while, or when, it did not. */
  gaveUpAfterMs: number | null
}

export function readCall(
  seen: {
    readonly method: string
    readonly path: string
    readonly headers: IncomingHttpHeaders
    readonly body: string
  },
  at: number,
): Omit<Call, 'move'> {
  const { method, path, headers } = seen
  const body = bodyOf(seen.body)
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : null)
  return {
    operation: operationOf(method, path),
    method,
    path,
    at,
    paymentId: text('paymentId'),
    requestId: text('requestId'),
    value: body.value,
    fields: Object.keys(body),
    connectorMetadata: body.connectorMetadata,
    headerFamily: familyOf(headers),
    testSuite: headers['x-vtex-api-is-testsuite'] === 'true',
    gaveUpAfterMs: null,
  }
}

function operationOf(method: string, path: string): Operation {
  if (method === 'GET' && /\/manifest$/.test(path)) return 'manifest'
  if (method !== 'POST') return 'other'
  if (/\/payments$/.test(path)) return 'payment'
  const [, name] = /\/payments\/[^/]+\/(cancellations|settlements|refunds)$/.exec(path) ?? []
  if (name === 'cancellations') return 'cancellation'
  if (name === 'settlements') return 'settlement'
  return name === 'refunds' ? 'refund' : 'other'
}

function familyOf(headers: IncomingHttpHeaders): Call['headerFamily'] {
  if (headers['x-provider-api-appkey'] !== undefined) return 'provider'
  return headers['x-vtex-api-appkey'] === undefined ? 'none' : 'vtex'
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? body : {}
  } catch {
    return {}
  }
}
