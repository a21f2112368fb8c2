import { fieldError } from './session-error.ts'

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * An address that the harness is asked to call.
 *
 * @throws SessionError for one that is not on this machine, unless that was allowed when the harness was started
 */
export function allowedUrl(field: string, text: string, allowRemote: boolean): string {
  if (!URL.canParse(text)) throw fieldError(field, 'must be a URL, such as http://127.0.0.1:3000')
  const { hostname, protocol, username, password } = new URL(text)
  if (username !== '' || password !== '') throw fieldError(field, 'must hold no user name and no password')
  const isLocal = loopback.test(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLocal)) {
    throw fieldError(field, 'must begin with https:, or with http: on this machine')
  }
  if (isLocal || allowRemote) return text
  throw fieldError(field, 'must be on this machine: start the harness with --allow-remote to call others')
}
