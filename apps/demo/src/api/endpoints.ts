import type * as v from 'valibot'
import type { BatchNews, LedgerStatus } from './batch.ts'
import { batchEndpoints } from './batch-endpoints.ts'
import { captureSchema, replaySchema, resolveSchema } from './capture.ts'
import { catalogueSchema } from './catalogue.ts'
import {
  cellDetailSchema,
  cellQuerySchema,
  type MatrixProgress,
  matrixListSchema,
  matrixOrderSchema,
  matrixPlanSchema,
  matrixRunSchema,
  matrixSummarySchema,
} from './matrix.ts'
import { notificationOrderSchema, notificationSentSchema, receivedListSchema } from './notification.ts'
import type { ProblemType } from './problem.ts'
import { runListSchema, runQuerySchema, runSchema } from './run.ts'
import { statusSchema } from './status.ts'
import {
  type ConformanceRun,
  conformanceListSchema,
  conformanceOrderSchema,
  conformanceRunSchema,
  settlementSchema,
} from './vtex.ts'

type Schema = v.GenericSchema<unknown, unknown>

/** One operation of the API: what the server validates, the page calls and the OpenAPI description says. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'delete'
  /** With `:name` for what varies. */
  readonly path: string
  readonly summary: string
  readonly query?: Schema
  readonly body?: Schema
  readonly reply: { readonly status: 200 | 202 | 204; readonly schema?: Schema }
  readonly problems: readonly ProblemType[]
}

function endpoint<const T extends Endpoint>(one: T): T {
  return one
}

/** The whole API, beside the event stream. */
export const endpoints = {
  ...batchEndpoints,
  status: endpoint({
    method: 'get',
    path: '/api/status',
    summary: 'What the harness is doing: invariants so far, and the state of the history.',
    reply: { status: 200, schema: statusSchema },
    problems: [],
  }),
  catalogue: endpoint({
    method: 'get',
    path: '/api/catalogue',
    summary: 'Providers with their fields and scenarios, and the faults.',
    reply: { status: 200, schema: catalogueSchema },
    problems: [],
  }),
  check: endpoint({
    method: 'post',
    path: '/api/captures/check',
    summary: 'Checks a capture with the package’s own schema, and sends nothing.',
    body: captureSchema,
    reply: { status: 204 },
    problems: ['invalid-request', 'invalid-field', 'not-allowed'],
  }),
  capture: endpoint({
    method: 'post',
    path: '/api/captures',
    summary: 'Begins one capture. Its progress comes by the event stream, its end by the run.',
    body: captureSchema,
    reply: { status: 202, schema: runSchema },
    problems: ['invalid-request', 'invalid-field', 'not-allowed', 'too-much'],
  }),
  runs: endpoint({
    method: 'get',
    path: '/api/runs',
    summary: 'The history, latest first.',
    query: runQuerySchema,
    reply: { status: 200, schema: runListSchema },
    problems: ['invalid-request'],
  }),
  run: endpoint({
    method: 'get',
    path: '/api/runs/:id',
    summary: 'One run with every exchange.',
    reply: { status: 200, schema: runSchema },
    problems: ['not-found'],
  }),
  matrixPlan: endpoint({
    method: 'get',
    path: '/api/matrix/plan',
    summary: 'Every cell there is: scenarios, faults, sequences and calls of every provider.',
    reply: { status: 200, schema: matrixPlanSchema },
    problems: [],
  }),
  matrixRuns: endpoint({
    method: 'get',
    path: '/api/matrix',
    summary: 'Runs of the matrix, latest first.',
    reply: { status: 200, schema: matrixListSchema },
    problems: [],
  }),
  beginMatrix: endpoint({
    method: 'post',
    path: '/api/matrix',
    summary: 'Begins a run: of some cells, a row, or all. Its progress comes by the event stream.',
    body: matrixOrderSchema,
    reply: { status: 202, schema: matrixSummarySchema },
    problems: ['invalid-request', 'invalid-field', 'too-much'],
  }),
  matrixRun: endpoint({
    method: 'get',
    path: '/api/matrix/:id',
    summary: 'A run with the result of every cell.',
    reply: { status: 200, schema: matrixRunSchema },
    problems: ['not-found'],
  }),
  stopMatrix: endpoint({
    method: 'delete',
    path: '/api/matrix/:id',
    summary: 'Starts no further cell, waits for those under way, and keeps what is known.',
    reply: { status: 200, schema: matrixSummarySchema },
    problems: ['not-allowed'],
  }),
  matrixCell: endpoint({
    method: 'get',
    path: '/api/matrix/:id/cell',
    summary: 'One cell with every exchange.',
    query: cellQuerySchema,
    reply: { status: 200, schema: cellDetailSchema },
    problems: ['invalid-request', 'not-found'],
  }),
  conformanceRuns: endpoint({
    method: 'get',
    path: '/api/vtex/conformance',
    summary: 'Conformance runs of this session, latest first.',
    reply: { status: 200, schema: conformanceListSchema },
    problems: [],
  }),
  beginConformance: endpoint({
    method: 'post',
    path: '/api/vtex/conformance',
    summary: 'Plays VTEX against a connector. Results come by the event stream.',
    body: conformanceOrderSchema,
    reply: { status: 202, schema: conformanceRunSchema },
    problems: ['invalid-request', 'invalid-field', 'too-much'],
  }),
  conformanceRun: endpoint({
    method: 'get',
    path: '/api/vtex/conformance/:id',
    summary: 'A conformance run with every check.',
    reply: { status: 200, schema: conformanceRunSchema },
    problems: ['not-found'],
  }),
  settle: endpoint({
    method: 'post',
    path: '/api/vtex/settlements',
    summary: 'VTEX asks the embedded connector to settle, and the bridge carries it to the provider behind.',
    body: settlementSchema,
    reply: { status: 202, schema: runSchema },
    problems: ['invalid-request', 'invalid-field', 'too-much'],
  }),
  notifications: endpoint({
    method: 'get',
    path: '/api/notifications',
    summary: 'Notifications that arrived at the harness, latest first.',
    reply: { status: 200, schema: receivedListSchema },
    problems: [],
  }),
  notify: endpoint({
    method: 'post',
    path: '/api/notifications',
    summary: 'Makes a signed notification, valid or broken, and sends it to the harness or to an address.',
    body: notificationOrderSchema,
    reply: { status: 200, schema: notificationSentSchema },
    problems: ['invalid-request', 'invalid-field'],
  }),
  resolve: endpoint({
    method: 'post',
    path: '/api/runs/:id/resolve',
    summary: 'Finds out how an open capture ended, as another process would, another day. Ends the fault first.',
    body: resolveSchema,
    reply: { status: 202, schema: runSchema },
    problems: ['invalid-request', 'invalid-field', 'not-found', 'not-allowed', 'emulator-gone'],
  }),
  replay: endpoint({
    method: 'post',
    path: '/api/runs/:id/replay',
    summary: 'Captures again: under the same key, under a new one, or with other values.',
    body: replaySchema,
    reply: { status: 202, schema: runSchema },
    problems: ['invalid-request', 'invalid-field', 'not-found', 'not-allowed', 'emulator-gone', 'too-much'],
  }),
}

/** What is said on the event stream, by the name of the event. */
export interface LiveEvents {
  readonly status: v.InferOutput<typeof statusSchema>
  readonly run: v.InferOutput<typeof runSchema>
  readonly matrix: MatrixProgress
  readonly conformance: ConformanceRun
  readonly batch: BatchNews
  readonly ledger: LedgerStatus
}
