import type { Begun, Earlier, ToBegin } from '../engine/operations.ts'
import { LedgerError } from '../error.ts'
import type { Desk } from './desk.ts'

/** @throws LedgerError `not_retryable`: the attempt before is not what it was when it was looked at */
export async function beginAfter(desk: Desk, item: ToBegin, earlier: Earlier): Promise<Begun> {
  const begun = await written(() => desk.engine.beginAfter(item, earlier, desk.at()))
  if (begun !== null) return begun
  throw new LedgerError({
    code: 'not_retryable',
    operation: earlier.key,
    message: 'the attempt before was decided on meanwhile: nothing was sent. Look at the decision',
  })
}

export function begin(desk: Desk, item: ToBegin): Promise<Begun> {
  return written(() => desk.begin(item))
}

async function written<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw notWritten(error)
  }
}

/** The ledger's error for what could not be stored before it was sent. */
export function notWritten(error: unknown): LedgerError {
  const reason = error instanceof Error ? error.message : String(error)
  return new LedgerError({
    code: 'unavailable',
    message: `the ledger could not be written, so nothing was sent: ${reason}`,
  })
}
