import { fork } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { startPostgres } from '@cap/ledger/testing'
import { money } from '@cap/mercadopago'
import type { Job, JobResult } from './worker.ts'

export interface LedgerPlan {
  /** Rows of a small and of a large batch. */
  readonly small: number
  readonly large: number
  /** Rows that two workers share, with a provider that takes its time. */
  readonly shared: number
  readonly concurrency: number
}

export type Database = 'folder' | 'server'

export interface LedgerRow {
  readonly database: Database
  readonly rows: number
  readonly enqueue: JobResult
  readonly work: JobResult
}

export interface SharedWork {
  readonly answerMs: number
  readonly rows: number
  readonly oneSeconds: number
  readonly twoSeconds: number
}

export interface LedgerMeasures {
  readonly rows: readonly LedgerRow[]
  readonly shared: SharedWork
}

const answerMs = 50

/** Every size on both databases, each step in a fresh process; then one worker against two. */
export async function measureLedger(plan: LedgerPlan, tell: (line: string) => void): Promise<LedgerMeasures> {
  const folder = mkdtempSync(join(tmpdir(), 'cap-bench-ledger-'))
  const server = await startPostgres()
  const { connectionString } = server
  try {
    const rows: LedgerRow[] = []
    for (const database of ['folder', 'server'] as const) {
      for (const count of [plan.small, plan.large]) {
        const place =
          database === 'folder'
            ? { folder: join(folder, `ledger-${count}`) }
            : { connectionString, schema: `bench_${count}` }
        const batch = `batch-${count}`
        tell(`${database}: ${count} rows`)
        const file = await writeFile(folder, batch, count)
        const enqueue = await run({ do: 'enqueue', place, batch, rows: count, file })
        rmSync(file)
        tell(`${database}: ${count} rows written, ${Math.round(count / enqueue.seconds)}/s`)
        const work = await run({ do: 'work', place, batch, concurrency: plan.concurrency, answerMs: 0 })
        if (work.rows !== count) throw new Error(`${count} rows were enqueued, and ${work.rows} of them were queued`)
        tell(`${database}: ${count} rows captured, ${Math.round(count / work.seconds)}/s`)
        rows.push({ database, rows: count, enqueue, work })
      }
    }
    return { rows, shared: await shareWork(folder, connectionString, plan, tell) }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The limit of a worker's own concurrency is what a second one lifts, when the provider takes its time. */
async function shareWork(
  folder: string,
  connectionString: string,
  { shared, concurrency }: LedgerPlan,
  tell: (line: string) => void,
): Promise<SharedWork> {
  const seconds: number[] = []
  const batch = 'shared'
  const file = await writeFile(folder, batch, shared)
  for (const workers of [1, 2]) {
    const place = { connectionString, schema: `shared_${workers}` }
    await run({ do: 'enqueue', place, batch, rows: shared, file })
    const work = { do: 'work', place, batch, concurrency: concurrency * workers, answerMs } as const
    const results = await Promise.all(Array.from({ length: workers }, () => run(work)))
    // They begin at nearly the same time. What a process takes to start is not the ledger's.
    seconds.push(Math.max(...results.map((result) => result.seconds)))
    tell(`server: ${shared} rows by ${workers} worker(s) in ${seconds.at(-1)?.toFixed(1)} s`)
  }
  const [oneSeconds = 0, twoSeconds = 0] = seconds
  return { answerMs, rows: shared, oneSeconds, twoSeconds }
}

/** One request a line, without the payer tokens. */
async function writeFile(folder: string, batch: string, rows: number): Promise<string> {
  const path = join(folder, `${batch}.ndjson`)
  await pipeline(function* () {
    for (let n = 1; n <= rows; n++) {
      const amount = money(`${10 + (n % 900)}.${String(n % 100).padStart(2, '0')}`, 'BRL')
      const name = `${batch}-${n}`
      yield `${JSON.stringify({ amount, description: 'Benchmark', externalReference: name, idempotencyKey: name })}\n`
    }
  }, createWriteStream(path))
  return path
}

function run(job: Job): Promise<JobResult> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(job)], { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a process of the benchmark ended with ${code}`)))
    child.once('message', (result) => resolve(result as JobResult))
  })
}
