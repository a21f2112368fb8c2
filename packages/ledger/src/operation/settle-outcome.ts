import type { CaptureOutcome } from '@cap/core'
import type { Refused } from '../engine/operations.ts'
import type { Desk } from './desk.ts'
import { auditDetail, rowMove } from './row-move.ts'
import { nextQuestion } from './schedule.ts'

/** An operation in hand. */
export interface Held {
  readonly key: string
  readonly lease: string
  /** Questions of the schedule asked before. */
  readonly tries: number
  /** ISO 8601: when it was first sent; null: just now, or never. */
  readonly firstSentAt: string | null
  /** Milliseconds since 1970: when it was first left open; null: it is new. What was never sent has this age alone. */
  readonly openedAt: number | null
}

/** Milliseconds between tries to store how a call ended, before it is left to whoever finds the operation open. */
const patience = [50, 200, 500, 1_000, 2_000]

/**
 * Stores an outcome: what has ended for good, what is open with the time of the next question.
 *
 * @param question it answers a question of the schedule
 * @returns whether it is stored
 */
export async function settleOutcome(
  desk: Desk,
  held: Held,
  outcome: CaptureOutcome,
  question: boolean,
): Promise<boolean> {
  let tries = 0
  const once = () => {
    tries++
    return write(desk, held, outcome, question)
  }
  try {
    if ((await patiently(once)) === null) return true
    // Refused: the lease was taken over after its time, and whoever holds it now concludes the operation. Or an earlier try of
    // these was written, and its answer lost.
    return tries > 1 && (await desk.engine.operation(held.key, desk.at()))?.record === JSON.stringify(outcome)
  } catch {
    return false
  }
}

/** Tries again for a while what a database refuses that is away for a moment. Rejects with its last error. */
export async function patiently<T>(write: () => Promise<T>): Promise<T> {
  for (const wait of patience) {
    try {
      return await write()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return write()
}

function write(desk: Desk, held: Held, outcome: CaptureOutcome, question: boolean): Promise<Refused> {
  const { key, lease } = held
  const record = JSON.stringify(outcome)
  const detail = auditDetail(outcome)
  if (outcome.status === 'captured' || outcome.status === 'declined') {
    const money = outcome.status === 'captured' ? 'moved' : 'none'
    return desk.complete({ key, lease, money, record, detail, move: rowMove(outcome, false) })
  }
  const openForMs = openFor(desk, held)
  const { nextInMs, person } = nextQuestion(desk.schedule, held.tries, openForMs, outcome)
  const handle = JSON.parse(JSON.stringify(outcome.handle)) as typeof outcome.handle
  const move = rowMove(outcome, person)
  return desk.suspend({
    key,
    lease,
    record,
    handle,
    detail,
    move,
    nextInMs,
    person,
    tried: question || held.tries === 0,
  })
}

/** Milliseconds for which an operation has been open. */
export function openFor(desk: Desk, { firstSentAt, openedAt }: Pick<Held, 'firstSentAt' | 'openedAt'>): number {
  const since = firstSentAt === null ? openedAt : Date.parse(firstSentAt)
  return since === null ? 0 : desk.now() - since
}

/** Whether an outcome ends its operation. */
export function isConclusion({ status }: CaptureOutcome): boolean {
  return status === 'captured' || status === 'declined'
}
