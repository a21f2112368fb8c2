import * as v from 'valibot'
import { invalidRequest } from '../error/invalid-request.ts'

/**
 * Parses what a caller passed. The message names the field and what it must be, and never repeats the value: it can be a
 * secret.
 *
 * @throws CaptureError `invalid_request` with `field`
 */
export function parseInput<Schema extends v.GenericSchema>(
  provider: string,
  schema: Schema,
  input: unknown,
  name = 'request',
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const field = v.getDotPath(issue) ?? name
  throw invalidRequest(provider, field, problem(issue))
}

/** What is wrong, without the value. */
function problem(issue: v.BaseIssue<unknown>): string {
  // valibot's own messages quote what was received; ours (`must be …`) do not.
  if (!issue.message.startsWith('Invalid ')) return issue.message
  if (issue.type === 'strict_object')
    return issue.expected === 'never' ? 'is not a known field: remove it' : 'is required'
  if (issue.input === undefined) return 'is required'
  return issue.expected === null ? 'is not valid' : `must be ${issue.expected}`
}

/**
 * Options whose value is `undefined` count as absent.
 *
 * @throws CaptureError `invalid_request` for what is no object
 */
export function withoutUndefined<T extends object>(value: T): T {
  if (typeof value !== 'object' || value === null) {
    throw invalidRequest(undefined, 'options', 'must be an object, or absent')
  }
  let clean: T = value
  for (const key of Object.keys(value) as (keyof T)[]) {
    if (value[key] !== undefined) continue
    if (clean === value) clean = { ...value }
    delete clean[key]
  }
  return clean
}
