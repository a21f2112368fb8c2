import * as v from 'valibot'
import { shortText } from './json.ts'

export const target = v.picklist(['emulator', 'sandbox'])

export const strikes = v.picklist(['capture', 'snapshot', 'lookup'])

export const faultChoice = v.strictObject({
  name: v.pipe(shortText, v.description('One of the catalogue.')),
  moved: v.pipe(
    v.optional(v.boolean()),
    v.description('Which version, for a fault that has both: the money moved before it struck, or nothing did.'),
  ),
  always: v.pipe(v.optional(v.boolean(), false), v.description('Strikes every attempt, not only the first.')),
  strikes: v.pipe(v.optional(strikes, 'capture'), v.description('The exchange it strikes.')),
})

const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120_000))

/** Fields as text, as they were typed; switches as `true`. Empty text counts as not filled in. */
export const valuesSchema = v.record(v.pipe(v.string(), v.maxLength(64)), v.union([shortText, v.literal(true)]))

/** One capture to make. */
export const captureSchema = v.strictObject({
  provider: shortText,
  target: v.optional(target, 'emulator'),
  values: v.optional(valuesSchema, {}),
  scenario: v.pipe(v.optional(shortText), v.description('A documented answer for the emulator to give.')),
  fault: v.optional(faultChoice),
  deadlineMs: v.optional(milliseconds),
  attemptTimeoutMs: v.optional(milliseconds),
})

export type CaptureInput = v.InferInput<typeof captureSchema>
export type CaptureOrder = v.InferOutput<typeof captureSchema>
export type FaultChoice = v.InferOutput<typeof faultChoice>
export type FilledIn = v.InferOutput<typeof valuesSchema>

export const resolveSchema = v.strictObject({
  how: v.pipe(
    v.picklist(['read', 'replay']),
    v.description('`replay` sends the same request again under the same key: the money may move then.'),
  ),
  values: v.pipe(v.optional(valuesSchema, {}), v.description('Credentials that are asked for again.')),
})

export const replaySchema = v.strictObject({
  how: v.pipe(
    v.picklist(['same-key', 'new-key', 'edited']),
    v.description('Under the same key, under a new one, or with other values.'),
  ),
  values: v.pipe(
    v.optional(valuesSchema, {}),
    v.description('What was edited, and credentials that are asked for again.'),
  ),
})

export type ReplayOrder = v.InferOutput<typeof replaySchema>
export type ResolveOrder = v.InferOutput<typeof resolveSchema>
