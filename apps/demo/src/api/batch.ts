import * as v from 'valibot'
import { money, shortText, time } from './json.ts'

const rowStates = [
  'queued',
  'waiting',
  'captured',
  'accepted',
  'declined',
  'pending',
  'unknown',
  'person',
  'refused',
  'cancelled',
] as const

const counts = v.object({
  queued: v.number(),
  // Batches that an earlier harness has written down do not have it.
  waiting: v.optional(v.number(), 0),
  captured: v.number(),
  accepted: v.number(),
  declined: v.number(),
  pending: v.number(),
  unknown: v.number(),
  person: v.number(),
  refused: v.number(),
  cancelled: v.number(),
})

const sums = v.pipe(v.optional(v.array(shortText)), v.description('Such as `1234.50 BRL`, one for each currency.'))

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000_000))

/** What is to become of an uploaded file. */
export const batchOrderSchema = v.strictObject({
  file: v.pipe(shortText, v.description('The id an upload was answered with.')),
  provider: shortText,
  target: v.optional(v.picklist(['emulator', 'sandbox']), 'emulator'),
  name: v.pipe(v.optional(shortText), v.description('Names the batch for ever. Default: the name of the file.')),
  switches: v.pipe(
    v.optional(v.array(shortText), []),
    v.description('Fields without a value that hold for every row.'),
  ),
  strict: v.pipe(v.optional(v.boolean(), false), v.description('One bad row refuses the batch.')),
  samePayment: v.pipe(v.optional(v.boolean(), false), v.description('Two rows may be of one payment.')),
  expectCount: v.optional(wholeNumber),
  expectSum: sums,
  rowCap: sums,
  batchCap: sums,
  concurrency: v.optional(v.pipe(wholeNumber, v.maxValue(256))),
  rate: v.pipe(v.optional(wholeNumber), v.description('Captures a second. Default: no limit.')),
  fault: v.optional(
    v.strictObject({
      name: shortText,
      moved: v.optional(v.boolean()),
      every: v.pipe(v.optional(wholeNumber, 10), v.description('Strikes every so manieth capture.')),
    }),
  ),
})

export const uploadSchema = v.object({
  file: v.string(),
  name: v.string(),
  bytes: v.number(),
})

/** What a dry run found: nothing was written, nothing sent. */
export const batchCheckSchema = v.object({
  rows: v.number(),
  accepted: v.number(),
  refused: v.number(),
  /** The first hundred. */
  refusals: v.array(v.object({ line: v.number(), column: v.nullable(v.string()), reason: v.string() })),
  sums: v.array(money),
})

export const phases = ['reading', 'sending', 'asking', 'stopped', 'failed', 'refused', 'cancelled', 'done'] as const

const entries = {
  id: v.string(),
  name: v.string(),
  provider: v.string(),
  target: v.picklist(['emulator', 'sandbox']),
  fault: v.nullable(v.string()),
  at: time,
  /**
   * `asking`: everything was sent, and what is open is asked for by the ledger's schedule. `stopped`: it can go on.
   * `failed`: so can this one, once what `why` says is mended. The others are ends.
   */
  phase: v.picklist(phases),
  why: v.nullable(v.string()),
  /** Rows that are written down. */
  rows: v.number(),
  counts,
  perSecond: v.number(),
  secondsLeft: v.nullable(v.number()),
  /** Milliseconds it was worked on. */
  ms: v.number(),
  /** Payments whose money moved, by the emulator's book; null before it was read, and at a sandbox. */
  moved: v.nullable(v.number()),
  /** Movements beyond the first of a payment, where the batch has each payment once. */
  duplicates: v.number(),
  /** Whether it agrees with the book; null before it was read, and while all that differs is still open. */
  agrees: v.nullable(v.boolean()),
}

const point = v.object({
  /** Milliseconds since it began. */
  at: v.number(),
  done: v.number(),
  perSecond: v.number(),
})

export const batchSummarySchema = v.object(entries)

export const batchSchema = v.object({
  ...entries,
  points: v.array(point),
  /** By reason. */
  declined: v.record(v.string(), v.number()),
  open: v.object({ count: v.number(), oldest: v.nullable(time) }),
  sums: v.array(v.object({ state: v.picklist(rowStates), amount: money })),
})

