import type { CaptureHandle, CaptureOutcome } from '@cap/core'
import { LedgerError } from '../error.ts'
import type { Decision } from '../operation-view.ts'
import type { Desk } from './desk.ts'
import { find, unknownOperation } from './resolve-now.ts'
import { rowMove } from './row-move.ts'
import { outcomeOf } from './view.ts'

/** Writes down what a person found out, and ends the operation with it. */
export async function decide(desk: Desk, operation: string, decision: Decision): Promise<void> {
  const { outcome, evidence, by } = decision
  if (outcome !== 'captured' && outcome !== 'not_captured') throw invalid('outcome', 'must be captured or not_captured')
  for (const [field, text] of Object.entries({ evidence, by })) {
    if (typeof text !== 'string' || text.trim() === '' || text.length > 2_000) {
      throw invalid(field, 'must be text of 1 to 2000 characters')
    }
  }
  const stored = await find(desk, operation)
  const handle = stored.handle === null ? null : (JSON.parse(stored.handle) as CaptureHandle)
  const reference = outcomeOf(stored)?.reference ?? handle?.ids ?? {}
  const record = decided(stored.provider, reference, { outcome, evidence, by })
  const refused = await desk.engine.decide(
    {
      key: operation,
      decision: JSON.stringify({ outcome, evidence, by }),
      money: outcome === 'captured' ? 'moved' : 'none',
      record: JSON.stringify(record),
      detail: JSON.stringify({ outcome, evidence, by }),
      move: rowMove(record, false),
    },
    desk.at(),
  )
  if (refused === null) return
  if (refused === 'unknown') throw unknownOperation(operation)
  throw new LedgerError(
    refused === 'running'
      ? {
          code: 'operation_running',
          operation,
          message: 'a worker has the operation in hand: decide once it has let go',
        }
      : { code: 'operation_final', operation, message: 'the operation has ended: there is nothing to decide' },
  )
}

/** The outcome from now on. It says that a person said so. */
function decided(provider: string, reference: Readonly<Record<string, string>>, decision: Decision): CaptureOutcome {
  const common = { provider, reference, attempts: [], raw: { decidedBy: decision.by, evidence: decision.evidence } }
  if (decision.outcome === 'captured') {
    return { status: 'captured', ...common, captureId: null, amount: null, basis: 'lookup', replayed: true }
  }
  return {
    status: 'declined',
    ...common,
    code: 'decided',
    reason: 'other',
    advice: 'wait_and_retry',
    message: `${decision.by} decided that nothing was captured`,
  }
}

function invalid(field: string, problem: string): LedgerError {
  return new LedgerError({ code: 'invalid_request', field, message: `${field} ${problem}` })
}
