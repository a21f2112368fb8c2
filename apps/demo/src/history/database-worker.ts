import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { FromWorker, ToWorker } from './database.ts'

/** The thread of {@link openDatabase}: one embedded PostgreSQL, asked by messages. */
const { folder } = workerData as { readonly folder: string | null }

function answer(message: FromWorker): void {
  parentPort?.postMessage(message)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A database that was killed while it was made cannot be opened, so it gets its name when it is whole. */
async function openFolder(path: string): Promise<PGlite> {
  if (existsSync(path) && readdirSync(path).length === 0) rmdirSync(path)
  if (!existsSync(path)) {
    const unfinished = `${path}.unfinished`
    rmSync(unfinished, { recursive: true, force: true })
    await (await PGlite.create(unfinished)).close()
    renameSync(unfinished, path)
  }
  return PGlite.create(path)
}

try {
  const database = folder === null ? await PGlite.create('memory://') : await openFolder(folder)
  answer({ id: 0 })
  parentPort?.on('message', async (message: ToWorker) => {
    try {
      if (message.kind === 'close') {
        await database.close()
        answer({ id: message.id })
      } else {
        const { rows } = await database.query(message.sql, [...message.values])
        answer({ id: message.id, rows })
      }
    } catch (error) {
      answer({ id: message.id, error: textOf(error) })
    }
  })
} catch (error) {
  answer({ id: 0, error: textOf(error) })
}
