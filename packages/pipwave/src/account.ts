import type { Digest, Settings } from '@cap/core/http'

/** What a client knows of the merchant. It stays inside the client: it holds the secret. */
export interface Account {
  readonly settings: Settings
  readonly apiKey: string
  readonly apiSecret: string
  /** The merchant declares that every gateway behind this account can capture a part. */
  readonly partialCapture: boolean
  /** What the account digest is made of: must not rotate. */
  readonly name: string
}

const digests = new WeakMap<Account, string>()

/** Names the account in handles. Made once a client. */
export function accountDigest({ digest }: { readonly digest: Digest }, account: Account): string {
  const known = digests.get(account)
  if (known !== undefined) return known
  const made = digest(account.name)
  digests.set(account, made)
  return made
}

/** How a payment is asked for: exactly one id, because nobody says which one is hashed when both are sent. */
export type Ask = { readonly pwId: string } | { readonly txnId: string }
