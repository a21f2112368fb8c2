import type { Context } from 'hono'
import { type FieldProblem, type Problem, type ProblemType, problemTypes } from '../api/problem.ts'
import { SessionError } from '../session/session-error.ts'

const statusOf = {
  'invalid-request': 400,
  'invalid-field': 422,
  'not-found': 404,
  'not-allowed': 409,
  forbidden: 403,
  'emulator-gone': 410,
  'too-much': 429,
  internal: 500,
} as const satisfies Record<ProblemType, number>

/** Where the kinds of problems are described; `type` is resolved against the address of the request. */
const describedAt = '/api/openapi.json#'

/** An answer in the form of RFC 9457. */
export function problem(
  context: Context,
  type: ProblemType,
  detail: string,
  errors: readonly FieldProblem[] = [],
): Response {
  const status = statusOf[type]
  const body: Problem = {
    type: `${describedAt}${type}`,
    title: problemTypes[type],
    status,
    detail,
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  }
  return context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
}

/** What a handler threw. Of what nobody expected, nothing is told but that it happened: the log has it. */
export function problemOf(context: Context, error: unknown, log: (text: string) => void): Response {
  if (error instanceof SessionError) return problem(context, error.type, error.message, error.errors)
  log(error instanceof Error ? `${error.name}: ${error.message}` : 'something was thrown that is no error')
  return problem(context, 'internal', 'The harness could not answer: its terminal says why.')
}

export function problemStatus(type: ProblemType): number {
  return statusOf[type]
}
