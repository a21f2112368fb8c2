import type { Clock } from '@cap/core'

/** Where a ledger is kept. */
export type LedgerPlace =
  /** A folder, made if need be: an embedded PostgreSQL (PGlite) for one process at a time. */
  | { readonly folder: string; readonly connectionString?: undefined }
  /** A PostgreSQL server, 13 or later, for any number of processes: `postgres://user:password@host/database`. */
  | { readonly connectionString: string; readonly folder?: undefined }

/** Options of {@link openLedger}. */
export type LedgerOptions = LedgerPlace & {
  /** The schema its tables are in, made if need be: lower-case letters, digits and `_`. pg-boss gets `<schema>_jobs`. Default `cap_ledger`. */
  readonly schema?: string | undefined
  /**
   * 32 bytes: encrypts what clients call secret in a request (AES-256-GCM) while the operation is not final. Requests with
   * such fields are refused without it. Keep it apart from the database.
   */
  readonly dataKey?: Uint8Array | undefined
  /**
   * Milliseconds an operation is left to the process that works on it; afterwards it counts as crashed and is resolved by
   * another. After three quarters of it a call of a client is aborted, whatever deadline the client has: what was sent by then is
   * `unknown`, and resolved later. So it should be longer than four thirds of the clients' deadline. Default 90 000.
   */
  readonly leaseMs?: number | undefined
  /** When what is `unknown` or `pending` is asked for again. Default: {@link defaultSchedule}. */
  readonly schedule?: ResolveSchedule | undefined
  /**
   * Whether what a crash left open may be sent again under the same key, while the provider's replay window is open.
   * `never`: only looked up. Default `allow`. pipwave is never sent twice, whatever stands here.
   */
  readonly replay?: 'allow' | 'never' | undefined
  /** Connections to a server. Default 4. */
  readonly maxConnections?: number | undefined
  /** For tests. Default: the clock of the database. */
  readonly clock?: Pick<Clock, 'now'> | undefined
}

/** When an open operation is asked for again. */
export interface ResolveSchedule {
  /** Milliseconds after it was left open. */
  readonly first: readonly number[]
  /** Milliseconds between questions after those, while the replay window can still be open. */
  readonly everyMs: number
  /** Milliseconds after the first sending up to which `everyMs` holds and a replay is tried. The client closes its own window earlier. */
  readonly windowMs: number
  /** Milliseconds between lookups after the window. */
  readonly laterMs: number
  /** How many of those lookups, before the operation is handed to a person. */
  readonly laterTimes: number
}

const minute = 60_000

/** 30 s, 2, 5, 10, 20, 35 and 50 minutes, then hourly for a day, then daily for 5 days (lookups only), then a person. */
export const defaultSchedule: ResolveSchedule = {
  first: [minute / 2, 2 * minute, 5 * minute, 10 * minute, 20 * minute, 35 * minute, 50 * minute],
  everyMs: 60 * minute,
  windowMs: 24 * 60 * minute,
  laterMs: 24 * 60 * minute,
  laterTimes: 5,
}
