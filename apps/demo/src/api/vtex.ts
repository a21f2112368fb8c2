import * as v from 'valibot'
import { faultChoice } from './capture.ts'
import { shortText, time } from './json.ts'

const bridge = v.picklist(['mercadopago', 'pipwave'])

/** The connector that is played against: the embedded one, or any at an address. */
export const conformanceOrderSchema = v.strictObject({
  bridge: v.pipe(v.optional(bridge), v.description('The embedded connector, with this provider behind.')),
  url: v.pipe(
    v.optional(shortText),
    v.description('A connector elsewhere; on this machine only, unless the harness was started with --allow-remote.'),
  ),
  part: v.pipe(
    v.optional(v.picklist(['all', 'cards']), 'all'),
    v.description('Everything, or only the four test cards.'),
  ),
})

const step = v.object({
  sent: v.object({
    method: v.string(),
    url: v.string(),
    headers: v.record(v.string(), v.string()),
    body: v.nullable(v.string()),
  }),
  came: v.object({
    status: v.nullable(v.number()),
    headers: v.record(v.string(), v.string()),
    body: v.string(),
    failure: v.nullable(v.string()),
  }),
  ms: v.number(),
})

const checkResult = v.object({
  id: v.string(),
  title: v.string(),
  rule: v.string(),
  status: v.picklist(['passed', 'failed', 'blocked', 'skipped']),
  reason: v.nullable(v.string()),
  change: v.nullable(v.string()),
  steps: v.array(step),
  ms: v.number(),
})

export const conformanceRunSchema = v.object({
  id: v.string(),
  at: time,
  /** The address, or the name of the provider behind the embedded connector. */
  target: v.string(),
  part: v.picklist(['all', 'cards']),
  state: v.picklist(['running', 'finished', 'failed']),
  /** Why it could not be played at all. */
  why: v.nullable(v.string()),
  checks: v.array(checkResult),
})

export const conformanceListSchema = v.object({ runs: v.array(conformanceRunSchema) })

/** A settlement that VTEX asks of the embedded connector. */
export const settlementSchema = v.strictObject({
  bridge,
  amount: shortText,
  /** On the way from VTEX to the connector, or from the connector to the provider. */
  hop: v.optional(v.picklist(['vtex', 'provider']), 'provider'),
  fault: v.optional(faultChoice),
})

export type ConformanceOrder = v.InferOutput<typeof conformanceOrderSchema>
export type ConformanceRun = v.InferOutput<typeof conformanceRunSchema>
export type ConformanceCheck = v.InferOutput<typeof checkResult>
export type SettlementOrder = v.InferOutput<typeof settlementSchema>
export type ConformanceInput = v.InferInput<typeof conformanceOrderSchema>
export type SettlementInput = v.InferInput<typeof settlementSchema>
