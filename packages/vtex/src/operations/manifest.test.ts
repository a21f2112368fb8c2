import { describe, expect, it } from 'vitest'
import { refused, type Step, wire } from '../__fixtures__/settlement.ts'
import { getManifest } from '../operations.ts'

const paymentMethods = [
  { name: 'Visa', allowsSplit: 'onCapture' },
  { name: 'Pix', allowsSplit: 'disabled' },
  { name: 'BankInvoice', allowsSplit: 'onAuthorize' },
]
const manifest = {
  paymentMethods,
  customFields: [
    { name: 'Key', type: 'password' },
    { name: 'Shop', type: 'select', options: [{ text: 'One', value: '1' }] },
  ],
  autoSettleDelay: { minimum: '0', maximum: '720' },
  metadataFields: ['MetadataName1'],
}

const read = (body: unknown, options = {}) => getManifest(wire([[200, body]], options).gateway)

describe('a manifest', () => {
  it('is read, hours as numbers', async () => {
    expect(await read(manifest)).toEqual({
      version: null,
      paymentMethods,
      customFields: [
        { name: 'Key', type: 'password', options: [] },
        { name: 'Shop', type: 'select', options: [{ text: 'One', value: '1' }] },
      ],
      autoSettleDelay: { minimum: 0, maximum: 720 },
      metadataFields: ['MetadataName1'],
    })
  })

  it('may have payment methods only', async () => {
    expect(await read({ paymentMethods })).toEqual({
      version: null,
      paymentMethods,
      customFields: [],
      autoSettleDelay: null,
      metadataFields: [],
    })
  })

  it('may have words that nobody documents, and be read all the same', async () => {
    const odd = {
      version: '2.0.0',
      paymentMethods: [{ name: 'Visa', allowsSplit: 'onRefund', fee: 1 }, { name: 'Pix' }],
      customFields: [{ name: 'When', type: 'date' }],
      autoSettleDelay: { minimum: 1.5, maximum: 'never' },
      metadataFields: 'all',
      newField: true,
    }
    expect(await read(odd)).toEqual({
      version: '2.0.0',
      paymentMethods: [
        { name: 'Visa', allowsSplit: null },
        { name: 'Pix', allowsSplit: null },
      ],
      customFields: [{ name: 'When', type: null, options: [] }],
      autoSettleDelay: null,
      metadataFields: [],
    })
  })

  it('is public: neither key nor token is sent, the header of the Test Suite is', async () => {
    const provider = wire([[200, manifest]], { testSuite: true })
    await getManifest(provider.gateway)
    const [sent] = provider.sent
    expect(sent!.url).toBe('https://provider.example/manifest')
    expect(Object.keys(sent!.headers).filter((name) => name.startsWith('x-'))).toEqual(['x-vtex-api-is-testsuite'])
  })

  it.each<[string, Step]>([
    ['a gateway error', [503, '']],
    ['429', [429, '', { 'retry-after': '0' }]],
    ['a web page', [200, '<p>hello</p>']],
    ['no payment methods', [200, {}]],
  ])('is asked for again after %s', async (_, step) => {
    const provider = wire([step, [200, manifest]])
    expect(await getManifest(provider.gateway)).toMatchObject({ paymentMethods })
    expect(provider.sent).toHaveLength(2)
  })

  it.each<[string, Step, object]>([
    ['404', [404, ''], { code: 'lookup_failed', status: 404, retryable: false }],
    ['401', [401, ''], { code: 'lookup_failed', status: 401, retryable: false }],
    ['500', [500, ''], { code: 'lookup_failed', status: 500, retryable: true }],
    ['no connection', refused(), { code: 'lookup_failed', retryable: true }],
  ])('throws in the end for %s', async (_, step, error) => {
    await expect(getManifest(wire([step]).gateway)).rejects.toMatchObject(error)
  })

  it('throws what the caller aborted as such', async () => {
    const { gateway } = wire([[200, manifest]])
    await expect(getManifest(gateway, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })
})
