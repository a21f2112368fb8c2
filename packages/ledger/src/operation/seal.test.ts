import { describe, expect, it } from 'vitest'
import { seal, unseal } from './seal.ts'

const key = new Uint8Array(32).fill(1)
const request = { payerToken: 'secret-token', settings: [{ value: 'secret-value', name: 'plain' }], amount: '1' }
const paths = ['payerToken', 'settings.0.value']

describe('seal', () => {
  it('takes secrets out, and puts them back', () => {
    const sealed = seal(request, paths, key, 'c:1')
    expect(JSON.stringify(sealed)).not.toContain('secret-')
    expect(JSON.parse(sealed.request)).toEqual({
      payerToken: null,
      settings: [{ value: null, name: 'plain' }],
      amount: '1',
    })
    expect(unseal(sealed, key, 'c:1')).toEqual(request)
  })

  it('never encrypts the same under the same nonce', () => {
    expect(seal(request, paths, key, 'c:1').secret).not.toBe(seal(request, paths, key, 'c:1').secret)
  })

  it('leaves a request without secrets as it is, key or not', () => {
    expect(seal(request, [], null, 'c:1')).toEqual({ request: JSON.stringify(request), secret: null })
    expect(seal({ amount: '1' }, paths, null, 'c:1').secret).toBeNull()
  })

  it('refuses secrets without a key', () => {
    expect(() => seal(request, paths, null, 'c:1')).toThrow(expect.objectContaining({ code: 'data_key_required' }))
    const sealed = seal(request, paths, key, 'c:1')
    expect(() => unseal(sealed, null, 'c:1')).toThrow(expect.objectContaining({ code: 'data_key_required' }))
  })

  it('opens nothing with another key, for another operation, or after a change', () => {
    const sealed = seal(request, paths, key, 'c:1')
    const wrong = expect.objectContaining({ code: 'data_key_wrong' })
    expect(() => unseal(sealed, new Uint8Array(32), 'c:1')).toThrow(wrong)
    expect(() => unseal(sealed, key, 'c:2')).toThrow(wrong)
    const [version, nonce, tag, text = ''] = (sealed.secret ?? '').split('.')
    const changed = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`
    expect(() => unseal({ ...sealed, secret: [version, nonce, tag, changed].join('.') }, key, 'c:1')).toThrow(wrong)
    expect(() => unseal({ ...sealed, secret: [version, nonce, tag?.slice(0, 6), text].join('.') }, key, 'c:1')).toThrow(
      wrong,
    )
  })
})
