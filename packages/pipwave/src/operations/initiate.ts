import {
  announce,
  type Call,
  type CaptureDescription,
  type CaptureOptions,
  type ChangedDraft,
  type ChangeOutcome,
  changeOperation,
  type DeclinedDraft,
  type Digest,
  describeOperation,
  type Exchanged,
  type Identity,
  parseInput,
  type Reply,
  runOperation,
  type Settled,
  type UnknownCause,
  type UnknownDraft,
  verdict,
  withoutUndefined,
} from '@cap/core/http'
import * as v from 'valibot'
import { type Account, accountDigest } from '../account.ts'
import { type Answer, type CouldNot, readAnswer } from '../answer.ts'
import { provider } from '../error.ts'
import { label } from '../payment.ts'
import type { PipwaveClient } from '../pipwave.ts'
import { dispatch } from '../send-once.ts'
import { loadSigner } from '../signature.ts'
import { causeOf } from '../unread.ts'
import { fingerprintText, nameOf } from '../write.ts'
import { operationsAccount } from './account.ts'
import {
  initiateFields,
  initiateRequestSchema,
  type PipwaveInitiateRequest,
  unsignedInitiateFields,
} from './initiate-schema.ts'

/** A payment that waits for the buyer. */
export interface InitiatedPayment {
  /** Lets whoever has it see and pay the payment: for the buyer's browser, and for no log. At most 32 characters. */
  readonly token: string
  /** Where to send the buyer. Holds the token, or leads to it. */
  readonly redirectUrl: string | null
}

type Draft = ChangedDraft<InitiatedPayment>

/**
 * Creates a payment, once, and hands over the token under which the buyer pays it. Whether it will have to be captured is a
 * setting of the portal, not of the request.
 *
 * No answer but the first shows the token, so a lost one is `unknown`, `needs: 'person'`: initiate again with another `txnId`. Under
 * the old one there may be a payment that nobody can pay. A `txnId` that pipwave knows is `declined`, `duplicate`.
 *
 * With `priorAttempt` it is sent all the same, as pipwave takes a `txnId` once; a refusal or a decline then proves nothing, and is
 * `unknown`.
 *
 * @throws CaptureError this call created nothing: `invalid_request`, `not_sent`, `aborted`, `unauthorized`, `refused`
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/initiate_payment.md
 */
export async function initiate(
  client: PipwaveClient,
  request: PipwaveInitiateRequest,
  options: CaptureOptions = {},
): Promise<ChangeOutcome<InitiatedPayment>> {
  const account = operationsAccount(client)
  const { write, identify } = prepare(account, request)
  const given = withoutUndefined(options)
  return runOperation(changeOperation<InitiatedPayment>(), account.settings, given, [], async (call) => {
    const signer = await loadSigner()
    call.identify(identify(call.digest))
    const refused = await announce(call, given.beforeSend)
    if (refused !== null) return refused
    const exchanged = await dispatch({ call, account, signer, reserveMs: 0 }, write)
    if (exchanged.kind === 'refused') return given.priorAttempt === true ? open('no_answer', null) : exchanged.refusal
    const settled = settle(call, exchanged)
    const isNo = settled.status === 'refused' || settled.status === 'declined'
    return isNo && given.priorAttempt === true ? open('refused_after_maybe_applied', settled.raw) : settled
  })
}

/**
 * What an initiation would be, without making it: for stores.
 *
 * @throws CaptureError `invalid_request`
 */
export async function describeInitiate(
  client: PipwaveClient,
  request: PipwaveInitiateRequest,
): Promise<CaptureDescription> {
  const account = operationsAccount(client)
  const { identify, paymentKey } = prepare(account, request)
  return describeOperation({ environment: account.settings.environment, paymentKey, secretPaths: [], identify })
}

/** @throws CaptureError `invalid_request` */
function prepare(account: Account, input: PipwaveInitiateRequest) {
  const parsed = parseInput(provider, initiateRequestSchema, input)
  const { txnId } = parsed
  const write = {
    kind: 'change',
    action: 'initiate-payment',
    fields: initiateFields(parsed),
    unsigned: unsignedInitiateFields(parsed),
  } as const
  const paymentKey = nameOf({ txnId })
  const identify = (digest: Digest): Identity => ({
    action: 'change',
    account: accountDigest({ digest }, account),
    operation: `initiate:${paymentKey}`,
    idempotencyKey: null,
    ids: { txnId },
    fingerprint: { of: fingerprintText(account, write.action, write.fields, write.unsigned) },
  })
  return { write, identify, paymentKey }
}

function settle(call: Call, exchanged: Exchanged): Settled<Draft> {
  if (exchanged.kind === 'failed') {
    call.conclude(exchanged, `no answer: ${exchanged.cause}`)
    return open(causeOf(call, exchanged.cause), null)
  }
  const answer = readInitiateAnswer(exchanged.reply)
  if (answer.kind !== 'settled') {
    const settled = answer.kind === 'maybe' ? open(answer.cause, answer.raw) : notFulfilled(answer)
    call.conclude(exchanged, verdict(settled))
    return settled
  }
  const { settled } = answer
  if (settled.status === 'done') {
    // Before the answer is told to anybody.
    call.hide(settled.value.token)
    if (settled.value.redirectUrl !== null) call.hide(settled.value.redirectUrl)
  }
  call.conclude(exchanged, verdict(settled))
  return settled
}

const tokenSchema = /*#__PURE__*/ v.object({ token: label, redirect_url: label })

function readInitiateAnswer(reply: Reply): Answer<Draft> {
  return readAnswer<Draft>(reply, {
    name: 'initiation',
    past: 'created',
    done({ body }, raw) {
      const { token = null, redirect_url: redirectUrl = null } = v.parse(tokenSchema, body)
      // Whoever is told that it succeeded must be able to go on.
      return token === null ? null : { status: 'done', value: { token, redirectUrl }, raw }
    },
  })
}

/** 400. What a second delivery of the request would be told is 1002. */
function notFulfilled({ message, raw }: CouldNot): DeclinedDraft {
  return {
    status: 'declined',
    code: '400',
    reason: 'other',
    advice: 'do_not_retry',
    message: message ?? 'pipwave could not create the payment',
    ownRecord: false,
    raw,
  }
}

function open(cause: UnknownCause, raw: UnknownDraft['raw']): UnknownDraft {
  return { status: 'unknown', cause, needs: 'person', raw }
}
