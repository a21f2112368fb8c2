import { describe, expect, it } from 'vitest'
import { maskedBody, masker } from './mask.ts'

describe('what a probe reports', () => {
  it('has no secret, however it is written', () => {
    const mask = masker(['a"b c', ''])
    expect(mask('a"b c; a%22b%20c; a\\"b c; rest')).toBe('[hidden]; [hidden]; [hidden]; rest')
  })

  it('shows fields nobody asked about by name only', () => {
    const body = '{"status":200,"billing_info":{"name":"Buyer"},"list":[{"pan":4111,"ok":true}],"none":null}'
    expect(maskedBody(body, new Set(['status']), (text) => text)).toBe(
      '{"status":200,"billing_info":{"name":"[hidden]"},"list":[{"pan":"[hidden]","ok":true}],"none":null}',
    )
  })

  it('keeps what is not JSON, cut and without secrets', () => {
    const text = maskedBody(`<p>token ${'x'.repeat(3_000)}`, new Set(), masker(['token']))
    expect(text).toMatch(/^<p>\[hidden\] x+… \(3012 characters\)$/)
  })
})
