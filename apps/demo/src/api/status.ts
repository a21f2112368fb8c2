import * as v from 'valibot'
import { time } from './json.ts'

/** The product's promise in numbers, since the harness was started. */
export const invariantsSchema = v.object({
  captures: v.number(),
  /** Operations whose money moved, by the emulators' books. */
  applied: v.number(),
  /** Operations the caller was told are captured, at once or by a resolve. */
  acknowledged: v.number(),
  /** Operations that are pending or unknown now. */
  unknown: v.number(),
  /** Movements beyond the first of an operation. */
  duplicates: v.number(),
  violated: v.number(),
})

const historyState = v.object({
  /** `memory`: this session's runs end with it, see `why`. */
  state: v.picklist(['opening', 'open', 'memory']),
  why: v.nullable(v.string()),
})

export const statusSchema = v.object({
  startedAt: time,
  invariants: invariantsSchema,
  history: historyState,
})

export type Status = v.InferOutput<typeof statusSchema>
export type Invariants = v.InferOutput<typeof invariantsSchema>
export type HistoryStatus = v.InferOutput<typeof historyState>
