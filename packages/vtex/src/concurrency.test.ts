import { expect, it } from 'vitest'
import { appKey, appToken, minimal, notSettled, settled, wire } from './__fixtures__/settlement.ts'
import { createVtexProviderEmulator } from './emulator.ts'
import { createVtexGateway } from './index.ts'

function gatewayOf(emulator: ReturnType<typeof createVtexProviderEmulator>) {
  return createVtexGateway({
    baseUrl: 'https://provider.example',
    appKey,
    appToken,
    random: () => 0,
    fetch: (input, init) => emulator.fetch(new Request(input, init)),
  })
}

it('captures once when one settlement is asked for many times at once, with one answer for all', async () => {
  const emulator = createVtexProviderEmulator({ latencyMs: 5 })
  const gateway = gatewayOf(emulator)
  const other = gatewayOf(emulator)
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? gateway : other).capture(minimal)),
  )
  expect(emulator.book()).toHaveLength(1)
  const ids = outcomes.map((outcome) => (outcome.status === 'captured' ? outcome.captureId : outcome.status))
  expect(new Set(ids).size).toBe(1)
  expect(outcomes[0]).toMatchObject({ status: 'captured' })
})

it('captures each of several settlements of one payment, equal ones too', async () => {
  const emulator = createVtexProviderEmulator()
  const gateway = gatewayOf(emulator)
  const outcomes = await Promise.all(
    ['shipment-1', 'shipment-2', 'shipment-3'].map((requestId) => gateway.capture({ ...minimal, requestId })),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['captured', 'captured', 'captured'])
  expect(emulator.book().map(({ key }) => key)).toEqual(['shipment-1', 'shipment-2', 'shipment-3'])
  expect(new Set(outcomes.map((outcome) => outcome.status === 'captured' && outcome.captureId)).size).toBe(3)
})

it('is pending when the provider is still busy with the same settlement, and captured when it is asked later', async () => {
  const busy = { ...notSettled, code: 'IN_PROGRESS', message: 'A settlement with this id is running' }
  const { capture, gateway } = wire([
    [500, busy],
    [200, settled],
  ])
  const outcome = await capture()
  if (outcome.status !== 'pending') throw new Error(`not pending: ${outcome.status}`)
  expect(outcome.code).toBe('IN_PROGRESS')
  expect(await gateway.resolve(outcome.handle, { request: minimal, replay: 'allow' })).toMatchObject({
    status: 'captured',
  })
})
