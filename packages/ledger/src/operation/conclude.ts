import type { CaptureClient, CaptureHandle, CaptureOutcome, ResolveOptions } from '@cap/core'
import { CaptureError } from '@cap/core'
import { LedgerError } from '../error.ts'
import type { Desk } from './desk.ts'
import { unseal } from './seal.ts'
import { settleOutcome } from './settle-outcome.ts'
import { withinLease } from './within-lease.ts'

/** An open operation in hand, as it was stored. */
export interface Open {
  readonly key: string
  readonly lease: string
  /** When the lease was asked for, by `performance.now()`. */
  readonly since: number
  readonly handle: CaptureHandle
  readonly request: string | null
  readonly secret: string | null
  readonly tries: number
  /** When it was first left open, in milliseconds since 1970; null: it never was. */
  readonly openedAt: number | null
}

/** How an open operation stands after another question. */
export interface Concluded {
  readonly outcome: CaptureOutcome
  readonly recorded: boolean
}

/**
 * Finds out how an open operation ended: reads, and where the provider knows keys sends the same request again under the same
 * key, while that is safe. Stores what comes of it.
 *
 * @param question the schedule's, which then goes on to the next
 * @throws LedgerError `account_differs`: nothing was asked, and the operation is as it was
 */
export async function conclude<Request>(
  desk: Desk,
  client: CaptureClient<Request>,
  open: Open,
  options: { readonly signal?: AbortSignal | undefined; readonly deadlineMs?: number | undefined },
  question: boolean,
): Promise<Concluded> {
  const { key, lease, handle, tries, openedAt } = open
  let outcome: CaptureOutcome
  try {
    outcome = await withinLease({ leaseMs: desk.leaseMs, since: open.since }, options.signal, (signal) =>
      client.resolve(handle, { ...options, signal, ...replayOf<Request>(desk, open) }),
    )
  } catch (error) {
    await desk.suspend({ key, lease, record: null, untouched: true }).catch(() => {})
    if (!CaptureError.isInstance(error)) throw error
    throw new LedgerError({
      code: 'account_differs',
      operation: key,
      message: `the operation was not resolved: ${error.message}`,
    })
  }
  const held = { key, lease, tries, openedAt, firstSentAt: handle.firstSentAt }
  const recorded = await settleOutcome(desk, held, outcome, question)
  return { outcome, recorded }
}

/** Sending again needs a key, the very request, and an open window. The client looks once more at all three. */
function replayOf<Request>(desk: Desk, { key, handle, request, secret }: Open): ResolveOptions<Request> {
  const { idempotencyKey, firstSentAt, mismatch } = handle
  if (desk.replay === 'never' || idempotencyKey === null || mismatch === true || request === null) return {}
  if (firstSentAt === null || desk.now() - Date.parse(firstSentAt) >= desk.schedule.windowMs) return {}
  // Its own request, as it was stored with the operation: of the client's type.
  return { request: unseal({ request, secret }, desk.dataKey, key) as Request, replay: 'allow' }
}
