import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from './json-value.ts'
import { maxJsonDepth, parseJson } from './parse-json.ts'

const asText = { numbers: 'text' } as const

/** Every number of a value as the text it was written with. */
function numbersAsText(value: unknown): unknown {
  if (typeof value === 'number') return JSON.stringify(value)
  if (Array.isArray(value)) return value.map(numbersAsText)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbersAsText(item)]))
}

describe('parseJson', () => {
  it('agrees with JSON.parse for ordinary values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        // Fields of this name are left out on purpose, see below.
        fc.pre(!text.includes('"__proto__"'))
        const parsed = parseJson(text)
        // Generated doubles may lie beyond 2^53, and then come back as text.
        expect(numbersAsText(parsed)).toEqual(numbersAsText(JSON.parse(text)))
        expect(parseJson(text, asText)).toEqual(numbersAsText(JSON.parse(text)))
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['0', '-7', '123456789012345', '-123456789012345', '1234567890123456', '-0', '0.0', '10.50', '1e2', '-1E+2'])(
    'gives %s as the text it stood as, wherever it stands',
    (token) => {
      expect(parseJson(token, asText)).toBe(token)
      expect(parseJson(`[${token}]`, asText)).toEqual([token])
      const nested = `{"a":\t${token},"b":[[${token} ,"${token}"],{"c": ${token}}],"\\u005f":${token}}`
      expect(parseJson(nested, asText)).toEqual({ a: token, b: [[token, token], { c: token }], _: token })
      expect(parseJson(`{"__proto__":${token},"a":${token}}`, asText)).toEqual({ a: token })
    },
  )

  it.each(['12345678901234567890', '9007199254740993', '9007199254740992', '-9007199254740993', '0.12345678901234567'])(
    'keeps %s as text where a number would lose digits',
    (token) => {
      expect(parseJson(token)).toBe(token)
      expect(parseJson(`{"id": [ ${token},1]}`)).toEqual({ id: [token, 1] })
    },
  )

  it.each([
    '1234567890.1234567890',
    '1e400',
    '-1e400',
    '1e-400',
    '1e21',
    '0.30000000000000004000000000000001',
    '1.5E300',
  ])('keeps %s as text, which no prefix of digits gives away', (token) => {
    expect(parseJson(`[${token}]`)).toEqual([token])
  })

  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['1234567890123456', 1234567890123456],
    ['1.10', 1.1],
    ['10.50', 10.5],
    ['0.0000000000000000', 0],
    ['-0', -0],
    ['0e999', 0],
    ['1e2', 100],
    ['1E+2', 100],
    ['1.5e-7', 1.5e-7],
    ['0.10000000000000000000', 0.1],
    ['1.000000000000000000', 1],
    ['100000000000000000000e-10', 10_000_000_000],
    ['0.1234567890123456', 0.1234567890123456],
    ['4307.23', 4307.23],
  ])('keeps %s as a number: its value is the same', (token, value) => {
    expect(parseJson(token)).toBe(value)
  })

  it('never changes the value of a number', () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,2})?$/)
    fc.assert(
      fc.property(digits, (token) => {
        const parsed = parseJson(`[${token}]`) as readonly JsonValue[]
        if (parsed[0] === token) return
        expect(rational(String(parsed[0]))).toBe(rational(token))
      }),
      { numRuns: 2000 },
    )
  })

  it('gives every number as it stood in text mode', () => {
    const text =
      '{"amount": 10.50, "status":0, "list":[1e2,-0,1.0, 12345678901234567890], "text":"10.50 {1,2]", "no":null}'
    expect(parseJson(text, asText)).toEqual({
      amount: '10.50',
      status: '0',
      list: ['1e2', '-0', '1.0', '12345678901234567890'],
      text: '10.50 {1,2]',
      no: null,
    })
    expect(parseJson('1.10', asText)).toBe('1.10')
  })

  it('leaves digits inside strings and keys alone', () => {
    const value = {
      '12345678901234567890': 'a 12345678901234567890 b',
      'escaped "12345678901234567890': '\\" 1.2345678901234567890123, [-1e400] \\',
      uuid: '3b6bc3be-be90-81cc-aa61-1d9e697c9afc',
      empty: '',
    }
    for (const options of [{}, asText]) {
      expect(parseJson(JSON.stringify(value), options)).toEqual(value)
      expect(parseJson(`{"n":12345678901234567890,"v":${JSON.stringify(value)}}`, options)).toEqual({
        n: '12345678901234567890',
        v: value,
      })
    }
  })

  it('leaves out keys named __proto__, however they are written', () => {
    for (const key of ['__proto__', '\\u005f_proto__', '_\\u005Fproto__']) {
      const parsed = parseJson(`{"a":{"${key}":{"approved":true},"b":10},"text":"__proto__"}`)
      expect(parsed).toEqual({ a: { b: 10 }, text: '__proto__' })
      expect(Object.keys((parsed as { a: object }).a)).toEqual(['b'])
    }
    expect(parseJson('["__proto__"]')).toEqual(['__proto__'])
    expect(parseJson('{"__proto__":1,"id":12345678901234567890}')).toEqual({ id: '12345678901234567890' })
  })

  it('takes the last of equal keys', () => {
    expect(parseJson('{"status":500,"status":200}')).toEqual({ status: 200 })
  })

  it.each([
    '',
    ' ',
    '{',
    '{"a":1,}',
    "{'a':1}",
    'undefined',
    'NaN',
    '01',
    '1.',
    '+1',
    '.5',
    '<html>',
    '\ufeff{}',
    '[1]x',
    '"\n"',
  ])('refuses %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
    expect(() => parseJson(text, asText)).toThrow(SyntaxError)
  })

  it('never quotes the text in the error', () => {
    expect(() => parseJson('TEST-secret')).toThrow(new SyntaxError('The text is not JSON'))
  })

  it('refuses values nested too deeply, in arrays, objects and broken text, without exhausting the stack', () => {
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
    expect(parseJson(nested(maxJsonDepth))).toBeDefined()
    for (const text of [
      nested(maxJsonDepth + 1),
      nested(500_000),
      '['.repeat(1_000_000),
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      `{"a":"\\"",${'"b":[{"c":'.repeat(40)}`,
    ]) {
      expect(() => parseJson(text)).toThrow(new SyntaxError('The JSON is nested deeper than 64 levels'))
    }
  })

  it('takes wide values, and brackets inside strings', () => {
    const wide = Array.from({ length: 1000 }, (_, id) => ({ id, note: '[[[{{{"\\' }))
    expect(parseJson(JSON.stringify(wide))).toEqual(wide)
    const brackets = { note: `${'['.repeat(1000)}"${'{'.repeat(1000)}` }
    expect(parseJson(JSON.stringify(brackets))).toEqual(brackets)
  })

  it('takes time in proportion to the length of hostile numbers', () => {
    const zeros = '0'.repeat(500_000)
    const started = performance.now()
    parseJson(`[1${zeros}1, 0.${zeros}1${zeros}, 1.${zeros}1, ${'1e5,'.repeat(50_000)}1]`)
    parseJson(`"${'\\"'.repeat(400_000)}1e5"`)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

/** The exact value of a decimal as digits and exponent, by BigInt. */
function rational(token: string): string {
  const [mantissa = '', exponent = '0'] = token.toLowerCase().split('e')
  const [integer = '', fraction = ''] = mantissa.split('.')
  let value = BigInt(integer + fraction)
  let scale = Number(exponent) - fraction.length
  if (value === 0n) return '0'
  while (value % 10n === 0n) {
    value /= 10n
    scale++
  }
  return `${value}e${scale}`
}
