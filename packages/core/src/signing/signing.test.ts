import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalConstantTime, hmacSha256Hex, sha1Hex, sha256Hex } from '../signing.ts'
import { nativeSha256 } from './native-digest.ts'
import { portableSha256Hex } from './sha256.ts'

describe('sha1Hex', () => {
  it.each([
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    ['a'.repeat(1_000_000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
    ['01234567'.repeat(80), 'dea356a2cddd90c7a7ecedc5ebb563934f460452'],
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ])('agrees with RFC 3174 and the empty text (%#)', (text, expected) => {
    expect(sha1Hex(text)).toBe(expected)
  })
})

describe('sha256Hex', () => {
  it.each([
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
    ['01234567'.repeat(80), '594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5'],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('agrees with RFC 6234 and the empty text (%#)', (text, expected) => {
    expect(sha256Hex(text)).toBe(expected)
    expect(portableSha256Hex(text)).toBe(expected)
  })

  it('is the same by the runtime’s own digest and without it, for ill-formed texts too', () => {
    const native = nativeSha256()
    expect(native).not.toBe(null)
    const text = fc.string({
      unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 9 }), fc.constantFrom('\ud800', '\udc00')),
    })
    fc.assert(
      fc.property(text, (message) => {
        expect(native?.(message)).toBe(portableSha256Hex(message))
      }),
    )
  })

  it.each([
    ['knows no process', {}],
    ['knows no modules', { process: {} }],
    ['has none', { process: { getBuiltinModule: () => undefined } }],
    ['has an older one', { process: { getBuiltinModule: () => ({}) } }],
    ['has another one', { process: { getBuiltinModule: () => ({ hash: () => '' }) } }],
    [
      'throws',
      {
        process: {
          getBuiltinModule() {
            throw new Error('not allowed')
          },
        },
      },
    ],
  ])('goes without the runtime’s own where that %s', (_, runtime) => {
    expect(nativeSha256(runtime)).toBe(null)
  })
})

describe('hmacSha256Hex', () => {
  it.each([
    ['\x0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ])('agrees with the cases of RFC 4231 whose bytes are text (%#)', (key, text, expected) => {
    expect(hmacSha256Hex(key, text)).toBe(expected)
  })

  it('takes an empty key and an empty text', () => {
    expect(hmacSha256Hex('', '')).toBe('b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad')
  })
})

describe('texts', () => {
  it('are hashed as UTF-8 (values made with Python)', () => {
    expect(sha1Hex('注文-42-é')).toBe('2e0bb88644ad9ea2dbc307c393117cb75e0a46d4')
    expect(sha256Hex('😀')).toBe('f0443a342c5ef54783a111b51ba56c938e474c32324d90c3a60c9c8e3a37e2d9')
    expect(hmacSha256Hex('ключ', '😀 é')).toBe('da7d24b4250803e92731d0a8cb9ec898261ea816743afbb5cc6e6bc150cc46fb')
  })

  it('are not normalised: one letter in two Unicode forms has two hashes', () => {
    expect(sha256Hex('e\u0301')).toBe('bf12767b0f2a56b2190075bae8169f656e3ce8d6357d4aff184bc6c7ea48f9f6')
    expect(sha256Hex('\u00e9')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c')
  })

  it('hash as OpenSSL hashes them, whatever they hold', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })
    fc.assert(
      fc.property(text, text, (key, message) => {
        expect(sha1Hex(message)).toBe(createHash('sha1').update(message, 'utf8').digest('hex'))
        expect(sha256Hex(message)).toBe(createHash('sha256').update(message, 'utf8').digest('hex'))
        expect(hmacSha256Hex(key, message)).toBe(createHmac('sha256', key).update(message, 'utf8').digest('hex'))
      }),
    )
  })
})

describe('equalConstantTime', () => {
  it('agrees with === for any two texts, ill-formed ones too', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'e\u0301', '😀', '\ud800', '\ufffd'), maxLength: 3 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(equalConstantTime(a, b)).toBe(a === b)
        expect(equalConstantTime(a, `${a}`)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['', '', true],
    ['ab', 'aB', false],
    ['ab', 'abc', false],
    ['é', 'ab', false],
    ['Ā', '\u0000', false],
    ['\ud800', '\ufffd', false],
    ['a'.repeat(64), `${'a'.repeat(63)}b`, false],
    ['a'.repeat(64), `b${'a'.repeat(63)}`, false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(equalConstantTime(a, b)).toBe(expected)
  })
})
