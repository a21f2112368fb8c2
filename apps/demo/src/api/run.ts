import * as v from 'valibot'
import { strikes, target, valuesSchema } from './capture.ts'
import { json, money, time } from './json.ts'

/** As in the packages: `capture`, `refund`, `cancel` and `change` change something, the others read. */
const purpose = v.picklist(['capture', 'refund', 'cancel', 'change', 'snapshot', 'lookup'])

const attempt = v.object({
  number: v.number(),
  purpose,
  method: v.string(),
  url: v.string(),
  startedAt: time,
  durationMs: v.number(),
  /** `no`: proven not to have reached the provider. `maybe`: no complete answer. `yes`: answered. */
  sent: v.picklist(['no', 'maybe', 'yes']),
  status: v.nullable(v.number()),
  requestId: v.nullable(v.string()),
  error: v.nullable(v.object({ phase: v.nullable(v.string()), code: v.string() })),
  verdict: v.string(),
})

const phase = v.picklist(['connect', 'send', 'wait', 'body'])

/** One exchange: what was sent, what came back. Everything in it is scrubbed text. */
export const exchangeSchema = v.object({
  number: v.number(),
  purpose,
  at: time,
  method: v.string(),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  body: json,
  /** pipwave: the text that was signed, its secret masked. */
  signatureBase: v.nullable(v.string()),
  /** Milliseconds of each phase the exchange went through, where the transport tells. */
  phases: v.record(phase, v.optional(v.number())),
  /** null while it is under way. */
  attempt: v.nullable(attempt),
  /** null while none came. */
  reply: v.nullable(v.object({ status: v.number(), headers: v.record(v.string(), v.string()), body: json })),
})

/** Waits and warnings between exchanges. */
const remark = v.object({
  at: time,
  /** Number of the exchange it comes after. */
  after: v.number(),
  kind: v.picklist(['waiting', 'warning']),
  text: v.string(),
  ms: v.nullable(v.number()),
})

const outcome = v.looseObject({
  status: v.picklist(['captured', 'declined', 'pending', 'unknown']),
  reference: v.record(v.string(), v.string()),
})

const thrown = v.object({
  /** null when what was thrown is not a CaptureError: that is a bug. */
  code: v.nullable(v.string()),
  message: v.string(),
  field: v.nullable(v.string()),
  status: v.nullable(v.number()),
  retryable: v.boolean(),
  causes: v.array(v.string()),
})

/** A call of the client: the capture, or a resolve of it afterwards. */
export const callSchema = v.object({
  /** Who called: null is the tester; a provider's name is the client inside the connector of a bridge. */
  by: v.nullable(v.string()),
  operation: v.picklist(['capture', 'resolve']),
  how: v.nullable(v.picklist(['read', 'replay'])),
  startedAt: time,
  /** null while it is under way. */
  ms: v.nullable(v.number()),
  /** What it ended in, when it is a value. */
  outcome: v.nullable(outcome),
  /** What it threw. */
  thrown: v.nullable(thrown),
  exchanges: v.array(exchangeSchema),
  remarks: v.array(remark),
})

export const endings = ['captured', 'declined', 'threw', 'pending', 'unknown', 'bug'] as const

const movement = v.object({ key: v.nullable(v.string()), payment: v.string(), amount: money, at: time })

const fault = v.object({ name: v.string(), moved: v.boolean(), always: v.boolean(), strikes })

const origin = v.object({ run: v.string(), how: v.picklist(['same-key', 'new-key', 'edited']) })

/** A run in one line. */
export const runSummarySchema = v.object({
  id: v.string(),
  at: time,
  provider: v.string(),
  target,
  /** `interrupted`: the harness ended before the call did. */
  state: v.picklist(['running', 'finished', 'interrupted']),
  /** What is known at the end: by the capture, or by a resolve since. */
  ending: v.nullable(v.picklist(endings)),
  /** The provider's code, the cause of not knowing, or the error's code. */
  code: v.nullable(v.string()),
  amount: v.nullable(money),
  scenario: v.nullable(v.string()),
  fault: v.nullable(fault),
  exchanges: v.number(),
  /** Milliseconds of the capture. */
  ms: v.nullable(v.number()),
  /** Movements in the emulator's book; null at a sandbox. */
  moved: v.nullable(v.number()),
  /** The invariants; null while it runs, and at a sandbox. */
  held: v.nullable(v.boolean()),
  origin: v.nullable(origin),
  /** VTEX through the embedded connector: the provider behind it. */
  bridge: v.nullable(v.string()),
})

/** One capture with everything that is known of it. Holds no credential and no payer token. */
export const runSchema = v.object({
  ...runSummarySchema.entries,
  values: v.pipe(valuesSchema, v.description('As filled in and made up; without credentials.')),
  deadlineMs: v.nullable(v.number()),
  attemptTimeoutMs: v.nullable(v.number()),
  /** Fields with credentials that have to be filled in again. */
  secretFields: v.array(v.string()),
  url: v.string(),
  calls: v.array(callSchema),
  /** What really moved, by the emulator's book; null at a sandbox. */
  movements: v.nullable(v.array(movement)),
  violation: v.nullable(v.string()),
  /** What may be done now. */
  may: v.object({
    resolve: v.array(v.picklist(['read', 'replay'])),
    replay: v.array(v.picklist(['same-key', 'new-key', 'edited'])),
    /** Why something else may not. */
    refused: v.nullable(v.picklist(['running', 'open-at-sandbox', 'emulator-gone', 'unkeyed', 'bridge'])),
  }),
})

export type Run = v.InferOutput<typeof runSchema>
export type RunSummary = v.InferOutput<typeof runSummarySchema>
export type RunCall = v.InferOutput<typeof callSchema>
export type RunExchange = v.InferOutput<typeof exchangeSchema>
export type RunRemark = v.InferOutput<typeof remark>
export type RunThrown = v.InferOutput<typeof thrown>
export type RunEnding = (typeof endings)[number]
/** Filters of the history. */
export const runQuerySchema = v.object({
  provider: v.optional(v.string()),
  ending: v.optional(v.picklist(endings)),
  fault: v.pipe(v.optional(v.string()), v.description('A name, or `none` for captures nothing was done to.')),
  before: v.pipe(v.optional(v.string()), v.description('Only runs before this one, by id.')),
  limit: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/)), '50'),
    v.transform(Number),
    v.description('At most this many, up to 999. Default 50.'),
  ),
})

export const runListSchema = v.object({ runs: v.array(runSummarySchema), more: v.boolean() })

export type RunQuery = v.InferOutput<typeof runQuerySchema>
export type RunList = v.InferOutput<typeof runListSchema>
