import * as v from 'valibot'

/** RFC 9457, `application/problem+json`. */
export const problemSchema = v.object({
  /** Names the kind of problem; the OpenAPI description lists them. */
  type: v.string(),
  title: v.string(),
  status: v.number(),
  /** One sentence: what is wrong, where, and what to do. */
  detail: v.string(),
  /** What is wrong with which field, for a form to show beside it. */
  errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() }))),
})

export type Problem = v.InferOutput<typeof problemSchema>
export type FieldProblem = NonNullable<Problem['errors']>[number]

/** Every kind there is. `type` is a relative reference, resolved against the API's own address. */
export const problemTypes = {
  'invalid-request': 'The request is not what this endpoint takes',
  'invalid-field': 'A field cannot be what it is',
  'not-found': 'There is nothing at this address',
  'not-allowed': 'The harness refuses this',
  forbidden: 'Only this machine may call the harness',
  'emulator-gone': 'The emulator of this run is gone',
  'too-much': 'Too much at once',
  internal: 'Something failed inside the harness',
} as const

export type ProblemType = keyof typeof problemTypes
