import { Worker } from 'node:worker_threads'

/** SQL over a small embedded PostgreSQL that lives in a thread of its own, so that it never holds up a capture or a page. */
export interface Database {
  /** @throws what the database said; the text is PostgreSQL's */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}

export type ToWorker =
  | { readonly id: number; readonly kind: 'query'; readonly sql: string; readonly values: readonly unknown[] }
  | { readonly id: number; readonly kind: 'close' }

export interface FromWorker {
  /** 0: the database is open, or could not be opened. */
  readonly id: number
  readonly rows?: readonly unknown[]
  readonly error?: string
}

interface Waiting {
  resolve(rows: readonly unknown[]): void
  reject(error: Error): void
}

/**
 * Starts the thread and opens the database.
 *
 * @param folder null: in memory only
 * @throws when it cannot be opened
 */
export async function openDatabase(folder: string | null): Promise<Database> {
  const worker = new Worker(new URL('./database-worker.ts', import.meta.url), { workerData: { folder } })
  const waiting = new Map<number, Waiting>()
  let last = 0
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const expect = (id: number) =>
    new Promise<readonly unknown[]>((resolve, reject) => {
      worker.ref()
      waiting.set(id, { resolve, reject })
    })
  const settle = (id: number): Waiting | undefined => {
    const call = waiting.get(id)
    waiting.delete(id)
    // A database that is asked nothing holds no process.
    if (waiting.size === 0) worker.unref()
    return call
  }
  worker.on('message', ({ id, rows = [], error }: FromWorker) => {
    const call = settle(id)
    if (error === undefined) call?.resolve(rows)
    else call?.reject(new Error(error))
  })
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => fail(new Error('the database thread has ended')))
  const ask = (message: (id: number) => ToWorker) => {
    const id = ++last
    const answer = expect(id)
    worker.postMessage(message(id))
    return answer
  }
  await expect(0)
  return {
    async query<Row>(sql: string, values: readonly unknown[] = []) {
      return (await ask((id) => ({ id, kind: 'query', sql, values }))) as readonly Row[]
    },
    async close() {
      await ask((id) => ({ id, kind: 'close' })).catch(() => {})
      await worker.terminate()
    },
  }
}
