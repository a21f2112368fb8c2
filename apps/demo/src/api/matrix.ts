import * as v from 'valibot'
import { money, time } from './json.ts'
import { callSchema } from './run.ts'

const kinds = ['scenario', 'fault', 'sequence', 'call'] as const

const place = {
  /** Unique within a run, and stable between runs. */
  id: v.string(),
  provider: v.string(),
  kind: v.picklist(kinds),
  /** Name of the scenario or fault, or what the sequence or call is about. */
  row: v.string(),
  /** Which version of the row this is; empty where there is one only. */
  version: v.string(),
}

const cell = v.object(place)

const movement = v.object({ key: v.nullable(v.string()), payment: v.string(), amount: money, at: time })

export const cellResultSchema = v.object({
  ...place,
  held: v.boolean(),
  violation: v.nullable(v.string()),
  ending: v.string(),
  attempts: v.number(),
  ms: v.number(),
  /** What a resolve made of it afterwards, where there was something to resolve. */
  resolved: v.nullable(v.string()),
  moved: v.array(movement),
})

const selection = {
  providers: v.optional(v.array(v.string())),
  faults: v.optional(v.array(v.string())),
  scenarios: v.optional(v.array(v.string())),
}

/** What to run; nothing named: everything. */
export const matrixOrderSchema = v.strictObject({
  ...selection,
  cells: v.pipe(v.optional(v.array(v.string())), v.description('Cells by their ids; wins over the rest.')),
})

export const matrixPlanSchema = v.object({ cells: v.array(cell) })

export const matrixSummarySchema = v.object({
  id: v.string(),
  at: time,
  /** `stopped`: not everything was run. */
  state: v.picklist(['running', 'finished', 'stopped']),
  /** Who began it: the page, or the tour of the terminal. */
  by: v.picklist(['page', 'tour']),
  total: v.number(),
  done: v.number(),
  violated: v.number(),
  applied: v.number(),
  acknowledged: v.number(),
  unknown: v.number(),
  duplicates: v.number(),
  seconds: v.number(),
})

export const matrixRunSchema = v.object({
  ...matrixSummarySchema.entries,
  /** Milliseconds timers were late, at worst: beyond a second, the machine is what was measured. */
  lateMs: v.number(),
  results: v.array(cellResultSchema),
})

export const matrixListSchema = v.object({ runs: v.array(matrixSummarySchema) })

export const cellQuerySchema = v.object({ id: v.pipe(v.string(), v.description('The id of the cell.')) })

export const cellDetailSchema = v.object({
  result: cellResultSchema,
  /** null when they are no longer kept: those of a broken invariant are, of all others only while the harness runs. */
  calls: v.nullable(v.array(callSchema)),
})

/** What a matrix run says while it goes on: how far it is, and what is new. */
export interface MatrixProgress {
  readonly run: MatrixSummary
  readonly results: readonly MatrixResult[]
}

export type MatrixOrder = v.InferOutput<typeof matrixOrderSchema>
export type MatrixSummary = v.InferOutput<typeof matrixSummarySchema>
export type MatrixRun = v.InferOutput<typeof matrixRunSchema>
export type MatrixCell = v.InferOutput<typeof cell>
export type MatrixResult = v.InferOutput<typeof cellResultSchema>
export type MatrixCellDetail = v.InferOutput<typeof cellDetailSchema>
