import { invalidRequest } from '../error/invalid-request.ts'

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * Normalises the base URL of an API to its origin and path, without a slash at the end.
 *
 * Plain `http:` is accepted to loopback only (`localhost`, `127.0.0.0/8`, `[::1]`): credentials and amounts would travel
 * readable, and changeable, otherwise.
 *
 * @param text an absolute URL without credentials, query and fragment
 * @param where names the option, and the provider, in the error
 * @throws CaptureError `invalid_request`; its message repeats no part of the URL, which may hold a password
 */
export function checkBaseUrl(text: string, where: { readonly field: string; readonly provider: string }): string {
  const { field, provider } = where
  const refuse = (problem: string) => invalidRequest(provider, field, problem)

  // The URL parser repairs what it can (spaces, line breaks, backslashes, missing slashes). What needs repair is a mistake.
  if (typeof text !== 'string' || !/^https?:\/\/[^/\\\s][^\\\s]*$/i.test(text) || !URL.canParse(text)) {
    throw refuse('must be an absolute URL such as https://api.example.com')
  }
  if (/^[^/]*\/\/[^/?#]*@/.test(text)) {
    throw refuse('must not contain credentials: pass them by the options made for them')
  }
  if (/[?#]/.test(text)) throw refuse('must not contain a query or a fragment: paths are appended to it')
  const url = new URL(text)
  if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
    throw refuse('must begin with https:// (plain http is accepted to localhost, 127.0.0.0/8 and [::1] only)')
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
}
