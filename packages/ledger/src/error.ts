/**
 * Why the ledger refused. Thrown by `capture` or `retry` it keeps the product's rule: this call moved no money.
 *
 * - `invalid_request`: an argument makes no sense; `field` names it.
 * - `folder_in_use`: another process, or another ledger of this one, has the folder open.
 * - `data_key_required`: the request has secret fields, and there is no `dataKey` to encrypt them with.
 * - `data_key_wrong`: what is stored was encrypted with another `dataKey`.
 * - `operation_differs`: the operation is known with other content. Nothing was sent.
 * - `operation_running`: another call or worker has the operation, or another one of its payment, in hand.
 * - `operation_elsewhere`: a row's operation is open in another batch, which goes on with it.
 * - `payment_open`: an earlier operation of the payment may still move money, and could not be concluded. `operation` names it.
 * - `not_retryable`: the last attempt is not a decline that may be tried again; see the message.
 * - `operation_unknown`: there is no such operation.
 * - `operation_final`: the operation has ended; there is nothing to decide.
 * - `batch_unknown`: there is no such batch.
 * - `batch_differs`: the batch is known with other rows or other guards.
 * - `batch_cancelled`: the batch was cancelled while it was being enqueued. Nothing of it will be sent.
 * - `batch_interrupted`: its signal stopped an `enqueue`; the same call again goes on.
 * - `batch_refused`: a guard refused the batch: count, sum or cap. Nothing of it will be sent.
 * - `row_cancelled`: the batch was cancelled before this row was sent.
 * - `account_differs`: the client speaks for another account or environment than the operation was written with.
 * - `unavailable`: the database cannot be reached, or has no room. Thrown by `capture` or `retry`: before anything was sent.
 * - `closed`: the ledger was closed.
 */
export type LedgerErrorCode =
  | 'invalid_request'
  | 'folder_in_use'
  | 'data_key_required'
  | 'data_key_wrong'
  | 'operation_differs'
  | 'operation_running'
  | 'operation_elsewhere'
  | 'payment_open'
  | 'not_retryable'
  | 'operation_unknown'
  | 'operation_final'
  | 'batch_unknown'
  | 'batch_differs'
  | 'batch_cancelled'
  | 'batch_interrupted'
  | 'batch_refused'
  | 'row_cancelled'
  | 'account_differs'
  | 'unavailable'
  | 'closed'

export interface LedgerErrorOptions {
  readonly code: LedgerErrorCode
  /** What was wrong, where, and what to do about it. */
  readonly message: string
  readonly field?: string | undefined
  readonly operation?: string | undefined
}

const brand = Symbol.for('@cap/ledger/LedgerError')

/** A refusal of the ledger. No money was moved by the call that threw it. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
  readonly code: LedgerErrorCode
  /** Path of the argument at fault. */
  readonly field: string | null
  /** The ledger's id of the operation it is about. */
  readonly operation: string | null

  constructor(options: LedgerErrorOptions) {
    super(options.message)
    this.code = options.code
    this.field = options.field ?? null
    this.operation = options.operation ?? null
  }

  get [brand](): true {
    return true
  }

  /** Recognises the error across two installed copies of the package, where `instanceof` fails. */
  static isInstance(value: unknown): value is LedgerError {
    return typeof value === 'object' && value !== null && brand in value
  }
}
