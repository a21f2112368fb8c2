import { expect, it } from 'vitest'
import { defaultLedger, folderOf, keyFileOf } from './open-place.ts'

it('keeps the key beside the folder, however that is written', () => {
  expect(keyFileOf({ ledger: '/tmp/books/' })).toBe('/tmp/books.key')
  expect(keyFileOf({ ledger: '/tmp/books' })).toBe('/tmp/books.key')
  expect(folderOf({ ledger: '/tmp/books/' })).toBe('/tmp/books')
  expect(keyFileOf({ ledger: `${defaultLedger}/` })).toBe(keyFileOf({}))
  expect(keyFileOf({ ledger: '/tmp/books', keyFile: '/run/key' })).toBe('/run/key')
})
