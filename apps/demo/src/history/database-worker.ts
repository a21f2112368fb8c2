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

try {
  const database = await PGlite.create(folder ?? 'memory://')
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
