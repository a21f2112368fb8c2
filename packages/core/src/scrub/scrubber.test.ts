import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createScrubber } from './scrubber.ts'

const token = 'APP_USR-1-2/3+4"5'
const scrubber = createScrubber([token])

describe('createScrubber', () => {
  it('replaces a secret as it is, URL-encoded and JSON-escaped', () => {
    for (const spelling of [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)]) {
      expect(scrubber.text(`a ${spelling} b`)).toBe('a [hidden] b')
    }
  })

  it('leaves no rest of a secret that contains another one', () => {
    expect(createScrubber(['abc', 'abcdef']).text('xabcdefx')).toBe('x[hidden]x')
  })

  it('ignores an empty secret, which would mask everything', () => {
    expect(createScrubber(['']).text('abc')).toBe('abc')
  })

  it('masks every field that is not on the list, whatever its type', () => {
    const value = { status: 'approved', card: 'visa', cvv: 123, ok: true, none: null, list: ['a'] }
    expect(scrubber.json(value, new Set(['status']))).toEqual({
      status: 'approved',
      card: '[hidden]',
      cvv: '[hidden]',
      ok: true,
      none: null,
      list: ['[hidden]'],
    })
  })

  it('masks secrets by value in listed fields, in names of fields, and as numbers', () => {
    const own = createScrubber(['4455', 'name'])
    expect(own.json({ id: 4455, note: 'x4455', name: 'y' }, new Set(['id', 'note', 'name']))).toEqual({
      id: '[hidden]',
      note: 'x[hidden]',
      '[hidden]': 'y',
    })
  })

  it('masks a hidden field with everything below it, however it is spelt', () => {
    const value = { value: 7, merchantSettings: [{ name: 'key', value: 'x' }] }
    expect(scrubber.json(value, new Set(['value', 'name']), new Set(['merchantsettings']))).toEqual({
      value: 7,
      merchantSettings: '[hidden]',
    })
  })

  it('keeps a field called __proto__ harmless', () => {
    const shown = scrubber.documented(JSON.parse('{"__proto__":{"polluted":true}}'))
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(Object.keys(shown as object)).toEqual(['__proto__'])
  })

  it('cuts long texts and lists, and stops at a depth', () => {
    const shown = scrubber.documented({ text: 'x'.repeat(600), list: Array.from({ length: 60 }, () => 1) })
    expect((shown as { text: string }).text).toHaveLength(501)
    expect((shown as { list: number[] }).list).toHaveLength(50)
    let deep: unknown = 'end'
    for (let level = 0; level < 20; level++) deep = [deep]
    expect(JSON.stringify(scrubber.documented(deep as never))).toContain('[hidden]')
  })

  it('returns a documented value that has no secret as it is, and masks one that has, wherever it stands', () => {
    const own = createScrubber(['4455', 'se"cret'])
    const harmless = { id: 44556, note: 'secret', list: [null, true, { name: '445' }] }
    expect(own.documented(harmless)).toBe(harmless)
    for (const [value, masked] of [
      [4455, '[hidden]'],
      ['a se"cret b', 'a [hidden] b'],
      ['a se\\"cret b', 'a [hidden] b'],
      ['a se%22cret b', 'a [hidden] b'],
      [{ x4455: 1 }, { 'x[hidden]': 1 }],
      [[[{ deep: ['', 'no 4455'] }]], [[{ deep: ['', 'no [hidden]'] }]]],
    ] as const) {
      expect(own.documented(value)).toEqual(masked)
    }
  })

  it('puts a note of its size in the place of a documented value that is too large as UTF-8', () => {
    const value = ['é'.repeat(10)]
    expect(scrubber.documented(value, 24)).toEqual(value)
    expect(scrubber.documented(value, 23)).toBe('[24 bytes, more than the 23 kept]')
    expect(scrubber.documented([token], 12)).toEqual(['[hidden]'])
  })

  it('shows only headers known to be harmless', () => {
    expect(scrubber.headers({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })).toEqual({
      authorization: '[hidden]',
      'content-type': 'application/json',
    })
  })

  it('learns the secrets of one call without keeping them', () => {
    const call = scrubber.with(['payer-token'])
    expect(call.text('payer-token')).toBe('[hidden]')
    expect(scrubber.text('payer-token')).toBe('payer-token')
    expect(inspect(scrubber)).not.toContain('APP_USR')
  })
})
