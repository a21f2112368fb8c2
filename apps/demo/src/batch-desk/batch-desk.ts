import { join } from 'node:path'
import type { BatchCheck, BatchList, BatchNews, BatchOrder, BatchSummary, LedgerStatus } from '../api/batch.ts'
import type { BatchPlace } from '../batch/batch-place.ts'
import { enqueueFile, type FileBatch } from '../batch/batch-steps.ts'
import { folderOf, type LedgerChoice, type OpenedLedger } from '../batch/open-place.ts'
import { SessionError } from '../session/session-error.ts'
import { BatchAnswers } from './batch-answers.ts'
import { type BatchRecord, BatchRecords } from './batch-records.ts'
import { BatchRun, isSettled } from './batch-run.ts'
import { LedgerKeeper } from './ledger-keeper.ts'
import { asSessionError, withoutPath } from './ledger-problems.ts'
import { fileOf, newRecord, placeOf, refuseKnownName, type Surroundings } from './prepare-batch.ts'
import { refusalOf } from './refusal.ts'
import { Uploads } from './uploads.ts'

export interface BatchDeskOptions extends Surroundings {
  readonly ledger: LedgerChoice
  readonly onBatch: (news: BatchNews) => void
  readonly onLedger: (status: LedgerStatus) => void
  readonly log: (text: string) => void
}

/** Batches from uploaded files: begins, stops and goes on with them, one at a time. */
export class BatchDesk {
  readonly #options: BatchDeskOptions
  readonly #keeper: LedgerKeeper
  readonly #records: BatchRecords
  readonly #known = new Map<string, BatchRecord>()
  #current: BatchRun | null = null
  /** One thing after the other is begun. */
  #last: Promise<unknown> = Promise.resolve()
  readonly uploads: Uploads
  /** What is asked of a batch, and of the ledger, without changing what is sent. */
  readonly answers: BatchAnswers

  constructor(options: BatchDeskOptions) {
    this.#options = options
    const folder = folderOf(options.ledger)
    this.uploads = new Uploads(join(folder, 'uploads'))
    this.#records = new BatchRecords(join(folder, 'batches'))
    this.#keeper = new LedgerKeeper(options.ledger, options.onLedger, () => this.#load())
    this.answers = new BatchAnswers({
      ledger: () => this.#keeper.get(),
      record: (id) => this.#record(id),
      uploads: this.uploads,
    })
  }

