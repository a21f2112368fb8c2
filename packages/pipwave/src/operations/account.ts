import type { Account } from '../account.ts'
import { accountOf } from '../client-context.ts'

/** What captures do not use, and people may see in events. What `initiate-payment` makes is not among them. */
const alsoVisible = [
  'op',
  'reason',
  'ref_tag',
  'refund_amount',
  'reverse_pw_id',
  'stage',
  'supports_partial_refund',
  'supports_refund',
]

const made = /*#__PURE__*/ new WeakMap<Account, Account>()

/**
 * What a client knows of the merchant, with events that show these operations' fields too.
 *
 * @throws CaptureError `invalid_request`, `field: 'client'`
 */
export function operationsAccount(client: unknown): Account {
  const account = accountOf(client)
  const known = made.get(account)
  if (known !== undefined) return known
  const { settings } = account
  const visibleFields = new Set([...settings.visibleFields, ...alsoVisible])
  const wider: Account = { ...account, settings: { ...settings, visibleFields } }
  made.set(account, wider)
  return wider
}
