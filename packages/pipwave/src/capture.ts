import {
  announce,
  type CaptureDescription,
  type CaptureOptions,
  type CaptureOutcome,
  loadDigest,
  milliseconds,
  nothingSent,
  parseInput,
  runCapture,
  type Settled,
  type UnknownDraft,
  withoutUndefined,
} from '@cap/core/http'
import { type Account, accountDigest } from './account.ts'
import { captureRequestSchema, type PipwaveCaptureRequest } from './capture-schema.ts'
import { provider } from './error.ts'
import { enter, type Stay } from './lock.ts'
import { look } from './look.ts'
import { type Attempting, askFor, fingerprintText, identityOf, nameOf, operationOf } from './operation.ts'
import { canBeProven, decideBySnapshot, type Snapshot, snapshotOf } from './outcome.ts'
import { knownIds } from './payment.ts'
import { both, checkNamed, scopeFrom, scopeOf } from './scope.ts'
import { sendOnce, tooLate } from './send-once.ts'
import { loadSigner } from './signature.ts'
import { namedNoPwId, namesAnotherPayment, neverHadItsTurn, showsNoTotal, type Unread, unread } from './unread.ts'

/** The client's `capture`. */
export async function capture(
  account: Account,
  input: PipwaveCaptureRequest,
  options: CaptureOptions = {},
): Promise<CaptureOutcome> {
  const { settings } = account
  const request = parseInput(provider, captureRequestSchema, input)
  const given = withoutUndefined(options)
  return runCapture(settings, given, [], async (call) => {
    const signer = await loadSigner()
    const deadlineMs = milliseconds(provider, 'deadlineMs', given.deadlineMs, settings.deadlineMs)
    const stay = enter()
    try {
      const fingerprint = fingerprintText(account, request)
      const shared = { call, account, signer, request, ask: askFor(request), fingerprint }
      return await oneCapture({ ...shared, reserveMs: Math.ceil(deadlineMs / 4) }, stay, given)
    } finally {
      stay.leave()
    }
  })
}

/** The client's `describe`. */
export async function describe(account: Account, input: PipwaveCaptureRequest): Promise<CaptureDescription> {
  const request = parseInput(provider, captureRequestSchema, input)
  const digest = await loadDigest()
  const { settings } = account
  return {
    operation: operationOf(request),
    paymentKey: nameOf(request),
    account: accountDigest({ digest }, account),
    environment: settings.environment,
    idempotencyKey: null,
    fingerprint: digest(fingerprintText(account, request)),
    secretPaths: [],
  }
}

async function oneCapture(attempting: Attempting, stay: Stay, options: CaptureOptions): Promise<Settled> {
  const { call, account, request } = attempting
  const prior = options.priorAttempt === true
  call.identify(identityOf(attempting, null, null))

  let { pwId } = request
  if (pwId === undefined) {
    // The id the lock goes by. What else this look shows decides nothing: it was taken outside the lock.
    const learnt = await read(attempting, prior)
    if (learnt.kind === 'failed') return unread(call, learnt, prior)
    pwId = learnt.payment.pwId ?? undefined
    if (pwId === undefined) return unread(call, namedNoPwId, prior)
  }

  const place = JSON.stringify([account.settings.baseUrl, account.apiKey, pwId])
  await call.unlessStopped(stay.turn(place))
  const behind = stay.behind(place)
  // A throw says "call again". Behind a capture that another call has sent, that advice could cost a second capture.
  const notRead = (why: Unread): Settled => {
    if (behind === null || prior) return unread(call, why, prior)
    const snapshot = { ...behind, capture: both(scopeFrom(request, behind), behind.capture) }
    call.identify(identityOf(attempting, { pwId }, snapshot))
    return open({ status: 'unknown', cause: 'in_progress', raw: null }, snapshot)
  }
  if (call.stopped !== null) return behind === null && !prior ? nothingSent(call, '') : notRead(neverHadItsTurn)

  const earlier = prior || behind !== null
  const found = await read(attempting, earlier)
  if (found.kind === 'failed') return notRead(found)
  const { payment } = found
  if (payment.pwId !== null && payment.pwId !== pwId) return notRead(namesAnotherPayment)
  checkNamed(request, payment)
  const scope = scopeOf(account, request, payment)
  if (scope === null) return notRead(showsNoTotal)
  const snapshot = behind === null ? snapshotOf(payment, scope) : { ...behind, capture: both(scope, behind.capture) }
  call.identify(identityOf(attempting, { ...knownIds(payment), pwId }, snapshot))

  const decided = decideBySnapshot(found, snapshot.capture, earlier)
  if (decided !== null) {
    return decided.status === 'unknown' && decided.cause === 'in_progress' ? open(decided, snapshot) : decided
  }
  if (call.remainingMs() <= attempting.reserveMs) return tooLate(call)
  const refused = await announce(call, options.beforeSend)
  if (refused !== null) return refused

  // Whatever is thrown from here on, a capture that may have been applied must keep the next one from being sent.
  stay.sending(place, snapshot)
  let settled: Settled | null = null
  try {
    settled = await sendOnce(attempting, pwId, snapshot)
    return settled
  } finally {
    // A declined one counts as sent: whoever waited behind it must not capture what this caller has been told is declined.
    if (settled?.status === 'refused' || !call.sentByThisCall) stay.neverMind(place)
  }
}

/** The state to decide by. Where a capture may follow, the time that is kept for finding out about it is left alone. */
function read({ call, account, signer, ask, reserveMs }: Attempting, nothingFollows: boolean) {
  return look(call, account, signer, ask, { purpose: 'snapshot', until: nothingFollows ? 0 : reserveMs })
}

function open(decided: UnknownDraft, snapshot: Snapshot): UnknownDraft {
  return { ...decided, needs: canBeProven(snapshot) ? 'resolve' : 'person' }
}
