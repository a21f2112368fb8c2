import { BatchReads } from './batch-reads.ts'
import { Batches } from './batches.ts'
import { Chunks } from './chunks.ts'
import type { Database } from './database.ts'
import { type NotDecided, type ToDecide, writeDecision } from './decide.ts'
import { Gates } from './gates.ts'
import { Jobs } from './jobs.ts'
import { migrate } from './migrate.ts'
import { Operations } from './operations.ts'
import { Reads } from './reads.ts'
import { type MovedRow, markWaiting, moveRows, type WaitingRow } from './rows.ts'
import { claimDataKey, freeLeases } from './setting.ts'
import { Settlement } from './settle.ts'
import { type ExportedPage, exportPage, ledgerId, type TableToMove } from './transfer.ts'

/**
 * What the ledger asks of its database. Arguments and results are plain data, so that it can run in another thread. `at`
 * is the time of an injected clock; null: the database's own.
 */
export interface Engine
  extends Pick<Operations, 'begin' | 'beginAfter' | 'intend' | 'expire' | 'peek'>,
    Pick<Settlement, 'complete' | 'suspend' | 'release'>,
    Pick<Reads, 'operation' | 'needsPerson' | 'audit' | 'due' | 'openLeft' | 'hurry'>,
    Pick<Batches, 'openBatch' | 'setEnvironment' | 'addRows' | 'tally' | 'refuse' | 'ready'>,
    Pick<Chunks, 'claim' | 'finish' | 'beat' | 'recover' | 'chunksLeft' | 'cancel'>,
    Pick<Gates, 'permit' | 'pause' | 'leave'>,
    Pick<BatchReads, 'batch' | 'rows' | 'lastRow'> {
  /** Resolves when its tables are up to date. */
  started(): Promise<void>
  moveRows(moves: readonly MovedRow[], at: number | null): Promise<readonly boolean[]>
  markWaiting(row: WaitingRow, at: number | null): Promise<void>
  decide(decision: ToDecide, at: number | null): Promise<NotDecided | null>
  /** Remembers which data key is used. Resolves to whether it is the one used before. */
  claimDataKey(check: string): Promise<boolean>
  /** Ends every lease and hold: whoever had one is known to be gone. */
  freeLeases(): Promise<void>
  /** For moving elsewhere. */
  ledgerId(): Promise<string>
  unfinishedBatches(): Promise<readonly string[]>
  exportPage(table: TableToMove, after: string | null, limit: number): Promise<ExportedPage | null>
  close(): Promise<void>
}

/** An engine in this thread. Brings the tables up to date first. */
export async function startEngine(db: Database, schema: string): Promise<Engine> {
  const jobs = await db.exclusively(async () => {
    await migrate(db.migrations, schema)
    return Jobs.start(db, schema)
  })
  return createEngine(db, schema, jobs)
}

function createEngine(db: Database, schema: string, jobs: Jobs): Engine {
  const operations = new Operations(db, schema)
  const settlement = new Settlement(db, schema)
  const reads = new Reads(db, schema)
  const batches = new Batches(db, schema, jobs)
  const chunks = new Chunks(db, schema, jobs)
  const gates = new Gates(db, schema)
  const batchReads = new BatchReads(db, schema)
  return {
    started: async () => {},
    begin: (...args) => operations.begin(...args),
    beginAfter: (...args) => operations.beginAfter(...args),
    intend: (...args) => operations.intend(...args),
    expire: (...args) => operations.expire(...args),
    peek: (...args) => operations.peek(...args),
    complete: (...args) => settlement.complete(...args),
    suspend: (...args) => settlement.suspend(...args),
    release: (...args) => settlement.release(...args),
    operation: (...args) => reads.operation(...args),
    needsPerson: (...args) => reads.needsPerson(...args),
    audit: (...args) => reads.audit(...args),
    due: (...args) => reads.due(...args),
    openLeft: (...args) => reads.openLeft(...args),
    hurry: (...args) => reads.hurry(...args),
    openBatch: (...args) => batches.openBatch(...args),
    setEnvironment: (...args) => batches.setEnvironment(...args),
    addRows: (...args) => batches.addRows(...args),
    tally: (...args) => batches.tally(...args),
    refuse: (...args) => batches.refuse(...args),
    ready: (...args) => batches.ready(...args),
    claim: (...args) => chunks.claim(...args),
    finish: (...args) => chunks.finish(...args),
    beat: (...args) => chunks.beat(...args),
    recover: (...args) => chunks.recover(...args),
    chunksLeft: (...args) => chunks.chunksLeft(...args),
    moveRows: (...args) => moveRows(db, schema, ...args),
    markWaiting: (...args) => markWaiting(db, schema, ...args),
    cancel: (...args) => chunks.cancel(...args),
    permit: (...args) => gates.permit(...args),
    pause: (...args) => gates.pause(...args),
    leave: (...args) => gates.leave(...args),
    batch: (...args) => batchReads.batch(...args),
    rows: (...args) => batchReads.rows(...args),
    lastRow: (...args) => batchReads.lastRow(...args),
    decide: (decision, at) => writeDecision(db, schema, decision, at),
    claimDataKey: (check) => claimDataKey(db, schema, check),
    ledgerId: () => ledgerId(db.query, schema),
    unfinishedBatches: () => chunks.unfinishedBatches(),
    exportPage: (table, after, limit) => exportPage(db, schema, table, after, limit),
    async freeLeases() {
      await freeLeases(db, schema)
      await chunks.recover(0, null)
      await gates.clear()
    },
    async close() {
      await jobs.stop()
      await db.close()
    },
  }
}
