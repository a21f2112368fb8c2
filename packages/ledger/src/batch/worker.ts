import { randomUUID } from 'node:crypto'
import type { CaptureError, CaptureOutcome } from '@cap/core'
import { unavailable } from '../engine/outage.ts'
import type { MovedRow } from '../engine/rows.ts'
import { LedgerError } from '../error.ts'
import type { Desk } from '../operation/desk.ts'
import { Gather } from '../operation/gather.ts'
import { tell } from '../tell.ts'
import { Clients } from './clients.ts'
import { Lane, pause } from './lane.ts'
import type { AnyClient, WorkOptions, WorkSummary } from './work-types.ts'

/** What the parts of one call of `work` share. */
export class Worker {
  readonly desk: Desk
  readonly id = randomUUID()
  readonly options: WorkOptions
  readonly clients: Clients<AnyClient>
  /** Fires when nothing more is to be begun: the caller's signal, or an error that stops the worker. */
  readonly stopping: AbortSignal
  readonly #stop = new AbortController()
  readonly #lanes = new Map<string, Lane>()
  readonly #moves: Gather<MovedRow, boolean>
  readonly #counts = { captured: 0, declined: 0, pending: 0, unknown: 0, refused: 0 }
  readonly #leftOut = new Set<string>()
  #failure: unknown = null

  /** @throws LedgerError `invalid_request` */
  constructor(desk: Desk, options: WorkOptions) {
    checkLimits(options)
    this.desk = desk
    this.options = options
    this.clients = new Clients<AnyClient>(options.clients)
    this.stopping = this.#stop.signal
    this.#moves = new Gather((moves) => desk.engine.moveRows(moves, desk.at()))
    const { signal } = options
    if (signal?.aborted) this.stop()
    else signal?.addEventListener('abort', () => this.stop(), { once: true, signal: this.stopping })
  }

  /** Begins nothing more. */
  stop(): void {
    this.#stop.abort()
    for (const lane of this.#lanes.values()) lane.wake()
  }

  /** Stops, and lets `work` reject with the error once what is in flight has ended. */
  fail(error: unknown): void {
    this.#failure ??= error
    this.stop()
  }

  /** The provider refuses a client's credentials: of no row's making, and true for all of the client's. */
  unauthorized(client: string, error: CaptureError): void {
    if (this.options.onUnauthorized === undefined) this.fail(error)
    else this.#leaveOut(client, error)
  }

  #leaveOut(client: string, error: CaptureError): void {
    if (this.#leftOut.has(client)) return
    this.#leftOut.add(client)
    if (this.#leftOut.size >= this.clients.all().length) this.stop()
    tell(this.options.onUnauthorized, { client, error })
  }

  /** The clients whose rows stay queued. */
  get leftOut(): ReadonlySet<string> {
    return this.#leftOut
  }

  lane(owner: string): Lane {
    const known = this.#lanes.get(owner)
    if (known !== undefined) return known
    const { concurrency = 16, ratePerSecond, breaker = { after: 5, pauseMs: 60_000 } } = this.options
    const ttlMs = Math.min(15_000, this.desk.leaseMs)
    const limits = { concurrency, ratePerSecond: ratePerSecond ?? null, ttlMs, breaker }
    const lane = new Lane(owner, this.id, this.desk.engine, () => this.desk.at(), limits)
    this.#lanes.set(owner, lane)
    return lane
  }

  /** @returns whether the row was in a state that it could be moved from */
  async moveRow(move: MovedRow): Promise<boolean> {
    const moved = await this.#moves.add(move)
    if (moved && move.state === 'refused') this.#counts.refused++
    return moved
  }

  count(outcome: CaptureOutcome): void {
    this.#counts[outcome.status]++
  }

  tell(batch: string, line: number, outcome: CaptureOutcome): void {
    this.count(outcome)
    tell(this.options.onOutcome, { batch, line, outcome })
  }

  /** {@link tell} for the row of an operation that stood in another one's way. */
  async tellOther({ batch, row }: { readonly batch: string; readonly row: number }, outcome: CaptureOutcome) {
    const [found] = await this.desk.engine.rows(batch, null, row - 1, 1).catch(() => [])
    if (found?.n === row) this.tell(batch, found.line, outcome)
    else this.count(outcome)
  }

  summary(): WorkSummary {
    if (this.#failure !== null) throw this.#failure
    return { ...this.#counts, leftOut: [...this.#leftOut] }
  }

  /**
   * Does something until the worker stops, or until it says that it is done. While the database cannot be reached it tries
   * again; after a while the worker fails.
   *
   * @param hurry looks again at once when it fires
   */
  async repeat(step: () => Promise<'done' | number>, hurry?: AbortSignal): Promise<void> {
    let failingSince: number | null = null
    while (!this.stopping.aborted) {
      let wait = 500
      try {
        const next = await step()
        failingSince = null
        if (next === 'done') return
        wait = next
      } catch (error) {
        if (LedgerError.isInstance(error) && error.code !== 'unavailable') return this.fail(error)
        failingSince ??= performance.now()
        if (performance.now() - failingSince > patienceMs) return this.fail(unavailable(error))
      }
      const wakes = hurry === undefined || hurry.aborted ? [] : [hurry]
      if (wait > 0) await pause(wait, AbortSignal.any([this.stopping, ...wakes]))
    }
  }
}

const patienceMs = 60_000
const waysToEnd: readonly unknown[] = [undefined, 'sent', 'settled', 'stopped']

/** A limit that makes no sense lets nothing through, or everything. */
function checkLimits({ concurrency = 1, ratePerSecond = 1, breaker, until }: WorkOptions): void {
  const { after, pauseMs } = breaker ?? { after: 1, pauseMs: 0 }
  if (!isWhole(concurrency)) throw invalid('concurrency', 'must be a whole number, 1 or more')
  if (!(ratePerSecond > 0 && ratePerSecond < Number.POSITIVE_INFINITY))
    throw invalid('ratePerSecond', 'must be a number above 0; leave it out for no limit')
  if (!isWhole(after)) throw invalid('breaker.after', 'must be a whole number, 1 or more')
  if (!(pauseMs >= 0 && pauseMs < Number.POSITIVE_INFINITY))
    throw invalid('breaker.pauseMs', 'must be a number of milliseconds, 0 or more')
  if (!waysToEnd.includes(until)) throw invalid('until', 'must be sent, settled or stopped')
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value < 2 ** 31
}

function invalid(field: string, problem: string): LedgerError {
  return new LedgerError({ code: 'invalid_request', field, message: `${field} ${problem}` })
}
