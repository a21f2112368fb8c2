import {
  type CaptureHandle,
  type CaptureOutcome,
  isReplayWindowOpen,
  loadDigest,
  parseHandle,
  type ResolveOptions,
  runResolve,
  type Settled,
  type UnknownCause,
} from '@cap/core/http'
import { type PreparedSettlement, prepareSettlement, sendSettlement, type Wiring } from './capture.ts'
import type { SettlementRequest } from './capture-schema.ts'
import { invalidRequest, provider } from './error.ts'

/**
 * Finds out how a settlement ended.
 *
 * The protocol has no call that reads a settlement. What there is, is the same request again under the same id, and that
 * may settle for the first time: so reading alone concludes nothing here.
 *
 * @throws CaptureError `invalid_request` for arguments that make no sense
 */
export async function resolveSettlement(
  wiring: Wiring,
  storedHandle: CaptureHandle,
  options: ResolveOptions<SettlementRequest>,
): Promise<CaptureOutcome> {
  const { settings } = wiring
  const digest = await loadDigest()
  const owner = { provider, environment: settings.environment, account: wiring.account(digest) }
  const handle = parseHandle(storedHandle, owner)
  if (options.replay === 'allow' && options.request === undefined) {
    throw invalidRequest('request', 'is required with replay: it is what would be sent again')
  }
  const settlement = options.request === undefined ? null : prepareSettlement(options.request)

  return runResolve(settings, handle, options, settlement?.secrets ?? [], async (call): Promise<Settled> => {
    // The answer contradicted the request once: sending it again could move money a second time, or hide that it did.
    if (handle.mismatch === true) return open('mismatch', 'person')
    if (!isReplayWindowOpen(handle, settings)) return open('replay_window_passed', 'person')
    if (options.replay !== 'allow' || settlement === null) return open('no_answer', 'resolve')
    if (differs(handle, settlement, digest(settlement.body))) return open('request_differs', 'resolve')
    return sendSettlement(wiring, call, settlement, handle)
  })
}

function open(cause: UnknownCause, needs: 'resolve' | 'person'): Settled {
  return { status: 'unknown', cause, needs, raw: null }
}

function differs(handle: CaptureHandle, settlement: PreparedSettlement, fingerprint: string): boolean {
  return handle.fingerprint !== fingerprint || handle.operation !== settlement.operation
}
