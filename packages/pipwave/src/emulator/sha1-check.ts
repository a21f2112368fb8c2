/**
 * The emulator's own reading of https://docs.pipwave.com/security/signature.html, written the way pipwave's PHP sample works:
 * an array of the listed data that are there, `ksort`, a loop that appends, `sha1`. It shares nothing with the client's.
 */

/** The data of each signature, in the order of the pages' lists; `api_secret` is in every one of them. */
const lists = {
  'capture-payment': ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id', 'capture_amount'],
  requery: ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id'],
  'cancel-payment': ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id', 'reason', 'ref_tag'],
  'confirm-payment': ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id', 'reason', 'ref_tag'],
  'process-payment': ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id', 'reason', 'ref_tag'],
  refund: ['timestamp', 'action', 'api_key', 'op', 'pw_id', 'txn_id', 'refund_amount', 'extra_param'],
  'tag-chargeback': ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id', 'stage'],
  'initiate-payment': ['timestamp', 'action', 'api_key', 'txn_id', 'amount', 'currency_code'],
  notification: ['timestamp', 'amount', 'api_key', 'currency_code', 'pw_id', 'transaction_status', 'txn_id'],
}

/** What PHP's `empty()` makes disappear: where a field is optional, `"0"` counts as not provided. */
const optional = ['capture_amount', 'refund_amount', 'reason', 'ref_tag', 'extra_param']

export type SignedList = keyof typeof lists

/** Whether pipwave knows the action. */
export function isAction(name: unknown): name is Exclude<SignedList, 'notification'> {
  return typeof name === 'string' && Object.hasOwn(lists, name) && name !== 'notification'
}

export async function sign(list: SignedList, data: Record<string, unknown>, apiSecret: string): Promise<string> {
  const entries = new Map<string, string>()
  for (const name of lists[list]) {
    if (!(name in data) || data[name] === undefined) continue
    // A status of 0 is not optional.
    if (optional.includes(name) && isEmpty(data[name])) continue
    entries.set(name, phpText(data[name]))
  }
  entries.set('api_secret', apiSecret)
  let hashed = ''
  for (const name of Array.from(entries.keys()).sort()) hashed += `${name}:${entries.get(name)}`
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(hashed))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** PHP's `empty()`, as far as JSON goes. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === '' || value === '0' || value === 0
}

/** How PHP makes text of a JSON value. */
function phpText(value: unknown): string {
  if (value === null || value === false) return ''
  if (value === true) return '1'
  return String(value)
}
