import { inspect } from 'node:util'
import { CaptureError } from '../error/capture-error.ts'
import { equalMoney } from '../money/arithmetic.ts'
import type { CaptureOutcome } from '../outcome/outcome.ts'
import type { BookEntry } from './emulator.ts'

/** How a call ended, with everything it said along the way. */
export interface Ending {
  readonly outcome: CaptureOutcome | null
  readonly error: unknown
}

/** Thrown by the contract's cases: what was expected, and everything that was seen. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation'
}

export function check(condition: boolean, message: string, seen?: unknown): asserts condition {
  if (condition) return
  const detail = seen === undefined ? '' : `\n${inspect(seen, { depth: 8, breakLength: 120 })}`
  throw new ContractViolation(`${message}${detail}`)
}

/** Runs a call to its end, whatever that is. */
export async function ending(call: Promise<CaptureOutcome>): Promise<Ending> {
  try {
    return { outcome: await call, error: null }
  } catch (error) {
    return { outcome: null, error }
  }
}

/** One word for tables: the outcome's status, or the error's code. */
export function endingName(end: Ending): string {
  if (end.outcome !== null) return end.outcome.status
  return CaptureError.isInstance(end.error) ? `threw ${end.error.code}` : 'threw'
}

/**
 * The product's rule, against what really moved.
 *
 * @param moved the operation's entries in the book now
 * @param before how many of them there were before this call
 */
export function checkAgainstBook(end: Ending, moved: readonly BookEntry[], before: number): void {
  const seen = { ending: end.outcome ?? end.error, moved, before }
  check(moved.length <= 1, 'the money moved more than once', seen)
  if (end.outcome === null) {
    check(CaptureError.isInstance(end.error), 'what a capture throws is a CaptureError', seen)
    check(moved.length === before, 'a throw, and this call moved money', seen)
    return
  }
  const { outcome } = end
  if (outcome.status === 'captured') {
    const [entry] = moved
    check(entry !== undefined, 'captured, and no money moved', seen)
    check(
      outcome.amount === null || equalMoney(outcome.amount, entry.amount),
      'captured another amount than moved',
      seen,
    )
  }
  if (outcome.status === 'declined') check(moved.length === 0, 'declined, and money moved', seen)
}

/** No secret in anything that was said, and every outcome is plain JSON. */
export function checkSaid(said: readonly unknown[], secrets: readonly string[]): void {
  for (const item of said) {
    const json = JSON.stringify(item) ?? ''
    const text = `${json}\n${inspect(item, { depth: 20, showHidden: true })}\n${String(item)}`
    for (const secret of secrets) check(!text.includes(secret), `a secret was said: ${secret.slice(0, 4)}…`, item)
  }
}

export function checkPlain(outcome: CaptureOutcome): void {
  const copy: unknown = JSON.parse(JSON.stringify(outcome))
  check(inspect(copy, { depth: 20 }) === inspect(outcome, { depth: 20 }), 'the outcome does not survive JSON', outcome)
}