  /** Never waits: the ledger is opened in the background. */
  list(): BatchList {
    const ledger = this.#keeper.open()
    return { ledger, batches: [...this.#known.values()].map(summaryOf).reverse() }
  }

  openLedger(): LedgerStatus {
    return this.#keeper.open({ again: true })
  }

  /**
   * Checks every row, and every guard.
   *
   * @throws SessionError
   */
  async check(order: BatchOrder): Promise<BatchCheck> {
    const upload = this.uploads.draft(order.file)
    const opened = await this.#keeper.get()
    const file = fileOf(this.#options, order, upload)
    // A place of its own, which nothing is sent to.
    const place = await placeOf(this.#options, order, file.provider, opened)
    try {
      const found = await enqueueFile(opened.ledger, place, file, { dryRun: true })
      const { rows, accepted, refused, sums } = found
      const refusals = found.refusals.toSorted((one, two) => one.line - two.line)
      return {
        rows,
        accepted,
        refused,
        refusals: refusals.map((one) => refusalOf(file.provider, one)),
        sums: [...sums],
      }
    } catch (error) {
      throw asSessionError(error, upload)
    } finally {
      await place.close()
    }
  }

  /** @throws SessionError */
  begin(order: BatchOrder): Promise<BatchSummary> {
    return this.#alone(async () => {
      const upload = this.uploads.draft(order.file)
      const opened = await this.#keeper.get()
      const file = fileOf(this.#options, order, upload)
      await refuseKnownName(opened, file.batch)
      await this.#makeRoom()
      const place = await placeOf(this.#options, order, file.provider, opened)
      const record = newRecord(order, upload, file)
      this.#known.set(record.shown.id, record)
      this.uploads.claim(upload.id)
      return this.#start(record, file, place, opened, false)
    })
  }

  /**
   * Goes on where a batch stopped; one that waits for open captures asks for them now.
   *
   * @throws SessionError
   */
  goOn(id: string): Promise<BatchSummary> {
    return this.#alone(async () => {
      const record = await this.#record(id)
      if (this.#current?.id === id && this.#current.isAsking) {
        await this.#current.askNow()
        return summaryOf(record)
      }
      const { phase } = record.shown
      if (record.file === null || !this.uploads.has(record.file) || (phase !== 'stopped' && phase !== 'failed')) {
        throw new SessionError('not-allowed', 'There is nothing to go on with: it has ended, or is under way.')
      }
      const opened = await this.#keeper.get()
      const upload = { id: record.file, name: record.shown.name, path: this.uploads.pathOf(record.file) }
      const file = fileOf(this.#options, record.order, upload)
      await this.#makeRoom()
      // What went wrong on purpose is over: a batch that goes on is to come to its end.
      const { fault: _, ...order } = record.order
      return this.#start(record, file, await placeOf(this.#options, order, file.provider, opened), opened, true)
    })
  }

  /** @throws SessionError for one that is not worked on */
  async stop(id: string): Promise<BatchSummary> {
    const record = await this.#record(id)
    if (this.#current?.id !== id) throw new SessionError('not-allowed', 'Nothing is under way of this batch.')
    await this.#current.stop()
    return summaryOf(record)
  }

  /** @throws SessionError */
  async cancel(id: string): Promise<{ taken: number }> {
    const record = await this.#record(id)
    const { ledger } = await this.#keeper.get()
    try {
      const taken = await ledger.cancel(record.shown.name, 'the page of the harness')
      if (this.#current?.id === id) return { taken }
      const progress = await ledger.progress(record.shown.name)
      Object.assign(record.shown, { counts: progress.counts, ...(isSettled(progress) ? { phase: 'cancelled' } : {}) })
      this.#changed(record)
      return { taken }
    } catch (error) {
      throw asSessionError(error)
    }
  }

  /** Stops what is under way, so that it can go on another day, and closes the ledger. */
  async close(): Promise<void> {
    await this.#current?.stop()
    this.uploads.close()
    await this.#keeper.close()
  }

  #start(
    record: BatchRecord,
    file: FileBatch,
    place: BatchPlace,
    { ledger }: OpenedLedger,
    askAtOnce: boolean,
  ): BatchSummary {
    let phase = ''
    const run = new BatchRun({
      ledger,
      record,
      place,
      file,
      askAtOnce,
      log: this.#options.log,
      onChange: (point) => {
        this.#options.onBatch({ batch: summaryOf(record), point })
        if (record.shown.phase === phase) return
        phase = record.shown.phase
        if (record.shown.why !== null) record.shown.why = withoutPath(record.shown.why, file.path, record.shown.name)
        this.#changed(record)
      },
    })
    this.#current = run
    void run.ended.then(() => {
      if (this.#current === run) this.#current = null
      this.#changed(record)
    })
    return summaryOf(record)
  }

  /** Writes it down; once nothing is to be sent or asked for, its rows are needed no more. */
  #changed(record: BatchRecord): void {
    const { phase } = record.shown
    if (record.file !== null && (phase === 'done' || phase === 'refused' || phase === 'cancelled')) {
      this.uploads.delete(record.file)
      record.file = null
    }
    this.#records.save(record)
    this.#options.onBatch({ batch: summaryOf(record), point: null })
  }

  #load(): void {
    for (const record of this.#records.load()) {
      if (this.#known.has(record.shown.id)) continue
      // The harness ended in the middle of it.
      if (['reading', 'sending', 'asking'].includes(record.shown.phase)) {
        Object.assign(record.shown, { phase: 'stopped', perSecond: 0, secondsLeft: null })
      }
      this.#known.set(record.shown.id, record)
    }
    this.uploads.keepOnly(new Set([...this.#known.values()].flatMap(({ file }) => file ?? [])))
  }

  /** Two batches at one emulator would not see each other's captures. */
  async #makeRoom(): Promise<void> {
    if (this.#current === null) return
    if (!this.#current.isAsking) {
      throw new SessionError(
        'too-much',
        'Another batch is being sent: wait for its end, or stop it. It can go on later.',
      )
    }
    await this.#current.stop()
  }

  async #record(id: string): Promise<BatchRecord> {
    await this.#keeper.get()
    const record = this.#known.get(id)
    if (record !== undefined) return record
    throw new SessionError('not-found', `There is no batch ${id}.`)
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }
}

function summaryOf({ shown: { points: _, ...summary } }: BatchRecord): BatchSummary {
  return structuredClone(summary)
}
