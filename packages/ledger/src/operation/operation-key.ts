import { hash } from 'node:crypto'
import type { CaptureDescription } from '@cap/core'
import { LedgerError } from '../error.ts'

/** What a capture is filed under. Both are digests, so they are short and say nothing. */
export interface OperationKey {
  /** Of the operation within its account. */
  readonly key: string
  /** Of the payment within its account: at most one operation of it is under way. */
  readonly grp: string
}

/**
 * The same for ever: the keys of stored operations are made by it.
 *
 * @throws LedgerError `invalid_request`: a name that PostgreSQL cannot store
 */
export function operationKey(provider: string, description: CaptureDescription): OperationKey {
  const { environment, account, operation, paymentKey } = description
  for (const name of [operation, paymentKey]) {
    if (name.isWellFormed() && !name.includes('\0')) continue
    throw new LedgerError({
      code: 'invalid_request',
      field: 'request',
      message:
        'request names its operation or its payment with U+0000 or half a surrogate pair, which cannot be stored: use other characters',
    })
  }
  return {
    key: `c:${digest(['operation', provider, environment, account, operation])}`,
    grp: `c:${digest(['payment', provider, environment, account, paymentKey])}`,
  }
}

/** Names the account a limit or a pause is for. */
export function ownerOf(
  provider: string,
  { environment, account }: Pick<CaptureDescription, 'environment' | 'account'>,
): string {
  return `${provider}:${environment}:${account.slice(0, 32)}`
}

function digest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 32)
}
