import type { FieldProblem, ProblemType } from '../api/problem.ts'

/** What was asked for cannot be done: the server answers it as a problem. */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly type: ProblemType
  readonly errors: readonly FieldProblem[]

  constructor(type: ProblemType, message: string, errors: readonly FieldProblem[] = []) {
    super(message)
    this.type = type
    this.errors = errors
  }
}

/** One field that has to be filled in otherwise. */
export function fieldError(field: string, message: string): SessionError {
  return new SessionError('invalid-field', `${field}: ${message}`, [{ field, message }])
}
