import type { CaptureOutcome } from '@cap/core'
import type { StoredAudit, StoredOperation } from '../engine/reads.ts'
import type { AuditEntry, Decision, OperationView } from '../operation-view.ts'

/** An operation for people. */
export function viewOf(stored: StoredOperation): OperationView {
  const { key, provider, environment, account, payment, attempt, money, person, leased, handle } = stored
  const running = leased || (money === 'open' && handle === null)
  return {
    operation: key,
    provider,
    environment,
    account,
    payment,
    attempt,
    state: money !== 'open' ? 'done' : running ? 'running' : person ? 'person' : 'open',
    outcome: outcomeOf(stored),
    decision: stored.decision === null ? null : (JSON.parse(stored.decision) as Decision),
    batch: stored.batch,
    nextAt: stored.next_at === null ? null : new Date(stored.next_at).toISOString(),
    startedAt: new Date(stored.started_at).toISOString(),
  }
}

/** The latest outcome; null before the first. */
export function outcomeOf({ record }: StoredOperation): CaptureOutcome | null {
  return record === null ? null : (JSON.parse(record) as CaptureOutcome)
}

export function auditOf({ at, event, detail }: StoredAudit): AuditEntry {
  return {
    at: new Date(at).toISOString(),
    event: event as AuditEntry['event'],
    detail: JSON.parse(detail) as AuditEntry['detail'],
  }
}
