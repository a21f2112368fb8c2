import type { Database } from './database.ts'
import { type NotDecided, type ToDecide, writeDecision } from './decide.ts'
import { migrate } from './migrate.ts'
import { Operations } from './operations.ts'
import { Reads } from './reads.ts'
import { claimDataKey, freeLeases } from './setting.ts'
import { Settlement } from './settle.ts'

/**
 * What the ledger asks of its database. Arguments and results are plain data, so that it can run in another thread. `at`
 * is the time of an injected clock; null: the database's own.
 */
export interface Engine
  extends Pick<Operations, 'begin' | 'intend' | 'expire'>,
    Pick<Settlement, 'complete' | 'suspend' | 'release'>,
    Pick<Reads, 'operation' | 'needsPerson' | 'audit' | 'due'> {
  /** Resolves when its tables are up to date. */
  ready(): Promise<void>
  decide(decision: ToDecide, at: number | null): Promise<NotDecided | null>
  /** Remembers which data key is used. Resolves to whether it is the one used before. */
  claimDataKey(check: string): Promise<boolean>
  /** Ends every lease: whoever held one is known to be gone. */
  freeLeases(): Promise<void>
  close(): Promise<void>
}

/** An engine in this thread. Brings the tables up to date first. */
export async function startEngine(db: Database, schema: string): Promise<Engine> {
  await migrate(db.migrations, schema)
  return createEngine(db, schema)
}

/** An engine over tables that are up to date. */
export function createEngine(db: Database, schema: string): Engine {
  const operations = new Operations(db, schema)
  const settlement = new Settlement(db, schema)
  const reads = new Reads(db, schema)
  return {
    ready: async () => {},
    begin: (items, at) => operations.begin(items, at),
    intend: (items, at) => operations.intend(items, at),
    expire: (before, at) => operations.expire(before, at),
    complete: (items, at) => settlement.complete(items, at),
    suspend: (items, at) => settlement.suspend(items, at),
    release: (items, at) => settlement.release(items, at),
    operation: (key, at) => reads.operation(key, at),
    needsPerson: (limit) => reads.needsPerson(limit),
    audit: (key) => reads.audit(key),
    due: (limit, providers, batch, leaseMs, at) => reads.due(limit, providers, batch, leaseMs, at),
    decide: (decision, at) => writeDecision(db, schema, decision, at),
    claimDataKey: (check) => claimDataKey(db, schema, check),
    freeLeases: () => freeLeases(db, schema),
    close: () => db.close(),
  }
}
