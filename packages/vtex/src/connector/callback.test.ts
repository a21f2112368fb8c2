import { describe, expect, it } from 'vitest'
import { type CallbackOptions, isAllowed, sendCallback } from './callback.ts'
import { defineManifest, type ManifestInput } from './manifest.ts'

const url = 'https://gatewayqa.vtexpayments.com.br/api/callback?accountName=s&X-VTEX-signature=aB+c%2Fd==&x=%c3%a9'

describe('a callback', () => {
  it('goes to the URL exactly as it was received', async () => {
    const sent: unknown[] = []
    const fetch: CallbackOptions['fetch'] = async (input, init) => {
      sent.push([input, init?.method, init?.redirect, init?.body])
      return new Response('{}', { status: 200 })
    }
    expect(await sendCallback({ fetch }, url, '{"a":1}')).toEqual({ delivered: true, status: 200 })
    expect(sent).toEqual([[url, 'POST', 'manual', '{"a":1}']])
  })

  it.each([
    ['https://evil.example/', false],
    ['https://vtexpayments.com.br.evil.example/', false],
    ['https://evilvtexpayments.com.br/', false],
    ['http://gatewayqa.vtexpayments.com.br/', false],
    ['https://user:pass@gatewayqa.vtexpayments.com.br/', false],
    ['https://gatewayqa.vtexpayments.com.br\\@evil.example/', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['http://127.0.0.1:80/', false],
    ['http://localhost/', false],
    ['file:///etc/passwd', false],
    ['//gatewayqa.vtexpayments.com.br/', false],
    ['', false],
    ['https://gatewayqa.vtexpayments.com.br/x', true],
    ['https://GATEWAYQA.VTEXPAYMENTS.COM.BR:443/x', true],
  ])('to %j is allowed: %s', (text, allowed) => {
    expect(isAllowed(text, ['.vtexpayments.com.br', '.vtexpayments.com'])).toBe(allowed)
  })

  it('goes to loopback only where that is listed', () => {
    expect(isAllowed('http://127.0.0.1/x', ['127.0.0.1'])).toBe(true)
    expect(isAllowed('http://[::1]:8080/x', ['[::1]:8080'])).toBe(true)
    expect(isAllowed('http://10.0.0.1/x', ['10.0.0.1'])).toBe(false)
  })

  it.each([
    ['https://gateway.example:8443/x', ['gateway.example'], false],
    ['https://gateway.example:22/x', ['.example'], false],
    ['https://gateway.example:8443/x', ['gateway.example:8443'], true],
    ['https://gateway.example:8443/x', ['.example:8443'], true],
    ['https://gateway.example:8444/x', ['gateway.example:8443'], false],
    ['https://gateway.example/x', ['gateway.example:8443'], false],
    ['https://gateway.example/x', ['gateway.example:443'], true],
    ['https://gateway.example:1/x', ['gateway.example:*'], true],
    ['https://other.example:1/x', ['gateway.example:*'], false],
    ['http://127.0.0.1:6379/x', ['127.0.0.1'], false],
    ['http://127.0.0.1:6379/x', ['127.0.0.1:8080'], false],
    ['http://127.0.0.1:8080/x', ['127.0.0.1:*'], true],
    ['http://[::1]:8080/x', ['[::1]'], false],
    ['https://gateway.example/x', [''], false],
    ['https://gateway.example/x', [':*'], false],
  ])('to %j where %j are listed is allowed: %s', (text, hosts, allowed) => {
    expect(isAllowed(text, hosts)).toBe(allowed)
  })

  it('never throws, and follows nobody', async () => {
    const moved = async () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1/' } })
    expect(await sendCallback({ fetch: moved }, url, '')).toEqual({ delivered: false, problem: 'refused', status: 302 })
    const down = () => Promise.reject(new TypeError('fetch failed'))
    expect(await sendCallback({ fetch: down }, url, '')).toEqual({ delivered: false, problem: 'no_answer' })
    expect(await sendCallback({}, null, '')).toEqual({ delivered: false, problem: 'no_callback_url' })
    expect(await sendCallback({}, 'https://evil.example', '')).toEqual({
      delivered: false,
      problem: 'host_not_allowed',
    })
  })
})

describe('defineManifest', () => {
  it('writes what VTEX reads', () => {
    const manifest = defineManifest({
      version: '1.0.0',
      paymentMethods: [{ name: 'Visa', allowsSplit: 'onCapture' }, { name: 'Pix' }],
      customFields: [
        { name: 'Key', type: 'password' },
        { name: 'Mode', type: 'select', options: [{ text: 'A', value: 'a' }] },
      ],
      autoSettleDelay: { minimum: 0, maximum: 720 },
      metadataFields: ['One', 'Two'],
    })
    expect(manifest).toEqual({
      version: '1.0.0',
      paymentMethods: [
        { name: 'Visa', allowsSplit: 'onCapture' },
        { name: 'Pix', allowsSplit: 'disabled' },
      ],
      customFields: [
        { name: 'Key', type: 'password' },
        { name: 'Mode', type: 'select', options: [{ text: 'A', value: 'a' }] },
      ],
      autoSettleDelay: { minimum: '0', maximum: '720' },
      metadataFields: ['One', 'Two'],
    })
  })

  const visa = [{ name: 'Visa' }]
  it.each<[string, unknown]>([
    ['manifest.version', { version: '2', paymentMethods: visa }],
    ['manifest.paymentMethods', { paymentMethods: [] }],
    ['manifest.paymentMethods', { paymentMethods: [...visa, ...visa] }],
    ['manifest.paymentMethods.0.name', { paymentMethods: [{ name: ' ' }] }],
    ['manifest.paymentMethods.0.allowsSplit', { paymentMethods: [{ name: 'Visa', allowsSplit: 'always' }] }],
    [
      'manifest.customFields.0.options',
      { paymentMethods: visa, customFields: [{ name: 'a', type: 'select', options: [] }] },
    ],
    ['manifest.customFields.0.type', { paymentMethods: visa, customFields: [{ name: 'a', type: 'number' }] }],
    ['manifest.autoSettleDelay.minimum', { paymentMethods: visa, autoSettleDelay: { minimum: 1.5, maximum: 2 } }],
    ['manifest.autoSettleDelay.minimum', { paymentMethods: visa, autoSettleDelay: { minimum: 3, maximum: 2 } }],
    ['manifest.autoSettleDelay.maximum', { paymentMethods: visa, autoSettleDelay: { minimum: 3, maximum: 721 } }],
    ['manifest.metadataFields', { paymentMethods: visa, metadataFields: ['a', 'b', 'c', 'd'] }],
    ['manifest.metadataFields.0', { paymentMethods: visa, metadataFields: ['x'.repeat(21)] }],
  ])('refuses %s', (field, input) => {
    expect(() => defineManifest(input as ManifestInput)).toThrow(expect.objectContaining({ field }))
  })
})
