import type { Attributes } from '@opentelemetry/api'
import type { Attempt } from '../outcome/attempt.ts'

/** Where a request goes, by the conventions for HTTP clients: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ */
export function requestAttributes({ method, url }: { readonly method: string; readonly url: string }): Attributes {
  return { 'http.request.method': method, ...serverAttributes(url) }
}

/**
 * The URL without credentials, fragment and values of its query: those of a search are ids of the merchant's, and what a
 * URL of tomorrow carries there is not known.
 */
export function redactUrl(url: string): string {
  const parsed = parseUrl(url)
  if (parsed === null) return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//')
  const names = [...parsed.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=REDACTED`)
  return `${parsed.origin}${parsed.pathname}${names.length === 0 ? '' : `?${names.join('&')}`}`
}

/** How it ended, as far as it ended. `error.type` is a status of 400 or above, or a code such as `ECONNRESET`. */
export function replyAttributes({ status, error }: Attempt): Attributes {
  const type = error === null ? (status !== null && status >= 400 ? String(status) : null) : errorType(error.code)
  return {
    ...(status === null ? {} : { 'http.response.status_code': status }),
    ...(type === null ? {} : { 'error.type': type }),
  }
}

/** A transport that is not ours can put any text there: what is no code would make a metric's series without number. */
function errorType(code: string): string {
  return /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : '_OTHER'
}

function serverAttributes(url: string): Attributes {
  const parsed = parseUrl(url)
  if (parsed === null) return {}
  return {
    'server.address': parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    'server.port': parsed.port === '' ? (parsed.protocol === 'http:' ? 80 : 443) : Number(parsed.port),
  }
}

/** Null for a URL that hiding a secret has made unreadable. */
function parseUrl(url: string): URL | null {
  try {
    return new URL(url)
  } catch {
    return null
  }
}
