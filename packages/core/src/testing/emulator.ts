import type { Money } from '../money/money.ts'

/** One movement of money that really happened at the emulated provider. */
export interface BookEntry {
  /** What the client calls the operation's key, where there is one: the idempotency key, or the request id. */
  readonly key: string | null
  /** The payment: the provider's id of it, or the merchant's. */
  readonly payment: string
  readonly amount: Money
  /** ISO 8601, UTC. */
  readonly at: string
}

/**
 * A provider's double: a plain handler with state. It answers from its own reading of the provider's documents, and
 * shares no code with the client it is called by, so that one mistake does not prove itself.
 */
export interface Emulator {
  /** Answers as the provider would. Never rejects. */
  fetch(request: Request): Promise<Response>
  /** What really moved, in order. Answers can be lost or lie; this cannot. */
  book(): readonly BookEntry[]
}

/** A documented answer the emulator can be told to give to the next capture. */
export interface Scenario {
  /** `kebab-case`, unique within the emulator. */
  readonly name: string
  /** One line for people. */
  readonly title: string
  /** Where the answer is documented, or which table it was constructed from. */
  readonly source: string
}
