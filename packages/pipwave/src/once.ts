import {
  announce,
  type CaptureOptions,
  type DoneDraft,
  type JsonObject,
  milliseconds,
  nothingSent,
  type Operation,
  type OutcomeCommon,
  type OutcomeOf,
  runOperation,
  type Settled,
  type UnknownDraft,
  withoutUndefined,
} from '@cap/core/http'
import type { Account } from './account.ts'
import { provider } from './error.ts'
import type { Stay } from './lock.ts'
import { look } from './look.ts'
import { knownIds } from './payment.ts'
import { checkNamed } from './scope.ts'
import { sendOnce, tooLate } from './send-once.ts'
import { loadSigner } from './signature.ts'
import { namedNoPwId, namesAnotherPayment, neverHadItsTurn, showsTooLittle, type Unread, unread } from './unread.ts'
import { type Attempting, askFor, identityOf, type Write } from './write.ts'

/**
 * Runs a write that must happen at most once: in the payment's line, it reads the state, decides by it, announces, sends once,
 * and where no answer settles it looks what has changed.
 *
 * @param secrets of this request
 */
export function runOnce<Draft extends DoneDraft, Done extends OutcomeCommon, Before extends JsonObject>(
  operation: Operation<Draft, Done>,
  account: Account,
  write: Write<Draft, Before>,
  options: CaptureOptions = {},
  secrets: readonly string[] = [],
): Promise<OutcomeOf<Done>> {
  const { settings } = account
  const given = withoutUndefined(options)
  return runOperation(operation, settings, given, secrets, async (call) => {
    const signer = await loadSigner()
    const deadlineMs = milliseconds(provider, 'deadlineMs', given.deadlineMs, settings.deadlineMs)
    const stay = write.lane.enter()
    try {
      const attempting = { call, account, signer, ask: askFor(write.named), reserveMs: Math.ceil(deadlineMs / 4) }
      return await inLine(attempting, write, stay, given)
    } finally {
      stay.leave()
    }
  })
}

async function inLine<Done extends DoneDraft, Before extends JsonObject>(
  attempting: Attempting,
  write: Write<Done, Before>,
  stay: Stay<Before>,
  options: CaptureOptions,
): Promise<Settled<Done>> {
  const { call, account } = attempting
  const prior = options.priorAttempt === true
  call.identify(identityOf(attempting, write, null, null))

  let { pwId } = write.named
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
  // A throw says "call again". Behind a write that another call has sent, that advice could cost a second one.
  const notRead = (why: Unread): Settled<Done> => {
    const before = behind === null || prior ? null : write.before(null, behind)
    if (before === null) return unread(call, why, prior)
    call.identify(identityOf(attempting, write, { pwId }, before))
    return open({ status: 'unknown', cause: 'in_progress', raw: null }, write, before)
  }
  if (call.stopped !== null) return behind === null && !prior ? nothingSent(call, '') : notRead(neverHadItsTurn)

  const earlier = prior || behind !== null
  const found = await read(attempting, earlier)
  if (found.kind === 'failed') return notRead(found)
  const { payment } = found
  if (payment.pwId !== null && payment.pwId !== pwId) return notRead(namesAnotherPayment)
  checkNamed(write.named, payment)
  const before = write.before(found, behind)
  if (before === null) return notRead(showsTooLittle)
  call.identify(identityOf(attempting, write, { ...knownIds(payment), pwId }, before))

  const decided = write.decide(found, before, earlier)
  if (decided !== null) {
    return decided.status === 'unknown' && decided.cause === 'in_progress' ? open(decided, write, before) : decided
  }
  const refused = (await write.prepare?.(attempting, pwId, before)) ?? null
  if (refused !== null) return refused
  if (call.remainingMs() <= attempting.reserveMs) return tooLate(call)
  const unannounced = await announce(call, options.beforeSend)
  if (unannounced !== null) return unannounced

  // Whatever is thrown from here on, a write that may have been applied must keep the next one from being sent.
  stay.sending(place, before)
  let settled: Settled<Done> | null = null
  try {
    settled = await sendOnce(attempting, write, pwId, before)
    return settled
  } finally {
    // A declined one counts as sent: whoever waited behind it must not do what this caller has been told is declined.
    if (settled?.status === 'refused' || !call.sentByThisCall) stay.neverMind(place)
  }
}

/** The state to decide by. Where a write may follow, the time that is kept for finding out about it is left alone. */
function read({ call, account, signer, ask, reserveMs }: Attempting, nothingFollows: boolean) {
  return look(call, account, signer, ask, { purpose: 'snapshot', until: nothingFollows ? 0 : reserveMs })
}

function open<Done extends DoneDraft, Before extends JsonObject>(
  decided: UnknownDraft,
  write: Write<Done, Before>,
  before: Before,
): UnknownDraft {
  return { ...decided, needs: write.canBeProven(before) ? 'resolve' : 'person' }
}
