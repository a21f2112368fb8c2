import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idempotencyKey } from './idempotency-key.ts'

/** Frozen for ever: a key that changes captures twice. Made with Python's hashlib and uuid, not with this code. */
const frozen: readonly (readonly [parts: readonly string[], key: string])[] = [
  [['mercadopago', 'live', 'acme', 'capture', 'order-1001', '1'], '3b6bc3be-be90-81cc-aa61-1d9e697c9afc'],
  [['mercadopago', 'live', 'acme', 'capture', 'order-1001', '2'], '6a5bf274-ea86-8864-b269-a5dcaaad5b37'],
  [['a'], 'c30d1916-ad66-82be-9ca5-e3b71c4e9782'],
  [['a', 'b'], 'c70e3729-3ab1-8951-ac49-cb45d4224cec'],
  [['ab'], '753c4d02-7920-8827-aa6a-f6b93d48d608'],
  [['a,b'], '8623ef2d-a2f1-853a-bd83-733da323c5fa'],
  [['a","b'], '4199d696-0c8e-83cd-9856-58007e1f1473'],
  [[' a'], '069be8c5-8649-8f5b-a61c-593246767a71'],
  [['A'], 'e57b1751-2a3b-8966-a586-2b10e499ac51'],
  [['\u00e9'], 'a1d9ddd7-4fee-8f02-a200-0fb4773d8f6b'],
  [['e\u0301'], '72c69048-0da7-87c3-a11a-ae55b6222614'],
  [['注文-42', '😀'], 'c53c8c06-d9f5-8df9-a027-c9cb4890c69b'],
  [['line\nbreak\t"quoted" \\ / \u007f\u2028\u0001\b\f'], '38f03525-0ab4-88dc-85f7-c7db17a40236'],
  [['\ud800'], '6eb70e7c-accd-875b-9721-3a09e8554000'],
  [['\ufffd'], 'c76b857f-1591-8c30-a454-aeef3fb6897c'],
  [['x'.repeat(1000)], 'e38d995f-c36b-8d77-9209-07f5c845a68b'],
]

describe('idempotencyKey', () => {
  it.each(frozen)('of %j is frozen', (parts, key) => {
    expect(idempotencyKey(...parts)).toBe(key)
  })

  it('is a UUID of version 8 and the RFC 9562 variant, the same every time', () => {
    const parts = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(parts, (list) => {
        const key = idempotencyKey(...list)
        expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(idempotencyKey(...list)).toBe(key)
      }),
    )
  })

  it('tells apart every two lists of parts', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', ' ', '\\'), minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(idempotencyKey(...a) === idempotencyKey(...b)).toBe(JSON.stringify(a) === JSON.stringify(b))
      }),
    )
  })

  it('refuses no parts, empty parts and parts that are not text, naming the part', () => {
    const loose = idempotencyKey as (...parts: unknown[]) => string
    const invalid = (field: string) => expect.objectContaining({ code: 'invalid_request', field })
    expect(() => idempotencyKey()).toThrow(invalid('parts'))
    expect(() => idempotencyKey('')).toThrow(invalid('parts.0'))
    expect(() => idempotencyKey('mercadopago', '')).toThrow(invalid('parts.1'))
    for (const part of [undefined, null, 1, 1n, true, {}, ['a'], Symbol('a')]) {
      expect(() => loose('mercadopago', part)).toThrow(invalid('parts.1'))
    }
    // @ts-expect-error parts are texts
    expect(() => idempotencyKey(1001)).toThrow(invalid('parts.0'))
  })
})
