/** The user asked for something that cannot be done: the message says what is wrong, where, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** The field that has to be filled in otherwise, where it is one: `amount` for `--amount`. */
  readonly field: string | null

  constructor(message: string, options: ErrorOptions & { readonly field?: string } = {}) {
    super(message, options)
    this.field = options.field ?? null
  }
}
