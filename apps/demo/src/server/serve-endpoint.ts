import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Endpoint } from '../api/endpoints.ts'
import { problem } from './problems.ts'

type Output<T> = T extends v.GenericSchema<unknown, unknown> ? v.InferOutput<T> : undefined

/** What a handler is given: validated. */
export interface Asked<T extends Endpoint> {
  readonly query: Output<T['query']>
  readonly body: Output<T['body']>
  /** A part of the path, by its name. */
  param(name: string): string
}

type Answer<T extends Endpoint> = Output<T['reply']['schema']>

/** Longer than any form can become. */
const longestBody = 256 * 1024

/** Serves one operation of the API: nothing reaches the handler that its schemas do not describe. */
export function serveEndpoint<const T extends Endpoint>(
  app: Hono,
  endpoint: T,
  handle: (asked: Asked<T>) => Promise<Answer<T>> | Answer<T>,
): void {
  app.on(endpoint.method.toUpperCase(), endpoint.path, async (context) => {
    const query = read(endpoint.query, context.req.query())
    if (!query.success) return refused(context, query.issues)
    const sent = endpoint.body === undefined ? undefined : await bodyOf(context)
    if (sent instanceof Response) return sent
    const body = read(endpoint.body, sent)
    if (!body.success) return refused(context, body.issues)
    const answer = await handle({
      query: query.output as Asked<T>['query'],
      body: body.output as Asked<T>['body'],
      param: (name) => context.req.param(name) ?? '',
    })
    const { status } = endpoint.reply
    if (status === 204) return context.body(null, 204)
    return context.body(JSON.stringify(answer), status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
  })
}

function read(schema: Endpoint['body'], value: unknown) {
  if (schema === undefined) return { success: true as const, output: undefined }
  return v.safeParse(schema, value)
}

async function bodyOf(context: Context): Promise<unknown> {
  // A form of another site can send text or a form, but never this without being asked first.
  if (!/^application\/json\b/.test(context.req.header('content-type') ?? '')) {
    return problem(context, 'invalid-request', 'Send JSON, with content-type: application/json.')
  }
  const text = await context.req.text()
  if (text.length > longestBody) return problem(context, 'invalid-request', 'The body is too long.')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return problem(context, 'invalid-request', 'The body is not JSON.')
  }
}

function refused(context: Context, issues: readonly v.BaseIssue<unknown>[]): Response {
  const errors = issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', message: issue.message }))
  const detail = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')
  return problem(context, 'invalid-request', detail, errors)
}
