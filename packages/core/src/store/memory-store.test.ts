import { describe, expect, expectTypeOf, it } from 'vitest'
import type { CaptureHandle } from '../capture/handle.ts'
import type { CaptureOutcome } from '../outcome/outcome.ts'
import { memoryStore } from './memory-store.ts'
import type { BeginResult, OperationStore } from './operation-store.ts'
import { OperationStoreError } from './operation-store-error.ts'
import { operationStoreContract } from './store-contract.ts'

let now = Date.UTC(2026, 0, 1)
const clock = {
  now: () => now,
  advance(ms: number) {
    now += ms
  },
}

describe('memoryStore keeps the contract: it', () => {
  for (const { name, run } of operationStoreContract(() => memoryStore({ clock }), clock)) it(name, run)
})

describe('memoryStore', () => {
  it('goes by the system’s clock by default', async () => {
    const store = memoryStore()
    const request = { fingerprint: 'f', leaseMs: 5, group: 'g' }
    const first = await store.begin('a', request)
    expect(first.state).toBe('new')
    expect((await store.begin('a', request)).state).toBe('running')
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await store.begin('a', request)).state).toBe('new')
  })

  it('is a store of whatever plain JSON its owner keeps', async () => {
    const store = memoryStore<CaptureOutcome>()
    expectTypeOf(store).toEqualTypeOf<OperationStore<CaptureOutcome>>()
    expectTypeOf<Extract<BeginResult, { state: 'open' }>['handle']>().toEqualTypeOf<CaptureHandle>()
    // @ts-expect-error what is open is suspended, not completed
    await expect(store.complete('a', 'lease', { money: 'open', data: null })).rejects.toThrow()
    // @ts-expect-error only a proven no releases
    await expect(store.release('a', 'lease', { money: 'moved', data: null })).rejects.toThrow()
  })

  it('names the operation and what to do in its errors', async () => {
    const error: unknown = await memoryStore()
      .release('order-1', 'lease')
      .catch((caught) => caught)
    expect(OperationStoreError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({
      code: 'stale_lease',
      key: 'order-1',
      message: 'operation order-1: the lease has ended, and nothing was changed: begin again to learn the state',
    })
    expect(OperationStoreError.isInstance(new Error('stale_lease'))).toBe(false)
  })
})
