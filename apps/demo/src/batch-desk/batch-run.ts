import { type BatchProgress, type Ledger, LedgerError } from '@cap/ledger'
import type { BatchPhase, BatchPoint } from '../api/batch.ts'
import type { BatchPlace } from '../batch/batch-place.ts'
import { agrees, enqueueFile, type FileBatch, reconcileWith, settledByPlace } from '../batch/batch-steps.ts'
import { pace } from '../batch/pace.ts'
import type { Reconciliation } from '../batch/reconcile.ts'
import { UsageError } from '../engine/usage-error.ts'
import type { BatchRecord } from './batch-records.ts'
import { withPoint } from './points.ts'

const pollMs = 250

export interface RunParts {
  readonly ledger: Ledger
  readonly record: BatchRecord
  readonly place: BatchPlace
  readonly file: FileBatch
  /** Asks for what is open at once, rather than by the ledger's schedule. */
  readonly askAtOnce: boolean
  /** Told of every change. */
  readonly onChange: (point: BatchPoint | null) => void
  /** Told of what nobody expected. */
  readonly log: (text: string) => void
}

/** Works on a batch until it is settled, or told to stop. Writes what it sees into the record. */
export class BatchRun {
  readonly #parts: RunParts
  readonly #stop = new AbortController()
  readonly #pace = pace()
  readonly #startedAt = performance.now()
  readonly #msBefore: number
  /** Never rejects. */
  readonly ended: Promise<void>

  constructor(parts: RunParts) {
    this.#parts = parts
    this.#msBefore = parts.record.shown.ms
    this.#enter('reading')
    this.ended = this.#run()
  }

  get id(): string {
    return this.#parts.record.shown.id
  }

  /** Everything was sent: whoever wants to begin another batch may stop this one. */
  get isAsking(): boolean {
    return this.#parts.record.shown.phase === 'asking'
  }

  /** Begins nothing more; what is in flight ends. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.ended
  }

  /** Asks the provider how what is open ended, now: the work under way does, within its limits. */
  async askNow(): Promise<void> {
    const { ledger, file } = this.#parts
    await ledger.askAgain(file.batch)
  }

  async #run(): Promise<void> {
    const { place } = this.#parts
    const watching = setInterval(() => void this.#note().catch(() => {}), pollMs)
    let failure: unknown = null
    try {
      if (await this.#enqueue()) await this.#work()
    } catch (error) {
      failure = error
    }
    clearInterval(watching)
    try {
      await this.#end(failure)
    } catch (error) {
      this.#fail(error)
    }
    await place.close().catch(() => {})
    this.#parts.onChange(null)
  }

  /** @returns whether there is something to work on */
  async #enqueue(): Promise<boolean> {
    const { ledger, place, file, record } = this.#parts
    try {
      await enqueueFile(ledger, place, file, {
        dryRun: false,
        signal: this.#stop.signal,
        onProgress: (rows) => {
          record.shown.rows = Math.max(rows, record.shown.rows)
          this.#parts.onChange(null)
        },
      })
      return true
    } catch (error) {
      if (LedgerError.isInstance(error) && error.code === 'batch_interrupted') return false
      const refused = error instanceof UsageError || (LedgerError.isInstance(error) && error.code === 'batch_refused')
      if (!refused) throw error
      // Nothing of it may ever be sent, by whatever comes across it.
      await ledger.cancel(file.batch, 'the harness').catch(onlyLedgerErrors)
      await this.#note().catch(onlyLedgerErrors)
      this.#enter('refused', error.message)
      return false
    }
  }

  async #work(): Promise<void> {
    const { ledger, place, file, record, askAtOnce } = this.#parts
    const { signal } = this.#stop
    await place.ready()
    this.#enter('sending')
    const { concurrency, rate } = record.order
    const options = {
      clients: place.client,
      batch: file.batch,
      signal,
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(rate === undefined ? {} : { ratePerSecond: rate }),
    }
    await ledger.work(options)
    const { counts } = await this.#note()
    if (signal.aborted || counts.unknown + counts.pending === 0) return
    this.#enter('asking')
    if (askAtOnce) await this.askNow()
    await ledger.work({ ...options, until: 'settled' })
  }

  async #end(failure: unknown): Promise<void> {
    const { ledger, place, file, record } = this.#parts
    if (record.shown.phase === 'refused') return
    const known = failure === null ? await this.#note() : await this.#note().catch(() => null)
    if (known !== null && record.shown.phase !== 'reading') {
      record.settled = await settledByPlace(ledger, file.batch, place)
      if (record.settled !== null) {
        Object.assign(record.shown, verdictOf(await reconcileWith(ledger, file.batch, record.settled)))
        const moved = new Set(record.settled.map(({ payment }) => payment)).size
        const duplicates = file.samePayment ? 0 : record.settled.length - moved
        Object.assign(record.shown, { moved, duplicates })
      }
    }
    if (failure !== null) return this.#fail(failure)
    this.#enter(endOf(known))
  }

  #fail(error: unknown): void {
    const told = error instanceof UsageError || LedgerError.isInstance(error)
    if (!told) this.#parts.log(error instanceof Error ? `a batch: ${error.name}: ${error.message}` : 'a batch failed')
    this.#enter('failed', told ? error.message : 'The terminal of the harness says why.')
  }

  async #note(): Promise<BatchProgress> {
    const { ledger, file, record, onChange } = this.#parts
    const progress = await ledger.progress(file.batch)
    const { shown } = record
    const { done, perSecond, secondsLeft } = this.#pace.note(progress)
    const ms = this.#msBefore + performance.now() - this.#startedAt
    const reading = shown.phase === 'reading'
    Object.assign(shown, { rows: Math.max(progress.rows, shown.rows), counts: progress.counts, ms: Math.round(ms) })
    Object.assign(shown, reading ? { perSecond: 0, secondsLeft: null } : { perSecond, secondsLeft })
    const last = shown.points.at(-1)
    const point = reading ? null : { at: shown.ms, done, perSecond: rateBetween(last, shown.ms, done) }
    if (point !== null) shown.points = withPoint(shown.points, point)
    onChange(point)
    return progress
  }

  #enter(phase: BatchPhase, why: string | null = null): void {
    const { shown } = this.#parts.record
    Object.assign(shown, { phase, why, secondsLeft: null })
    this.#parts.onChange(null)
  }
}

/** States of rows whose money may have moved by now, without anybody being told so. */
const mayHaveMoved: ReadonlySet<string | null> = new Set(['queued', 'waiting', 'pending', 'unknown', 'person'])

function verdictOf(result: Reconciliation): Pick<BatchRecord['shown'], 'agrees'> {
  if (agrees(result)) return { agrees: true }
  const settled = { ...result, extra: result.extra.filter(({ state }) => !mayHaveMoved.has(state)) }
  return { agrees: agrees(settled) ? null : false }
}

function endOf(progress: BatchProgress | null): BatchPhase {
  if (progress?.state === 'done') return 'done'
  return progress?.state === 'cancelled' && isSettled(progress) ? 'cancelled' : 'stopped'
}

/** Nothing of it is to be sent or asked for any more. */
export function isSettled({ counts }: Pick<BatchProgress, 'counts'>): boolean {
  return counts.queued + counts.waiting + counts.unknown + counts.pending === 0
}

function rateBetween(last: BatchPoint | undefined, at: number, done: number): number {
  if (last === undefined || at <= last.at) return 0
  return Math.max(0, ((done - last.done) * 1_000) / (at - last.at))
}

function onlyLedgerErrors(error: unknown): void {
  if (!LedgerError.isInstance(error)) throw error
}
