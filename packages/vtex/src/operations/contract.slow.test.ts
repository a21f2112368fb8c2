import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { cases, subjects } from './__fixtures__/subjects.ts'

function createTransport() {
  const dispatcher = new Agent()
  return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
}

describe.each(subjects)('the contract, for %s, with undici, holds for:', (_, subject) => {
  it.each(cases(subject, { createTransport }))('%s', { timeout: 180_000 }, async (__, report) => {
    expect((await report()).moved).toBeLessThanOrEqual(1)
  })
})

describe.each(subjects.filter(([name]) => name === 'cancellations'))(
  'the contract, for %s, with the default transport, holds for:',
  (_, subject) => {
    it.each(cases(subject))('%s', { timeout: 180_000 }, async (__, report) => {
      expect((await report()).moved).toBeLessThanOrEqual(1)
    })
  },
)
