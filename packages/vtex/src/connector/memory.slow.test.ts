import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { memoryStore } from '@cap/core'
import { expect, it } from 'vitest'
import { createVtexConnector, type Settlement } from '../connector.ts'
import { captured, pair } from './__fixtures__/world.ts'

const settlements = Number(process.env.CAP_SETTLEMENTS ?? 20_000)

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heap(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

it(`keeps its memory flat over ${settlements} settlements with an expiring store`, { timeout: 3_600_000 }, async () => {
  let now = Date.UTC(2026, 0, 1)
  const store = memoryStore({ clock: { now: () => now } })
  const connector = createVtexConnector({
    authenticate: [{ merchant: 'store', ...pair }],
    store,
    clock: { now: () => now, after: () => () => {} },
    payment: () => ({ currency: 'BRL', authorized: '100.00', state: 'authorized' }),
    capture: async (settlement: Settlement, { beforeSend }) => {
      await beforeSend()
      return captured(settlement)
    },
    resolve: async (settlement) => captured(settlement),
  })
  const headers = {
    'content-type': 'application/json',
    'x-provider-api-appkey': pair.appKey,
    'x-provider-api-apptoken': pair.appToken,
  }
  const warmUp = Math.floor(settlements / 4)
  let before = 0
  for (let index = 0; index < settlements; index++) {
    const paymentId = `P${index}`
    const body = JSON.stringify({ paymentId, requestId: `R${index}`, transactionId: 'T', value: 45.5 })
    const url = `https://p.example/payments/${paymentId}/settlements`
    const response = await connector.fetch(new Request(url, { method: 'POST', headers, body }))
    if (response.status !== 200) throw new Error(await response.text())
    now += 1_000
    if (index % 500 === 499) await store.expire(now - 400_000)
    if (index === warmUp) before = heap()
  }
  expect(heap() - before).toBeLessThan(4 * 1024 * 1024)
})
