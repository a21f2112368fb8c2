import { CaptureError } from '@cap/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ledgerOn, mercadopago } from '../__fixtures__/world.ts'

type TestLedger = Awaited<ReturnType<typeof ledgerOn>>

describe('what a listener throws', () => {
  it.each([
    ['at once', () => never()],
    ['later', async () => never()],
  ])('%s changes nothing, ends no process, and is said once', async (name, listener) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const ledger = await ledgerOn('PostgreSQL')
    const mp = mercadopago()
    const batch = `listener-${name.replaceAll(' ', '-')}`
    let told = 0
    const onProgress = () => {
      told++
      return listener()
    }
    const rows = [{ request: mp.request(batch) }, { request: mp.request(`${batch}-2`) }]
    await ledger.enqueue(rows, { batch, clients: mp.client, onProgress })
    const onOutcome = () => {
      told++
      return listener()
    }
    expect(await ledger.work({ clients: mp.client, batch, onOutcome })).toMatchObject({ captured: 2 })
    expect(told).toBe(3)
    await ledger.close()
    expect(warned.mock.calls.map(([text]) => text)).toEqual([broken, broken])
    warned.mockRestore()
  })
})

const broken = '@cap/ledger: a callback threw, which changed nothing: the listener is broken'

function never(): never {
  throw new Error('the listener is broken')
}

describe('what is asked before a row is sent', () => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now }
  let ledger: TestLedger
  beforeAll(async () => {
    ledger = await ledgerOn('PostgreSQL', { clock, leaseMs: 60_000 })
  })
  afterAll(() => ledger.close())

  it.each([
    ['an error', new Error('the shop is away')],
    ['one of our own', new CaptureError({ code: 'refused', provider: 'shop', message: 'no such order' })],
  ])('leaves the row queued when it throws %s', async (name, thrown) => {
    const mp = mercadopago(clock)
    const batch = `throws-${name.replaceAll(' ', '-')}`
    await ledger.enqueue([{ request: mp.request(batch) }], { batch, clients: mp.client })
    const stillWanted = () => Promise.reject(thrown)
    await expect(ledger.work({ clients: mp.client, batch, stillWanted })).rejects.toBe(thrown)
    expect((await ledger.progress(batch)).counts).toMatchObject({ queued: 1, refused: 0 })
    await ledger.work({ clients: mp.client, batch })
    expect((await ledger.progress(batch)).counts).toMatchObject({ captured: 1 })
  })

  it('does not take a row past its time', async () => {
    const mp = mercadopago(clock)
    const row = { request: mp.request('slow-hook'), captureBy: new Date(now + 1_000).toISOString() }
    await ledger.enqueue([row], { batch: 'slow', clients: mp.client })
    const stillWanted = () => {
      now += 5_000
      return true
    }
    expect(await ledger.work({ clients: mp.client, batch: 'slow', stillWanted })).toMatchObject({ refused: 1 })
    expect(mp.sent()).toBe(0)
  })
})
