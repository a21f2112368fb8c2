import { describe, expect, it } from 'vitest'
import { handleOf } from './contract-world.ts'
import { mergeHandles } from './merge-handles.ts'

const early = '2026-01-01T00:00:00.000Z'
const late = '2026-01-01T00:00:01.000Z'

describe('mergeHandles', () => {
  it('takes the first handle as it is', () => {
    expect(mergeHandles(null, handleOf('a'))).toEqual(handleOf('a'))
  })

  it.each([
    [early, late, early],
    [late, early, early],
    [early, null, early],
    [null, late, late],
    [null, null, null],
    ['2026-01-01T00:30:00.000Z', '2026-01-01T01:00:00.000+01:00', '2026-01-01T01:00:00.000+01:00'],
  ])('of the times %s and %s keeps %s, with the snapshot of that sending', (stored, next, expected) => {
    const merged = mergeHandles(
      handleOf('a', { firstSentAt: stored, snapshot: { at: String(stored) } }),
      handleOf('a', { firstSentAt: next, snapshot: { at: String(next) } }),
    )
    expect(merged).toMatchObject({ firstSentAt: expected, snapshot: { at: String(expected) } })
  })

  it('never invents a snapshot that the first sending did not have', () => {
    const merged = mergeHandles(handleOf('a'), handleOf('a', { firstSentAt: late, snapshot: { status: '10' } }))
    expect(merged).toEqual(handleOf('a'))
  })

  it('adds ids and never forgets a mismatch', () => {
    const mismatch = handleOf('a', { mismatch: true })
    expect(mergeHandles(mismatch, handleOf('a', { ids: { capture: 'c-1' } }))).toEqual({
      ...mismatch,
      ids: { payment: 'p-1', capture: 'c-1' },
    })
    expect(mergeHandles(handleOf('a'), mismatch)).toEqual(mismatch)
  })

  it.each(['provider', 'environment', 'account', 'operation', 'idempotencyKey', 'fingerprint'] as const)(
    'refuses another %s, naming it',
    (name) => {
      expect(() => mergeHandles(handleOf('a'), handleOf('a', { [name]: 'another' }))).toThrow(
        expect.objectContaining({ code: 'invalid_request', field: `handle.${name}` }),
      )
    },
  )
})
