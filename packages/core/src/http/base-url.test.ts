import { describe, expect, test } from 'vitest'
import { CaptureError } from '../error/capture-error.ts'
import { checkBaseUrl } from './base-url.ts'

const check = (text: string) => checkBaseUrl(text, { provider: 'vtex', field: 'baseUrl' })

function refusal(text: unknown): CaptureError {
  try {
    check(text as string)
  } catch (error) {
    if (CaptureError.isInstance(error)) return error
    throw error
  }
  throw new Error(`accepted: ${String(text)}`)
}

describe('checkBaseUrl', () => {
  test.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://api.example.com/v1///', 'https://api.example.com/v1'],
    ['HTTPS://API.Example.com:443/V1', 'https://api.example.com/V1'],
    ['https://api.example.com:8443/a/../b', 'https://api.example.com:8443/b'],
    ['https://api.example.com/a@b', 'https://api.example.com/a@b'],
    ['https://xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://[2001:db8::1]/x', 'https://[2001:db8::1]/x'],
  ])('normalises %s to origin and path without a trailing slash', (text, expected) => {
    expect(check(text)).toBe(expected)
  })

  test.each([
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://LOCALHOST', 'http://localhost'],
    ['http://127.0.0.1:80/x', 'http://127.0.0.1/x'],
    ['http://127.255.3.9', 'http://127.255.3.9'],
    ['http://127.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
  ])('accepts plain http to loopback: %s', (text, expected) => {
    expect(check(text)).toBe(expected)
  })

  test.each([
    'http://api.example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'http://128.0.0.1',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1@example.com',
    'http://[::ffff:127.0.0.1]',
    'http://localhost.',
  ])('refuses plain http elsewhere: %s', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'invalid_request', provider: 'vtex', field: 'baseUrl' })
  })

  test.each([
    '',
    'api.example.com',
    '/v1',
    '//api.example.com',
    'https:api.example.com',
    'https:/api.example.com',
    'https:\\\\api.example.com',
    'https://api.example.com\\v1',
    'https://',
    'https:///v1',
    ' https://api.example.com',
    'https://api.example.com ',
    'https://api.exa\nmple.com',
    'https://api.example.com/a b',
    'ftp://api.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ws://localhost',
    'https://api.example.com:99999',
    'https://user@api.example.com',
    'https://user:secret@api.example.com',
    'https://@api.example.com',
    'https://api.example.com?x=1',
    'https://api.example.com/?',
    'https://api.example.com/v1?x',
    'https://api.example.com#top',
    'https://api.example.com/#',
    undefined,
    null,
    42,
    new URL('https://api.example.com'),
  ])('refuses %j', (text) => {
    expect(refusal(text)).toMatchObject({
      code: 'invalid_request',
      provider: 'vtex',
      field: 'baseUrl',
      retryable: false,
    })
  })

  test('says what to do, and repeats no part of the URL: it may hold a password', () => {
    const { message } = refusal('https://user:s3cret@api.example.com')
    expect(message).toMatch(/^baseUrl must not contain credentials/)
    expect(message).not.toContain('s3cret')
    expect(refusal('https://api.example.com/?key=s3cret').message).not.toContain('s3cret')
    expect(refusal('http://s3cret.example').message).not.toContain('s3cret')
  })
})
