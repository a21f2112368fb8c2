import type { CaptureClient, CaptureOutcome, OperationStore } from '@cap/core'
import type { Enqueued, EnqueueOptions, RowSource } from './batch/enqueue-types.ts'
import type { BatchProgress, BatchReport, ReportedRow, RowFilter } from './batch/report-types.ts'
import type { WorkOptions, WorkSummary } from './batch/work-types.ts'
import type { AuditEntry, Decision, OperationView } from './operation-view.ts'

/** What a capture through the ledger ended in: the client's outcome, and what the ledger knows of it. */
export type LedgerOutcome = CaptureOutcome & {
  /** The ledger's id of the operation, for `retry`, `decide`, `operation` and `audit`. */
  readonly operation: string
  /**
   * Whether the outcome is stored. `false`: the database could not be reached after the capture was sent. The intent is
   * stored, so the operation is resolved by `work`, or by the next call for its payment; until then keep this value.
   */
  readonly recorded: boolean
  /** The operation had ended before this call, which sent nothing. */
  readonly repeated: boolean
}

/** Options of one capture through the ledger. */
export interface LedgerCaptureOptions {
  readonly signal?: AbortSignal | undefined
  /**
   * Milliseconds for the whole call of the client, at most three quarters of the ledger's `leaseMs`. Default: the client's; it is
   * aborted after three quarters of the lease all the same.
   */
  readonly deadlineMs?: number | undefined
  /** Milliseconds to wait for a payment that another call or worker has in hand. Default 10 000. */
  readonly waitMs?: number | undefined
  /**
   * An earlier capture may have been sent that this ledger does not know of, because the ledger was lost. The first call is
   * then made with the client's `priorAttempt`. Default: false.
   */
  readonly priorAttempt?: boolean | undefined
}

/** Captures that survive the process. Made by {@link openLedger}. */
export interface Ledger {
  /**
   * Captures once, whatever happens to this process. The intent is stored before the first byte leaves, the outcome after
   * the answer.
   *
   * The same operation again resolves to its first outcome; with other content it is refused before anything is sent. What a
   * crash left open, of this operation or another one of the payment, is resolved first.
   *
   * @throws LedgerError, CaptureError. This call moved no money then.
   */
  capture<Request>(
    client: CaptureClient<Request>,
    request: Request,
    options?: LedgerCaptureOptions,
  ): Promise<LedgerOutcome>

  /**
   * Starts another attempt after a decline. Never after `unknown` or `pending`, nor for the advice `check_earlier_capture` or
   * `do_not_retry` unless a person has `decide`d that nothing was captured; nor once one has decided that the attempt before was
   * captured, in whatever process, up to the moment this attempt begins. It is an operation of its own: the row of a batch keeps the
   * decline it ended in.
   *
   * @param operation of the attempt before
   * @param request makes the request of this attempt: under the new key, for the same payment
   * @throws LedgerError `not_retryable`, and whatever `capture` throws
   */
  retry<Request>(
    client: CaptureClient<Request>,
    operation: string,
    request: (key: string, attempt: number) => Request,
    options?: LedgerCaptureOptions,
  ): Promise<LedgerOutcome>

  /** Asks the provider how an open operation ended, now rather than by the schedule. */
  resolve<Request>(
    client: CaptureClient<Request>,
    operation: string,
    options?: Pick<LedgerCaptureOptions, 'signal' | 'deadlineMs' | 'waitMs'>,
  ): Promise<LedgerOutcome>

  /**
   * Closes an operation that only a person can, or lets a decline be retried whose advice forbids it.
   *
   * @throws LedgerError `operation_unknown`, `operation_final`, `operation_running`
   */
  decide(operation: string, decision: Decision): Promise<void>

  /** What is known of an operation; null when there is none. Without secrets. */
  operation(operation: string): Promise<OperationView | null>
  /** Everything that happened to an operation, oldest first. Entries are never changed nor removed. */
  audit(operation: string): Promise<readonly AuditEntry[]>
  /** Operations that wait for a person, oldest first. */
  needsPerson(limit?: number): Promise<readonly OperationView[]>

  /** The operation store of `@cap/vtex/connector`, in the same database. */
  readonly store: OperationStore

  /**
   * Writes rows down, checks the batch against its guards, and queues it. The same call again, after a crash too, goes on
   * where it stopped and changes nothing of what is there.
   *
   * @throws LedgerError `batch_refused`, `batch_differs`, `batch_cancelled`. Nothing of the batch will be sent then.
   */
  enqueue<Request>(rows: RowSource<Request>, options: EnqueueOptions<Request>): Promise<Enqueued>
  /** Captures what is queued and asks for what is open, until told to stop. In one or many processes. */
  work(options: WorkOptions): Promise<WorkSummary>
  /** How far a batch is, now. Cheap: it reads counters. */
  progress(batch: string): Promise<BatchProgress>
  /** Sends nothing more of a batch. What was sent is still resolved. Resolves to how many rows were taken back. */
  cancel(batch: string, by: string): Promise<number>
  /**
   * Lets `work` ask at once for everything of a batch that is pending or unknown, within its limits, rather than by the
   * schedule: once an outage is over, say. What waits for a person still does.
   *
   * @returns of how many operations it will ask
   * @throws LedgerError `batch_unknown`
   */
  askAgain(batch: string): Promise<number>
  /** What a batch came to. */
  report(batch: string): Promise<BatchReport>
  /** The rows of a batch, in order, read in pages. */
  rows(batch: string, filter?: RowFilter): AsyncIterable<ReportedRow>

  /** Finishes what is in flight, or leaves it safely, and releases folder and connections. */
  close(): Promise<void>
}
