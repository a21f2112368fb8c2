import { expect, it } from 'vitest'
import { conceal } from './conceal.ts'

it('hides a secret wherever it is, in whatever common spelling', () => {
  const secret = 'a"b/c\\d é'
  const document = {
    plain: `before ${secret} after`,
    nested: [{ json: JSON.stringify({ secret }) }],
    url: `https://example.test/?token=${encodeURIComponent(secret)}`,
    basic: Buffer.from(secret).toString('base64'),
    [secret]: 1,
  }
  const text = JSON.stringify(conceal(document, [secret]))
  expect(text).not.toContain('c\\\\d')
  expect(text).not.toContain(encodeURIComponent(secret))
  expect(text).not.toContain(Buffer.from(secret).toString('base64'))
  expect(text.match(/\[hidden\]/g)).toHaveLength(5)
})

it('leaves alone what is too short to be a secret', () => {
  expect(conceal({ amount: '1.00' }, ['1', ''])).toEqual({ amount: '1.00' })
})
