/** The user asked for something that cannot be done: the message says what is wrong, where, and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
