import { describe, expect, it } from 'vitest'
import type { Finished } from '../capture/event.ts'
import { Unresolved } from './unresolved.ts'

function ended(operationDigest: string, status: 'unknown' | 'captured', more: Partial<Finished> = {}): Finished {
  const outcome = { status, handle: { firstSentAt: null } }
  const at = '2026-01-01T00:00:00.000Z'
  return { provider: 'toy', operation: 'capture', operationDigest, outcome, at, ...more } as Finished
}

describe('Unresolved', () => {
  it('forgets the oldest beyond ten thousand, since another process may have concluded them', () => {
    const unresolved = new Unresolved()
    for (let number = 0; number < 10_005; number++) unresolved.tell(ended(`operation-${number}`, 'unknown'))
    expect(unresolved.counts().get('toy')?.count).toBe(10_000)
    unresolved.tell(ended('operation-0', 'captured'))
    expect(unresolved.counts().get('toy')?.count).toBe(10_000)
    unresolved.tell(ended('operation-10004', 'captured'))
    expect(unresolved.counts().get('toy')?.count).toBe(9999)
  })

  it('counts every operation that can be resolved', () => {
    const unresolved = new Unresolved()
    unresolved.tell(ended('refund-1', 'unknown', { operation: 'refund' }))
    expect(unresolved.counts().get('toy')?.count).toBe(1)
    unresolved.tell(ended('refund-1', 'captured', { operation: 'resolve' }))
    expect(unresolved.counts().get('toy')?.count).toBe(0)
  })
})
