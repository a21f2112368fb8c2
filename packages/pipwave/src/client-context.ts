import type { Account } from './account.ts'
import { invalidRequest } from './error.ts'

/** What the clients were made of, for the operations that are functions: a client itself shows none of it. */
const accounts = /*#__PURE__*/ new WeakMap<object, Account>()

export function remember(client: object, account: Account): void {
  accounts.set(client, account)
}

/** @throws CaptureError `invalid_request`, `field: 'client'` */
export function accountOf(client: unknown): Account {
  const account = typeof client === 'object' && client !== null ? accounts.get(client) : undefined
  if (account !== undefined) return account
  throw invalidRequest(
    'client',
    'must be what createPipwave() returned, unwrapped, and come from the same copy of @cap/pipwave as this operation',
  )
}
