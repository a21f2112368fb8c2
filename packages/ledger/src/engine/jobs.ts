import { hash } from 'node:crypto'
import { PgBoss } from 'pg-boss'
import type { Database, JobDatabase, Row } from './database.ts'

/** The queues of pg-boss: one for each batch, a job for each chunk of its rows. */
export class Jobs {
  readonly #boss: PgBoss
  readonly #known = new Set<string>()

  private constructor(boss: PgBoss) {
    this.#boss = boss
  }

  static async start(db: Database, schema: string): Promise<Jobs> {
    const boss = new PgBoss({
      db: db.jobs,
      backend: db.backend,
      schema: `${schema}_jobs`,
      // Nothing here is scheduled, and chunks left by dead workers are found by the ledger, sooner.
      schedule: false,
      superviseIntervalSeconds: 600,
      maintenanceIntervalSeconds: 3_600,
    })
    // An error of its maintenance is tried again by pg-boss; whatever the ledger itself asks rejects.
    boss.on('error', () => {})
    await boss.start()
    return new Jobs(boss)
  }

  /**
   * Makes sure of a batch's queue. Before a transaction: what pg-boss reads of a queue it reads outside of it, and on the one
   * connection of an embedded database that would wait for ever.
   */
  async prepare(batch: string): Promise<string> {
    const queue = queueOf(batch)
    if (this.#known.has(queue)) return queue
    await this.#boss.createQueue(queue, {
      retryLimit: 1_000_000,
      retentionSeconds: 365 * 86_400,
      expireInSeconds: 86_000,
    })
    await this.#boss.fetch(queue, { db: nowhere })
    this.#known.add(queue)
    return queue
  }

  async insert(
    queue: string,
    jobs: readonly {
      readonly id: string
      readonly priority: number
      readonly delayMs?: number
      readonly chunk: number
    }[],
    within: JobDatabase,
  ): Promise<void> {
    const list = jobs.map(({ id, priority, delayMs = 0, chunk }) => ({
      id,
      priority,
      data: { chunk },
      // By the clock of the database, which is the one it is fetched by.
      ...(delayMs === 0 ? {} : { startAfter: `${delayMs} milliseconds` }),
    }))
    await this.#boss.insert(queue, list, { db: within })
  }

  async fetch(queue: string, within: JobDatabase): Promise<{ readonly id: string; readonly chunk: number } | null> {
    const [job] = await this.#boss.fetch<{ readonly chunk: number }>(queue, { db: within })
    return job === undefined ? null : { id: job.id, chunk: job.data.chunk }
  }

  async complete(queue: string, id: string, within: JobDatabase): Promise<void> {
    await this.#boss.complete(queue, id, null, { db: within })
  }

  /** Gives jobs back whose worker is gone. */
  async giveBack(queue: string, ids: readonly string[], within: JobDatabase): Promise<void> {
    await this.#boss.fail(queue, [...ids], null, { db: within })
  }

  async remove(queue: string): Promise<void> {
    this.#known.delete(queue)
    await this.#boss.deleteQueue(queue)
  }

  stop(): Promise<void> {
    return this.#boss.stop({ graceful: false })
  }
}

/** Only letters, digits and `_` whatever the batch is called. */
function queueOf(batch: string): string {
  return `batch_${hash('sha256', batch, 'hex').slice(0, 32)}`
}

/** Sooner deadlines are fetched first: minutes left of the year 2100, within an `int4`. 0: there is none. */
export function urgency(captureBy: Row[string] | undefined): number {
  if (captureBy === null || captureBy === undefined) return 0
  const minutes = Math.floor((Date.UTC(2100, 0, 1) - Number(captureBy)) / 60_000)
  return Math.min(Math.max(1, minutes), 2 ** 31 - 1)
}

/** The same job for the same round of a chunk, whoever makes it. */
export function jobId(batch: string, chunk: number, round: number): string {
  const hex = hash('sha256', JSON.stringify(['job', batch, chunk, round]), 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const nowhere: JobDatabase = { executeSql: async () => ({ rows: [] }) }
