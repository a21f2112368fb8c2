import type { CaptureClient, Money } from '@cap/core'

/** A capture to be made. */
export interface BatchRow<Request> {
  readonly request: Request
  /** Which of the batch's clients makes it: per-merchant credentials. Default: the only one. */
  readonly client?: string | undefined
  /**
   * For the guards and sums, where the request has no `amount`: a pipwave capture of the whole, say. Default: the request's; a row
   * that names another one than its request is refused.
   */
  readonly amount?: Money | undefined
  /** ISO 8601: the authorization ends then. Earlier rows go first; a row is refused once it has passed. */
  readonly captureBy?: string | undefined
  /** Where the row stands in its file, for reports. Default: its position, from 1. */
  readonly line?: number | undefined
}

/** A row that could not be read, to be reported with the rest. */
export interface UnreadableRow {
  readonly line: number
  /** What is wrong with it. Without the row's content. */
  readonly problem: string
}

/** What a batch must come to, checked before anything of it is sent. */
export interface BatchGuards {
  /** Rows that were accepted. */
  readonly expectedCount?: number | undefined
  /** One for each currency: the sum of the accepted rows. */
  readonly expectedSums?: readonly Money[] | undefined
  /** The most one row may capture, for each currency. A row beyond it is refused; so is one without an amount. */
  readonly rowCaps?: readonly Money[] | undefined
  /** The most the batch may capture, for each currency. A batch beyond it is refused. */
  readonly batchCaps?: readonly Money[] | undefined
}

/** Options of {@link Ledger.enqueue}. */
export interface EnqueueOptions<Request> extends BatchGuards {
  /** Names the batch for ever: the same name again goes on with it. */
  readonly batch: string
  /** The clients by name, or the only one. They describe rows here and send nothing. */
  readonly clients: CaptureClient<Request> | Readonly<Record<string, CaptureClient<Request>>>
  /** Larger goes first, −100 to 100. Default 0. */
  readonly priority?: number | undefined
  /** `live` or the name of the clients' test environment. Rows of any other are refused. Default: that of the first row. */
  readonly environment?: string | undefined
  /** Two rows may be of one payment, as with partial shipments under keys of their own. Default: the second is refused. */
  readonly samePayment?: 'refuse' | 'allow' | undefined
  /** Refuse the whole batch for one refused row. Default false. */
  readonly strict?: boolean | undefined
  /** Checks everything and writes nothing. Default false. */
  readonly dryRun?: boolean | undefined
  /** Rows of one job. Default 250. */
  readonly chunkRows?: number | undefined
  /** See {@link LedgerCaptureOptions.priorAttempt}, for every row. */
  readonly priorAttempt?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Told how many rows are written, now and then. What it throws is ignored. */
  readonly onProgress?: ((rows: number) => void) | undefined
}

/** A row that will not be sent, and why. */
export interface RefusedRow {
  readonly line: number
  /** Path of the request's field at fault, where one is. */
  readonly field: string | null
  /** What is wrong: the field by its name, and what it must be. */
  readonly problem: string
}

/** What became of an `enqueue`. */
export interface Enqueued {
  readonly batch: string
  readonly rows: number
  readonly accepted: number
  /** How many were refused; `rows(batch, { state: 'refused' })` has them all. */
  readonly refused: number
  /** The first 100. */
  readonly refusals: readonly RefusedRow[]
  /** Of the accepted rows. */
  readonly sums: readonly Money[]
}

/** Rows in any number, as they come from a file, a stream or an array. */
export type RowSource<Request> =
  | Iterable<BatchRow<Request> | UnreadableRow>
  | AsyncIterable<BatchRow<Request> | UnreadableRow>
