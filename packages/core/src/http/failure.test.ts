import { describe, expect, test } from 'vitest'
import { failureCode, provesUnsent } from './failure.ts'

const system = (code: string, syscall: string) => Object.assign(new Error(`${syscall} ${code}`), { code, syscall })
const refused = system('ECONNREFUSED', 'connect')
const unreachable = system('ENETUNREACH', 'connect')
const reset = system('ECONNRESET', 'read')
const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause })
const aggregate = (...errors: readonly unknown[]) => Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' })

describe('provesUnsent', () => {
  test.each([
    ['a refused connection', refused],
    ['an unknown host', system('ENOTFOUND', 'getaddrinfo')],
    ['a name server that does not answer', system('EAI_AGAIN', 'getaddrinfo')],
    ['a connection that timed out', system('ETIMEDOUT', 'connect')],
    ['an unreachable network', unreachable],
    ['the connect time-out of undici', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
    ['an expired certificate', { code: 'CERT_HAS_EXPIRED' }],
    ['a certificate of another host', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
    ['one certificate of a chain that is not trusted', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }],
    ['every address refused', aggregate(refused, unreachable)],
    [
      'a refusal wrapped by undici',
      Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT', cause: aggregate(reset) }),
    ],
  ])('takes %s for a proof, also inside other errors', (_, error) => {
    expect(provesUnsent(error)).toBe(true)
    expect(provesUnsent(fetchFailed(error))).toBe(true)
    expect(provesUnsent(new Error('network', { cause: fetchFailed(error) }))).toBe(true)
  })

  test.each([
    ['a reset', reset],
    ['a broken pipe', system('EPIPE', 'write')],
    ['an open connection that timed out', system('ETIMEDOUT', 'read')],
    ['a time-out that does not say of what', { code: 'ETIMEDOUT' }],
    ['an unreachable host after the connection was made', system('EHOSTUNREACH', 'read')],
    ['a closed socket', { code: 'UND_ERR_SOCKET' }],
    ['no answer in time', { code: 'UND_ERR_HEADERS_TIMEOUT' }],
    ['an abort', new DOMException('aborted', 'AbortError')],
    ['a bare TypeError', new TypeError('fetch failed')],
    ['the words of another runtime', new TypeError('error sending request for url: Connection refused (os error 111)')],
    ['a code of another runtime', { code: 'ConnectionRefused' }],
    ['one of several addresses reset', aggregate(refused, reset)],
    ['no addresses at all', aggregate()],
    ['a proof below a code that is none', Object.assign(new Error(), { code: 'UND_ERR_SOCKET', cause: refused })],
    ['text', 'ECONNREFUSED'],
    ['nothing', undefined],
    ['null', null],
  ])('does not take %s for a proof', (_, error) => {
    expect(provesUnsent(error)).toBe(false)
    expect(provesUnsent(fetchFailed(error))).toBe(false)
  })

  test('gives up on causes without end, and on errors that throw', () => {
    const loop: { cause?: unknown } = {}
    loop.cause = loop
    const hostile = {
      get code() {
        throw new Error('no')
      },
    }
    for (const error of [loop, hostile]) {
      expect(provesUnsent(error)).toBe(false)
      expect(failureCode(error, 'UNKNOWN')).toBe('UNKNOWN')
    }
    const nest: { errors: unknown[] } = { errors: [] }
    nest.errors.push(nest)
    expect(provesUnsent(nest)).toBe(false)
  })
})

describe('failureCode', () => {
  test('is the first code on the chain of causes', () => {
    expect(failureCode(fetchFailed(refused), 'UNKNOWN')).toBe('ECONNREFUSED')
    expect(failureCode(aggregate(unreachable, refused), 'UNKNOWN')).toBe('ECONNREFUSED')
  })

  test.each(['Bearer abc', 'https://x', 'lower_case', '', 'E'.repeat(65), 17, null, 'LINE\nBREAK'])(
    'is never %j: that is no code, and could be anything',
    (code) => expect(failureCode({ code }, 'UNKNOWN')).toBe('UNKNOWN'),
  )
})
