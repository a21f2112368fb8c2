import type { CaptureClient, CaptureHandle, CaptureOutcome } from '@cap/core'
import type { StoredOperation } from '../engine/reads.ts'
import { LedgerError } from '../error.ts'
import type { LedgerCaptureOptions, LedgerOutcome } from '../ledger.ts'
import { conclude } from './conclude.ts'
import type { Desk } from './desk.ts'

/** Asks how one open operation ended, outside the schedule. */
export async function resolveNow<Request>(
  desk: Desk,
  client: CaptureClient<Request>,
  operation: string,
  options: LedgerCaptureOptions,
): Promise<LedgerOutcome> {
  const stored = await find(desk, operation)
  const { grp, fingerprint, provider, environment, account } = stored
  const since = performance.now()
  const [begun] = await desk.engine.begin([{ key: operation, grp, fingerprint, leaseMs: desk.leaseMs }], desk.at())
  switch (begun?.state) {
    case 'done': {
      const outcome = JSON.parse(begun.record ?? '') as CaptureOutcome
      return { ...outcome, operation, recorded: true, repeated: true }
    }
    case 'open': {
      const { lease, handle, request, secret, tries, opened_at: openedAt } = begun
      const open = { key: operation, lease: lease ?? '', since, request, secret, tries: tries ?? 0, openedAt }
      if (client.provider !== provider) {
        await desk.suspend({ key: operation, lease: open.lease, record: null, untouched: true })
        throw new LedgerError({
          code: 'account_differs',
          operation,
          message: `the operation is of ${provider} (${environment}, account ${account.slice(0, 8)}…), not of ${client.provider}`,
        })
      }
      const whole = { ...open, handle: JSON.parse(handle ?? '') as CaptureHandle }
      const { outcome, recorded } = await conclude(desk, client, whole, options, false)
      return { ...outcome, operation, recorded, repeated: false }
    }
    case 'new':
      // It was released since: nothing was ever sent under it.
      await desk.release({ key: operation, lease: begun.lease ?? '', proof: false })
      throw unknownOperation(operation)
    default:
      throw new LedgerError({
        code: 'operation_running',
        operation,
        message: 'another call or worker has the operation in hand',
      })
  }
}

/** @throws LedgerError `operation_unknown` */
export async function find(desk: Desk, operation: string): Promise<StoredOperation> {
  const stored = await desk.engine.operation(operation, desk.at())
  if (stored === null || (stored.money === 'open' && stored.handle === null && !stored.leased))
    throw unknownOperation(operation)
  return stored
}

export function unknownOperation(operation: string): LedgerError {
  return new LedgerError({
    code: 'operation_unknown',
    operation,
    message: `there is no operation ${operation} in this ledger`,
  })
}
