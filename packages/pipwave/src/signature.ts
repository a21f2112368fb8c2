import { type Digest, type Exchange, type JsonValue, loadOnce } from '@cap/core/http'
import type { Account } from './account.ts'

/** What is asked of pipwave. One URL takes all of them. */
export type SignedAction =
  | 'capture-payment'
  | 'requery'
  | 'cancel-payment'
  | 'confirm-payment'
  | 'process-payment'
  | 'refund'
  | 'tag-chargeback'
  | 'initiate-payment'

/** One signed field: its wire name, and its value exactly as it is sent. */
export type Pair = readonly [name: string, value: string]

/** 40 lower-case hexadecimal digits over the UTF-8 bytes of the text. */
export type Signer = Digest

export const loadSigner: () => Promise<Signer> = loadOnce(async () => {
  const { sha1Hex } = await import('@cap/core/sha1')
  return sha1Hex
})

/**
 * The text pipwave hashes: the fields that are sent, and the secret among them, sorted by name, each as `name:value`, with
 * nothing between them.
 *
 * Contradiction 1: one copy of the signature page (security/signature.md of the documentation's repository) has lost the
 * line that sorts. The published page, the 2017 edition, the sample code and every plugin sort, and so do we.
 *
 * Contradiction 20: the field lists of the sister APIs leave `api_secret` out. pipwave's own PHP SDK hashes it all the
 * same: it is always in.
 *
 * An explicit list of pairs of text, because an object would reorder names that look like numbers and a template would
 * happily write `undefined`.
 *
 * @see https://docs.pipwave.com/security/signature.html
 */
export function signatureBase(pairs: readonly Pair[], apiSecret: string): string {
  const sorted = [...pairs, ['api_secret', apiSecret] as const].sort(byName)
  let text = ''
  for (const [name, value] of sorted) text += `${name}:${value}`
  return text
}

function byName([a]: Pair, [b]: Pair): number {
  return a < b ? -1 : 1
}

/** The same text for people to read, without the secret, and without what can hold the buyer's bank account. */
export function maskedBase(pairs: readonly Pair[]): string {
  const shown = pairs.map(([name, value]): Pair => [name, name === 'extra_param' ? '[hidden]' : value])
  return signatureBase(shown, '[hidden]')
}

/**
 * One signed call. Made anew for each sending, because it carries the time of its sending.
 *
 * Contradiction 2: the pages say "POST data", and every implementation, pipwave's own sample included, posts one JSON
 * object. So do we, and say so in `content-type`.
 *
 * Contradiction 5: `signature` is missing from the field tables of the actions; the signature page requires it.
 *
 * @param fields what names and qualifies the operation, as sent and as signed; absent ones are left out of both, because
 *   pipwave reads an empty value in ways that are not documented
 * @param unsigned what the action's list of signed data leaves out: it must stay out of the hash, though it is sent
 */
export function signedExchange(
  account: Account,
  signer: Signer,
  action: SignedAction,
  fields: readonly Pair[],
  unsigned: Readonly<Record<string, JsonValue>> = {},
): Omit<Exchange, 'maxReplyBytes'> & { readonly signatureBase?: string } {
  const { settings, apiKey, apiSecret } = account
  // Whole UNIX seconds, UTC: https://github.com/chechintang/pipwave-Documentation-2/blob/master/security/timestamping.md
  const timestamp = Math.floor(settings.clock.now() / 1000)
  const pairs: readonly Pair[] = [['action', action], ['timestamp', String(timestamp)], ['api_key', apiKey], ...fields]
  const body: Record<string, JsonValue> = { action, timestamp, api_key: apiKey, ...unsigned }
  for (const [name, value] of fields) body[name] = value
  body.signature = signer(signatureBase(pairs, apiSecret))
  const exchange = {
    method: 'POST',
    url: settings.baseUrl,
    headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify(body),
  } as const
  return settings.onEvent === null ? exchange : { ...exchange, signatureBase: maskedBase(pairs) }
}
