import { existsSync, renameSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { embeddedDatabase } from '../engine/database.ts'
import { type Engine, startEngine } from '../engine/engine.ts'
import { type Answer, type Call, noLedger, type ThreadData } from './remote-engine.ts'
import { keepUp } from './upkeep.ts'

// The thread of an embedded ledger: PGlite, pg-boss and the statements run here, and answer calls of the engine.
const { folder, schema, existing = false } = workerData as ThreadData
const engine: Promise<Engine> = openDatabase().then(async (pglite) => {
  const started = await startEngine(embeddedDatabase(pglite), schema)
  await keepUp(pglite, schema)
  return started
})
engine.catch(() => {})

/** A database that was killed while it was made cannot be opened, so it gets its name when it is whole. */
async function openDatabase(): Promise<PGlite> {
  if (existing) return openExisting()
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`
    rmSync(unfinished, { recursive: true, force: true })
    await (await PGlite.create(unfinished)).close()
    renameSync(unfinished, folder)
  }
  return PGlite.create(folder)
}

async function openExisting(): Promise<PGlite> {
  const pglite = existsSync(folder) ? await PGlite.create(folder) : null
  const found = await pglite?.query('select from information_schema.schemata where schema_name = $1', [schema])
  if (pglite !== null && found?.rows.length === 1) return pglite
  await pglite?.close()
  throw Object.assign(new Error('there is no ledger'), { code: noLedger })
}

async function answer({ id, method, args }: Call): Promise<Answer> {
  try {
    const run = (await engine)[method] as (...args: readonly unknown[]) => Promise<unknown>
    return { id, result: await run(...args) }
  } catch (error) {
    const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
    return {
      id,
      error: {
        message: error instanceof Error ? error.message : String(error),
        code: typeof code === 'string' ? code : null,
      },
    }
  }
}

parentPort?.on('message', (call: Call) => {
  void answer(call).then((result) => parentPort?.postMessage(result))
})
