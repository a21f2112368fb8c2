import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../json/json-value.ts'
import { memoryStore } from './memory-store.ts'

/** What the store gives back of what it was given. */
async function kept(data: unknown): Promise<unknown> {
  const store = memoryStore<unknown>()
  const request = { fingerprint: 'f', leaseMs: 1000, group: 'g' }
  const begun = await store.begin('a', request)
  if (begun.state !== 'new') throw new Error(begun.state)
  await store.complete('a', begun.lease, { money: 'none', data })
  const again = await store.begin('a', request)
  return again.state === 'done' ? again.record.data : undefined
}

class Point {
  readonly x = 1
}

const cyclic: { self?: unknown } = {}
cyclic.self = cyclic

const inherits: unknown = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } })

describe('memoryStore keeps what JSON text would keep: it', () => {
  it.each<[string, unknown]>([
    ['plain JSON', { a: [1, 'x', true, null, { b: [] }], c: {} } satisfies JsonValue],
    ['null', null],
    ['what is undefined', { a: undefined, b: [undefined, 1] }],
    ['functions and symbols', { a: () => 1, b: [Symbol('s')], [Symbol('t')]: 1 }],
    ['numbers that JSON has not', [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ['dates', { at: new Date(0), list: [new Date(1)] }],
    ['instances', new Point()],
    ['an inherited field', inherits],
    ['maps, boxed values and bytes', [new Map([[1, 2]]), Object('text'), new Uint8Array(2)]],
    ['sparse lists', new Array(3)],
    ['an own __proto__', JSON.parse('{"a":{"__proto__":{"b":1}}}')],
    ['its own toJSON', { a: { toJSON: (key: string) => `told ${key}` } }],
    ['deep values', JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`)],
  ])('%s', async (_, data) => {
    const got = await kept(data)
    expect(JSON.stringify(got)).toBe(JSON.stringify(data))
    expect(got).toStrictEqual(JSON.parse(JSON.stringify(data)))
  })

  it.each<[string, unknown]>([
    ['a bigint', { a: 1n }],
    ['a cycle', cyclic],
  ])('refuses %s', async (_, data) => {
    await expect(kept(data)).rejects.toThrow(TypeError)
  })
})
