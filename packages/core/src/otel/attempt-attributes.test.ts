import { describe, expect, it } from 'vitest'
import type { Attempt } from '../outcome/attempt.ts'
import { redactUrl, replyAttributes, requestAttributes } from './attempt-attributes.ts'

describe('url.full', () => {
  it.each([
    ['https://api.example/v1/payments/123', 'https://api.example/v1/payments/123'],
    [
      'https://api.example/search?external_reference=order-1&x=',
      'https://api.example/search?external_reference=REDACTED&x=REDACTED',
    ],
    ['https://user:password@api.example:8443/a#part', 'https://api.example:8443/a'],
    ['https://api.example/pay/[hidden]', 'https://api.example/pay/[hidden]'],
    ['https://[hidden]/pay?token=1#part', 'https://[hidden]/pay'],
    ['https://user:pass@[hidden]/pay', 'https://[hidden]/pay'],
  ])('of %s shows neither credentials nor values of the query', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('the server', () => {
  it.each([
    ['https://api.example/a', 'api.example', 443],
    ['http://localhost/a', 'localhost', 80],
    ['http://[::1]:8080/a', '::1', 8080],
  ])('of %s', (url, address, port) => {
    expect(requestAttributes({ method: 'GET', url })).toEqual({
      'http.request.method': 'GET',
      'server.address': address,
      'server.port': port,
    })
  })

  it('is left out where hiding a secret made the URL unreadable', () => {
    expect(requestAttributes({ method: 'GET', url: 'https://[hidden]/a' })).toEqual({ 'http.request.method': 'GET' })
  })
})

describe('error.type', () => {
  it.each([
    [200, null, undefined],
    [302, null, undefined],
    [404, null, '404'],
    [null, 'ECONNRESET', 'ECONNRESET'],
    [null, 'some text of a transport, different each time', '_OTHER'],
  ] as const)('of status %s and error %s is %s', (status, code, type) => {
    const error = code === null ? null : { phase: null, code }
    expect(replyAttributes({ status, error } as Attempt)['error.type']).toBe(type)
  })
})
