import { memoryStore } from '@cap/core'
import { createTestClock, type FaultStep, faults, simulatedTransport, versions } from '@cap/core/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startProcess } from '../connector/__fixtures__/mortal.ts'
import { ask, pair, paymentId, settlementBody } from '../connector/__fixtures__/world.ts'
import { createVtexConnector } from '../connector.ts'
import { mercadopago, type Provider, pipwave } from './__fixtures__/chain.ts'

const everyStep = faults.flatMap(versions)

/** The whole of a payment is settled through faults between the client and its provider, new ids, crashes and cancellations. */
async function run(provider: Provider, numbers: readonly number[]): Promise<void> {
  let position = 0
  let well = false
  const draw = (below: number) => (numbers[position++] ?? 0) % below
  const clock = createTestClock()
  const pause = (ms: number) => new Promise<null>((resolve) => clock.after(ms, () => resolve(null)))
  const store = memoryStore({ clock })
  const next = (): FaultStep | null => (well || draw(3) !== 1 ? null : (everyStep[draw(everyStep.length)] ?? null))
  const transport = simulatedTransport({ emulator: provider, clock, next })

  function start() {
    const process = startProcess(store)
    const bridge = provider.bridge({ baseUrl: 'http://127.0.0.1:1', transport, clock })
    const connector = createVtexConnector({
      authenticate: [{ merchant: 'store', ...pair }],
      store: process.store,
      clock,
      payment: () => ({ currency: provider.currency, authorized: '100.00', state: 'authorized' }),
      capture: process.alive(bridge.capture),
      resolve: process.alive(bridge.resolve),
      cancel: process.alive(async () => ({ status: 'cancelled' as const })),
    })
    return { connector, kill: process.kill }
  }

  let live = start()
  let cancelled = false
  let answered = 0
  const post = (path: string, body: unknown) =>
    clock.run(Promise.race([ask(live.connector, `/payments/${paymentId}/${path}`, body), pause(25_000)]))

  async function settle(requestId: string): Promise<void> {
    const heard = await post('settlements', settlementBody({ requestId, value: 100 }))
    if (heard?.status !== 200) return
    answered += 1
    expect([heard.json.value, provider.book().length, cancelled]).toEqual([100, 1, false])
  }

  let id = 1
  for (let steps = 1 + draw(6); steps > 0; steps--) {
    const action = draw(7)
    if (action === 1) id += 1
    if (action === 2) {
      const doomed = live
      clock.after([0, 15, 300, 2_000][draw(4)] ?? 0, () => doomed.kill())
    }
    if (action === 3) await clock.advance(draw(300) * 1_000)
    if (action === 4) {
      const heard = await post('cancellations', { paymentId, requestId: `c${steps}` })
      if (heard?.status === 200) {
        expect(provider.book()).toEqual([])
        cancelled = true
      }
    } else if (action === 5) await Promise.all([settle(`r${id}`), settle(`r${id}`)])
    else await settle(`r${id}`)
    if (action === 2) live = start()
  }
  well = true
  live = start()
  await clock.advance(200_000)
  for (let last = id; last >= 1; last--) await settle(`r${last}`)
  expect(provider.book().length).toBeLessThanOrEqual(1)
  if (cancelled) expect([provider.book().length, answered]).toEqual([0, 0])
}

/** Does not hear the same bytes twice: the network may deliver a request twice, and that is not the connector's doing. */
function deaf(provider: Provider): Provider {
  const heard = new Map<string, Response>()
  return {
    ...provider,
    async fetch(request) {
      const body = await request.clone().text()
      const answer = heard.get(body)?.clone() ?? (await provider.fetch(request))
      if (body.includes('"capture-payment"')) heard.set(body, answer.clone())
      return answer
    },
  }
}

const numbers = fc.array(fc.nat({ max: 1_000 }), { minLength: 4, maxLength: 60, size: 'max' })
const numRuns = Math.ceil(Number(process.env.CAP_SCHEDULES ?? 300) / 2)

describe.each([
  ['Mercado Pago', mercadopago],
  ['pipwave', pipwave],
  ['a pipwave whose gateway confirms later', () => deaf(pipwave('100.00', false, 'asynchronous'))],
] as const)('VTEX → connector → %s', (_, create) => {
  it(`moves the money at most once in ${numRuns} random schedules`, { timeout: 3_600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(numbers, (drawn) => run(create(), drawn)),
      { numRuns },
    )
  })
})
