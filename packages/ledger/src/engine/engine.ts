import type { Database } from './database.ts'
import { Operations } from './operations.ts'
import { Settlement } from './settle.ts'

/**
 * What the ledger asks of its database. Arguments and results are plain data, so that it can run in another thread. `at`
 * is the time of an injected clock; null: the database's own.
 */
export interface Engine
  extends Pick<Operations, 'begin' | 'intend' | 'expire'>,
    Pick<Settlement, 'complete' | 'suspend' | 'release'> {
  close(): Promise<void>
}

/** An engine in this thread. */
export function createEngine(db: Database, schema: string): Engine {
  const operations = new Operations(db, schema)
  const settlement = new Settlement(db, schema)
  return {
    begin: (items, at) => operations.begin(items, at),
    intend: (items, at) => operations.intend(items, at),
    expire: (before, at) => operations.expire(before, at),
    complete: (items, at) => settlement.complete(items, at),
    suspend: (items, at) => settlement.suspend(items, at),
    release: (items, at) => settlement.release(items, at),
    close: () => db.close(),
  }
}
