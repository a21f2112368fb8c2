import type * as v from 'valibot'
import { captureSchema, replaySchema, resolveSchema } from './capture.ts'
import { catalogueSchema } from './catalogue.ts'
import type { ProblemType } from './problem.ts'
import { runListSchema, runQuerySchema, runSchema } from './run.ts'
import { statusSchema } from './status.ts'

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
}
