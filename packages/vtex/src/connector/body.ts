import { type JsonObject, parseJson } from '@cap/core/http'
import type { ConnectorCode } from './codes.ts'

/** What became of reading a body. */
export type ReadBody =
  | { readonly object: JsonObject; readonly status: 200 }
  | { readonly object: null; readonly status: 400 | 413; readonly code: ConnectorCode }

/** Whether the request says that its body is JSON. Parameters (`charset=utf-8`) do not matter. */
export function isJson(request: Request): boolean {
  const type = request.headers.get('content-type') ?? ''
  return type === 'application/json' || /^application\/json\s*(?:;|$)/i.test(type.trim())
}

export interface BodyLimits {
  readonly maxBytes: number
  /** The server in front holds a body to the length it declares. Else what is declared says nothing. */
  readonly lengthIsKept: boolean
}

/**
 * Reads a JSON object of at most so many bytes. A number that would lose digits is text in it, so that no amount changes by
 * being read.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<ReadBody> {
  const text = await readText(request, limits)
  if (text === null) return { object: null, status: 413, code: 'body-too-large' }
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { object: value as JsonObject, status: 200 }
    }
    return { object: null, status: 400, code: 'invalid-request' }
  } catch {
    return { object: null, status: 400, code: 'invalid-json' }
  }
}

/**
 * JSON is UTF-8 (RFC 8259). What is not would be read with a mark in the place of its bytes: two request ids as one, so that the
 * settlement of the second is answered with that of the first.
 */
const strict = { fatal: true }
const wholeDecoder = new TextDecoder('utf-8', strict)

/** @returns null when it is too large; what cannot be read is empty, and so is what is not UTF-8 */
async function readText(request: Request, { maxBytes, lengthIsKept }: BodyLimits): Promise<string | null> {
  const declared = lengthIsKept ? request.headers.get('content-length') : null
  if (declared !== null && /^\d+$/.test(declared)) {
    if (Number(declared) > maxBytes) return null
    try {
      return wholeDecoder.decode(await request.arrayBuffer())
    } catch {
      return ''
    }
  }
  if (request.body === null) return ''
  const reader = request.body.getReader()
  const decoder = new TextDecoder('utf-8', strict)
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      bytes += value.byteLength
      if (bytes > maxBytes) {
        reader.cancel().catch(() => {})
        return null
      }
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    return ''
  }
}
