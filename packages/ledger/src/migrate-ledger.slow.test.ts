import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { answerLost, dataKey, mercadopago, temporaryFolder } from './__fixtures__/world.ts'
import { migrateLedger } from './migrate-ledger.ts'
import { movedFile, openLedger } from './open-ledger.ts'

describe('migrateLedger', () => {
  let place: ReturnType<typeof temporaryFolder>
  let schemas = 0
  beforeEach(() => {
    place = temporaryFolder()
  })
  afterEach(() => place.remove())

  it('moves what is captured, open and queued to a server, and goes on there', async () => {
    const mp = mercadopago()
    const schema = `cap_moved${++schemas}`
    const rows = Array.from({ length: 30 }, (_, n) => ({ request: mp.request(`b${n}`) }))
    const folder = await openLedger({ folder: place.folder, schema, dataKey })
    const captured = await folder.capture(mp.client, mp.request('1'))
    mp.through(answerLost)
    const open = await folder.capture(mp.client, mp.request('2'))
    mp.through(null)
    await folder.enqueue(rows, { batch: 'b', clients: mp.client, chunkRows: 5 })
    const stop = new AbortController()
    const onOutcome = () => mp.sent() > 8 && stop.abort()
    await folder.work({ clients: mp.client, batch: 'b', concurrency: 2, signal: stop.signal, onOutcome })
    const before = await folder.progress('b')
    const trail = await folder.audit(open.operation)
    await folder.close()

    const options = { folder: place.folder, connectionString: inject('postgres'), schema }
    const { tables } = await migrateLedger(options)
    expect(tables).toMatchObject({ row: 30, batch: 1, chunk: 6 })
    await expect(openLedger({ folder: place.folder, schema, dataKey })).rejects.toMatchObject({ field: 'folder' })
    // The same call again finishes what was cut off, and copies nothing twice.
    expect((await migrateLedger(options)).tables).toMatchObject({ row: 0 })

    const server = await openLedger({ connectionString: inject('postgres'), schema, dataKey })
    expect(await server.progress('b')).toEqual(before)
    expect(await server.audit(open.operation)).toEqual(trail)
    expect(await server.capture(mp.client, mp.request('1'))).toEqual({ ...captured, repeated: true })
    expect(await server.resolve(mp.client, open.operation)).toMatchObject({ status: 'captured', replayed: true })
    await server.work({ clients: mp.client, batch: 'b' })
    expect(await server.report('b')).toMatchObject({ state: 'done', counts: { captured: 30 } })
    expect(mp.emulator.book()).toHaveLength(32)
    await server.close()
  })

  it('refuses a schema that holds another ledger, and leaves the folder as it was', async () => {
    const mp = mercadopago()
    const schema = `cap_moved${++schemas}`
    const server = await openLedger({ connectionString: inject('postgres'), schema, dataKey })
    await server.capture(mp.client, mp.request('1'))
    await server.close()
    const folder = await openLedger({ folder: place.folder, schema, dataKey })
    await folder.capture(mp.client, mp.request('2'))
    const options = { folder: place.folder, connectionString: inject('postgres'), schema }
    await expect(migrateLedger(options)).rejects.toMatchObject({ code: 'folder_in_use' })
    await folder.close()
    await expect(migrateLedger(options)).rejects.toMatchObject({ code: 'invalid_request', field: 'schema' })
    expect(existsSync(join(place.folder, movedFile))).toBe(false)
    await (await openLedger({ folder: place.folder, schema, dataKey })).close()
  })

  it('refuses a folder, or a schema of it, that holds no ledger: nothing would have been moved', async () => {
    const schema = `cap_moved${++schemas}`
    const connectionString = inject('postgres')
    const none = { code: 'invalid_request', field: 'folder' }
    await expect(migrateLedger({ folder: join(place.folder, 'typo'), connectionString, schema })).rejects.toMatchObject(
      none,
    )
    expect(existsSync(join(place.folder, 'typo'))).toBe(false)
    await (await openLedger({ folder: place.folder, dataKey })).close()
    await expect(migrateLedger({ folder: place.folder, connectionString, schema })).rejects.toMatchObject(none)
    expect(existsSync(join(place.folder, movedFile))).toBe(false)
    const bad = migrateLedger({ folder: place.folder, connectionString, schema: 'Not-a-schema' })
    await expect(bad).rejects.toMatchObject({ code: 'invalid_request', field: 'schema' })
  })

  it('moves to one server only: a second copy would send the same rows', async () => {
    const schema = `cap_moved${++schemas}`
    const connectionString = inject('postgres')
    const client = new pg.Client({ connectionString })
    await client.connect()
    await client.query(`create database ${schema}`)
    await client.end()
    await (await openLedger({ folder: place.folder, schema, dataKey })).close()
    await migrateLedger({ folder: place.folder, connectionString, schema })
    const other = new URL(connectionString)
    other.pathname = `/${schema}`
    await expect(migrateLedger({ folder: place.folder, connectionString: other.href, schema })).rejects.toMatchObject({
      code: 'invalid_request',
      field: 'connectionString',
    })
    await expect(openLedger({ folder: place.folder, schema, dataKey })).rejects.toMatchObject({ field: 'folder' })
  })

  it('takes one of two folders that are moved to a schema at the same time', async () => {
    const schema = `cap_moved${++schemas}`
    const second = temporaryFolder()
    const mp = mercadopago()
    for (const { folder } of [place, second]) {
      const ledger = await openLedger({ folder, schema, dataKey })
      await ledger.enqueue([{ request: mp.request('1') }], { batch: folder, clients: mp.client })
      await ledger.close()
    }
    const moves = [place, second].map(({ folder }) =>
      migrateLedger({ folder, connectionString: inject('postgres'), schema }),
    )
    const ended = await Promise.allSettled(moves)
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(ended.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { field: 'schema' } })
    second.remove()
  })
})
