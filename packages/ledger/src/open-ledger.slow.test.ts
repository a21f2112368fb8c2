import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { answerLost, dataKey, mercadopago, temporaryFolder } from './__fixtures__/world.ts'
import { openLedger } from './open-ledger.ts'

describe('openLedger', () => {
  let place: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    place = temporaryFolder()
  })
  afterEach(() => place.remove())

  it('keeps captures in a folder, from one opening to the next', async () => {
    const mp = mercadopago()
    const first = await openLedger({ folder: place.folder, dataKey })
    const outcome = await first.capture(mp.client, mp.request('1'))
    expect(outcome).toMatchObject({ status: 'captured', recorded: true })
    await first.close()

    const second = await openLedger({ folder: place.folder, dataKey })
    expect(await second.capture(mp.client, mp.request('1'))).toEqual({ ...outcome, repeated: true })
    await second.close()
    expect(mp.sent()).toBe(1)
  })

  it('waits for what is in flight when it is closed, and refuses what comes after', async () => {
    const mp = mercadopago()
    const ledger = await openLedger({ folder: place.folder, dataKey })
    let arrived = () => {}
    const sent = new Promise<void>((resolve) => {
      arrived = resolve
    })
    mp.through(async (_, forward) => {
      arrived()
      await new Promise((resolve) => setTimeout(resolve, 100))
      return forward()
    })
    const capture = ledger.capture(mp.client, mp.request('1'))
    await sent
    await Promise.all([ledger.close(), ledger.close()])
    expect(await capture).toMatchObject({ status: 'captured', recorded: true })
    await expect(ledger.capture(mp.client, mp.request('2'))).rejects.toMatchObject({ code: 'closed' })
  })

  it('keeps captures on a server', async () => {
    const mp = mercadopago()
    const options = { connectionString: inject('postgres'), schema: 'cap_open', dataKey }
    const [first, second] = [await openLedger(options), await openLedger(options)]
    const outcome = await first.capture(mp.client, mp.request('1'))
    expect(await second.capture(mp.client, mp.request('1'))).toEqual({ ...outcome, repeated: true })
    await Promise.all([first.close(), second.close()])
  })

  it('refuses a folder that is open, and names its owner', async () => {
    const ledger = await openLedger({ folder: place.folder })
    await expect(openLedger({ folder: place.folder })).rejects.toMatchObject({
      code: 'folder_in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    await ledger.close()
    await (await openLedger({ folder: place.folder })).close()
  })

  it('leaves the event loop free while the database works', async () => {
    const ledger = await openLedger({ folder: place.folder, dataKey })
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    const mp = mercadopago()
    await Promise.all(Array.from({ length: 50 }, (_, n) => ledger.capture(mp.client, mp.request(String(n)))))
    clearInterval(timer)
    await ledger.close()
    expect(ticks).toBeGreaterThan(0)
  })

  it('stores payer tokens encrypted, and only while the operation is open', async () => {
    const mp = mercadopago()
    const ledger = await openLedger({ folder: place.folder, dataKey })
    mp.through(answerLost)
    const { operation } = await ledger.capture(mp.client, mp.request('1'))
    expect(JSON.stringify([await ledger.operation(operation), await ledger.audit(operation)])).not.toContain('b7d2f0c9')
    await ledger.close()
    expect(existsSync(join(place.folder, 'data'))).toBe(true)
    expect(readFileSync(join(place.folder, 'ledger.lock'), 'utf8')).toBe(`${process.pid}\n`)

    const again = await openLedger({ folder: place.folder, dataKey })
    mp.through(null)
    expect(await again.resolve(mp.client, operation)).toMatchObject({ status: 'captured', replayed: true })
    await again.close()
    expect(mp.emulator.book()).toHaveLength(1)
  })

  it('refuses requests with secrets when there is no key to encrypt them with, and another key than before', async () => {
    const mp = mercadopago()
    const bare = await openLedger({ folder: place.folder })
    await expect(bare.capture(mp.client, mp.request('1'))).rejects.toMatchObject({
      code: 'data_key_required',
      field: 'payerToken',
    })
    await bare.close()
    await (await openLedger({ folder: place.folder, dataKey })).close()
    const other = { folder: place.folder, dataKey: new Uint8Array(32).fill(8) }
    await expect(openLedger(other)).rejects.toMatchObject({ code: 'data_key_wrong' })
    expect(mp.sent()).toBe(0)
  })

  it.each([
    [{}, 'folder'],
    [{ folder: 'a', connectionString: 'postgres://b' }, 'folder'],
    [{ folder: 'a', schema: 'Not-a-schema' }, 'schema'],
    [{ folder: 'a', dataKey: new Uint8Array(16) }, 'dataKey'],
    [{ folder: 'a', leaseMs: 0 }, 'leaseMs'],
  ])('refuses %j', async (options, field) => {
    await expect(openLedger(options as never)).rejects.toMatchObject({ code: 'invalid_request', field })
  })

  it('says that a server cannot be reached', async () => {
    await expect(openLedger({ connectionString: 'postgres://cap@127.0.0.1:1/none' })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it.skipIf(!existsSync('/proc/self/task'))('leaves no database behind that could not be opened', async () => {
    await (await openLedger({ folder: place.folder })).close()
    const later = await PGlite.create(join(place.folder, 'data'))
    await later.query(`insert into cap_ledger.migration (name, timestamp) values ('9999-of-a-later-release', '2030')`)
    await later.close()
    const threads = () => readdirSync('/proc/self/task').length
    const before = threads()
    for (let n = 0; n < 3; n++) {
      await expect(openLedger({ folder: place.folder })).rejects.toMatchObject({ code: 'unavailable' })
    }
    expect(threads()).toBeLessThan(before + 3)
  })
})
