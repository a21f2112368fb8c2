import { expect, it } from 'vitest'
import { ledgerOn, mercadopago, type Network } from '../__fixtures__/world.ts'

it('pauses an account whose answers say something else than was asked, though only a person can close those', async () => {
  const ledger = await ledgerOn('PostgreSQL')
  const mp = mercadopago()
  const another: Network = async (_, forward) => {
    const answer = await forward()
    const text = (await answer.text()).replaceAll('70.50', '1.00').replaceAll('70.5', '1.00')
    return new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } })
  }
  mp.through(another)
  const rows = Array.from({ length: 40 }, (_, n) => ({ request: mp.request(`mismatch-${n}`) }))
  await ledger.enqueue(rows, { batch: 'b', clients: mp.client })
  const breaker = { after: 3, pauseMs: 60_000 }
  await ledger.work({ clients: mp.client, batch: 'b', concurrency: 2, breaker, signal: AbortSignal.timeout(1_500) })
  const { counts } = await ledger.progress('b')
  expect(counts.person).toBeGreaterThanOrEqual(3)
  // What was in flight when it tripped.
  expect(mp.sent()).toBeLessThanOrEqual(3 + 2)
  expect(counts.queued).toBe(40 - mp.sent())
  await ledger.close()
})