export const ledgerStatusSchema = v.object({
  state: v.picklist(['closed', 'opening', 'open', 'failed']),
  why: v.nullable(v.string()),
})

export const batchListSchema = v.object({ ledger: ledgerStatusSchema, batches: v.array(batchSummarySchema) })

export const rowsQuerySchema = v.object({
  state: v.optional(v.picklist(rowStates)),
})

export const rowsSchema = v.object({
  rows: v.array(
    v.object({
      line: v.number(),
      state: v.picklist(rowStates),
      reason: v.nullable(v.string()),
      advice: v.nullable(v.string()),
      amount: v.nullable(money),
      payment: v.nullable(v.string()),
      operation: v.nullable(v.string()),
    }),
  ),
  more: v.boolean(),
})

export const cancelledSchema = v.object({ taken: v.number() })

/** Which columns of an uploaded settlement report hold what. */
export const reconciliationOrderSchema = v.strictObject({
  file: shortText,
  payment: shortText,
  amount: shortText,
  currency: shortText,
})

const difference = v.object({
  payment: v.string(),
  ours: v.array(money),
  theirs: v.array(money),
  state: v.nullable(v.string()),
})

const differences = v.object({ count: v.number(), first: v.array(difference) })

/** Payment by payment; of each kind of difference the first hundred. */
export const reconciliationSchema = v.object({
  agrees: v.boolean(),
  matched: v.number(),
  missing: differences,
  extra: differences,
  differs: differences,
  unreadable: v.object({
    count: v.number(),
    first: v.array(v.object({ line: v.number(), problem: v.string() })),
  }),
})

const decision = v.object({ outcome: v.picklist(['captured', 'not_captured']), evidence: v.string(), by: v.string() })

export const operationSchema = v.object({
  operation: v.string(),
  provider: v.string(),
  environment: v.string(),
  payment: v.string(),
  attempt: v.number(),
  state: v.picklist(['running', 'open', 'person', 'done']),
  status: v.nullable(v.string()),
  /** Cause of an unknown, reason of a decline. */
  reason: v.nullable(v.string()),
  decision: v.nullable(decision),
  batch: v.nullable(v.string()),
  nextAt: v.nullable(time),
  startedAt: time,
})

export const operationListSchema = v.object({ operations: v.array(operationSchema) })

export const auditSchema = v.object({
  operation: operationSchema,
  entries: v.array(
    v.object({
      at: time,
      event: v.picklist(['intent', 'outcome', 'void', 'person', 'decided']),
      detail: v.record(v.string(), v.nullable(v.union([v.string(), v.number(), v.boolean()]))),
    }),
  ),
})

const said = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(1_000, 'is too long'))

export const decisionSchema = v.strictObject({ ...decision.entries, evidence: said, by: said })

/** How far a batch is, and what is new for its chart. */
export interface BatchNews {
  readonly batch: BatchSummary
  readonly point: BatchPoint | null
}

export type BatchOrder = v.InferOutput<typeof batchOrderSchema>
export type BatchInput = v.InferInput<typeof batchOrderSchema>
export type BatchUpload = v.InferOutput<typeof uploadSchema>
export type BatchCheck = v.InferOutput<typeof batchCheckSchema>
export type BatchSummary = v.InferOutput<typeof batchSummarySchema>
export type BatchPoint = v.InferOutput<typeof point>
export type BatchPhase = (typeof phases)[number]
export type BatchDetail = v.InferOutput<typeof batchSchema>
export type BatchList = v.InferOutput<typeof batchListSchema>
export type BatchRows = v.InferOutput<typeof rowsSchema>
export type BatchRowState = (typeof rowStates)[number]
export type LedgerStatus = v.InferOutput<typeof ledgerStatusSchema>
export type ReconciliationOrder = v.InferOutput<typeof reconciliationOrderSchema>
export type ShownReconciliation = v.InferOutput<typeof reconciliationSchema>
export type ShownOperation = v.InferOutput<typeof operationSchema>
export type OperationAudit = v.InferOutput<typeof auditSchema>
export type DecisionOrder = v.InferOutput<typeof decisionSchema>
