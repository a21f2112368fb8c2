import { expect, it } from 'vitest'
import { ledgerOn, mercadopago } from '../__fixtures__/world.ts'

it.each([
  ['concurrency', { concurrency: 0 }],
  ['concurrency', { concurrency: Number.NaN }],
  ['concurrency', { concurrency: 1.5 }],
  ['ratePerSecond', { ratePerSecond: 0 }],
  ['ratePerSecond', { ratePerSecond: -1 }],
  ['ratePerSecond', { ratePerSecond: Number.POSITIVE_INFINITY }],
  ['breaker.after', { breaker: { after: 0, pauseMs: 1 } }],
  ['breaker.pauseMs', { breaker: { after: 1, pauseMs: -1 } }],
  ['until', { until: 'done' as 'sent' }],
])('refuses to work with a limit that makes no sense: %s, %j', async (field, options) => {
  const ledger = await ledgerOn('PostgreSQL', { schema: 'cap_limits' })
  const mp = mercadopago()
  await ledger.enqueue([{ request: mp.request('limits') }], { batch: 'b', clients: mp.client })
  const refused = { code: 'invalid_request', field }
  await expect(ledger.work({ clients: mp.client, ...options })).rejects.toMatchObject(refused)
  expect(mp.sent()).toBe(0)
  await ledger.close()
})
