import {
  type CaptureDescription,
  type CapturedDraft,
  type CaptureOptions,
  type CaptureOutcome,
  captureOperation,
} from '@cap/core/http'
import type { Account } from './account.ts'
import { captureFields, type ParsedCapture, type PipwaveCaptureRequest, parseCapture } from './capture-schema.ts'
import { createLane } from './lock.ts'
import { runOnce } from './once.ts'
import {
  captureProof,
  decideAfterCouldNot,
  decideBySnapshot,
  readCaptureAnswer,
  type Snapshot,
  snapshotOf,
} from './outcome.ts'
import { both, scopeFrom, scopeOf } from './scope.ts'
import { describeWrite, fingerprintText, nameOf, type Write } from './write.ts'

const lane = /*#__PURE__*/ createLane<Snapshot>()

/** The client's `capture`. */
export async function capture(
  account: Account,
  input: PipwaveCaptureRequest,
  options?: CaptureOptions,
): Promise<CaptureOutcome> {
  const request = parseCapture(input)
  return runOnce(captureOperation, account, captureWrite(account, request), options)
}

/** The client's `describe`. */
export async function describe(account: Account, input: PipwaveCaptureRequest): Promise<CaptureDescription> {
  return describeWrite(account, captureWrite(account, parseCapture(input)))
}

function captureWrite(account: Account, request: ParsedCapture): Write<CapturedDraft, Snapshot> {
  const action = 'capture-payment'
  return {
    ...captureProof,
    action,
    lane,
    named: request,
    operation: operationOf(request),
    fingerprint: fingerprintText(account, action, captureFields(request, request.pwId ?? null)),
    fields: (pwId) => captureFields(request, pwId),
    before(found, behind) {
      const scope = found === null ? behind && scopeFrom(request, behind) : scopeOf(account, request, found.payment)
      if (scope === null) return null
      if (behind !== null) return { ...behind, capture: both(scope, behind.capture) }
      return found && snapshotOf(found.payment, scope)
    },
    decide: (found, { capture: scope }, earlier) => decideBySnapshot(found, scope, earlier),
    read: readCaptureAnswer,
    afterCouldNot: decideAfterCouldNot,
    accepted(call, { capture: scope }) {
      if (scope === 'full') return
      call.warn({
        code: 'partial_capture_unverified',
        message:
          'pipwave accepted a partial capture, and shows the captured amount nowhere: a gateway without partial capture has captured everything. Compare the settlement report',
        field: 'amount',
      })
    },
  }
}

function operationOf(request: ParsedCapture): string {
  const { amount, operationId } = request
  const what = amount === undefined ? 'full' : `${amount.amount} ${amount.currency}`
  return `capture:${nameOf(request)}:${what}${operationId === undefined ? '' : `:${operationId}`}`
}
