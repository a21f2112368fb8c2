/**
 * The emulator's own reading of https://docs.pipwave.com/security/signature.html, written the way pipwave's PHP sample works:
 * an array of the listed data that are there, `ksort`, a loop that appends, `sha1`. It shares nothing with the client's.
 */

/** The data of each signature, in the order of the pages' lists; `api_secret` is in every one of them. */
const lists = {
  'capture-payment': ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id', 'capture_amount'],
  requery: ['timestamp', 'action', 'api_key', 'pw_id', 'txn_id'],
  notification: ['timestamp', 'amount', 'api_key', 'currency_code', 'pw_id', 'transaction_status', 'txn_id'],
}

export type SignedList = keyof typeof lists

export async function sign(list: SignedList, data: Record<string, unknown>, apiSecret: string): Promise<string> {
  const entries = new Map<string, string>()
  for (const name of lists[list]) {
    if (!(name in data) || data[name] === undefined) continue
    // PHP's empty(): "0" counts as not provided where a field is optional. A status of 0 is not optional.
    if (name === 'capture_amount' && isEmpty(data[name])) continue
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
