import type { BeginRequest, Lease } from '@cap/core'
import type { CaptureHandle } from '@cap/core/http'
import { sha256Hex } from '@cap/core/signing'
import { type Answer, cancellationFailure, json } from './answers.ts'
import { beginAgain } from './begin-again.ts'
import type { Cancellation, CancelResult } from './callbacks.ts'
import { type CancellationRecord, findCancellation, noteCancelAsked } from './cancellation.ts'
import { providerCode } from './codes.ts'
import { handleFor } from './handle.ts'
import { derivedKey, groupOf } from './keys.ts'
import type { Concluded, OpenOperation } from './operation.ts'
import { cancellationFingerprint, type WireCancellation } from './operation-wire.ts'
import type { Facts } from './payment-facts.ts'
import { lookUpPayment } from './payments.ts'
import { saysNothingMoved } from './proven-no.ts'
import { givenId, secretsOf } from './secrets.ts'
import { type Call, refuse } from './wiring.ts'
import { writeDown } from './write-down.ts'

/** What a request says of the payment: all but the ids of the cancellation itself. */
type Details = Pick<WireCancellation, 'sandboxMode' | 'merchantSettings' | 'connectorMetadata'>

/** A cancellation that this call has to itself. */
interface Held {
  readonly call: Call
  readonly key: string
  readonly lease: Lease
  /** When the lease was asked for. */
  readonly since: number
  readonly handle: CaptureHandle
  readonly facts: Facts
  readonly cancellation: Cancellation
  /** An earlier call may have cancelled the payment. */
  readonly wasOpen: boolean
}

/**
 * Cancels a payment: once, whatever request asks for it. A payment whose settlement is under way or open is not cancelled, and
 * neither is one of which anything has been captured: VTEX refunds that.
 *
 * The intent is written first. A crash, or a callback that outlives its lease, leaves the cancellation open, and no settlement
 * begins beside it: it is concluded by cancelling again, for that is harmless.
 */
export async function cancel(call: Call, wire: WireCancellation): Promise<Answer> {
  const { options, store, clock } = call.wiring
  const facts = await lookUpPayment(call)
  if (typeof facts === 'string') return refuse(call, facts)
  const { key, cancelled } = await findCancellation(call)
  if (cancelled !== null) return again(call, wire, cancelled)
  const since = clock.now()
  const begun = await store.begin(key, beginRequest(call, facts))
  switch (begun.state) {
    case 'new': {
      // Not before it is known that nothing is captured, or may be: nobody should give up by hand what has been paid.
      if (options.cancel === undefined) {
        await store.release(key, begun.lease)
        return cancellationFailure(501, call.echo, 'cancel-manually')
      }
      const handle = handleOf(call, wire)
      await store.intent(key, begun.lease, handle)
      const cancellation = cancellationOf(call, wire, facts, handle)
      return (await give({ call, key, lease: begun.lease, since, handle, facts, cancellation, wasOpen: false })).answer
    }
    case 'open': {
      const { ids, fingerprint } = begun.handle
      if (ids.requestId === wire.requestId && fingerprint !== contentOf(wire)) {
        await store.suspend(key, begun.lease, { money: 'open', data: null })
        return refuse(call, 'request-id-reused')
      }
      return (await resumeCancellation(call, { ...begun, key, since }, wire, facts)).answer
    }
    case 'over_limit':
      return refuse(call, 'already-settled')
    case 'blocked':
      await noteCancelAsked(call)
      return refuse(call, 'another-open')
    case 'done':
    case 'running':
    case 'conflict':
      return refuse(call, 'in-progress')
  }
}

/** Concludes a cancellation that was left open, by cancelling again: for a request of VTEX's, or a settlement in its way. */
export function resumeCancellation(
  call: Call,
  { key, lease, since, handle }: Pick<OpenOperation, 'key' | 'lease' | 'since' | 'handle'>,
  details: Details,
  facts: Facts,
): Promise<Concluded> {
  const cancellation = cancellationOf(call, details, facts, handle)
  return give({ call, key, lease, since, handle, facts, cancellation, wasOpen: true })
}

async function give(held: Held): Promise<Concluded> {
  const { call, key, lease, handle, cancellation, wasOpen } = held
  const { options, store, attempts } = call.wiring
  let result: CancelResult | undefined
  let threw: unknown
  try {
    result = await attempts.run(key, held.since, async ({ signal }) => options.cancel?.(cancellation, { signal }))
  } catch (error) {
    threw = error
    call.wiring.report(error)
  }
  if (result?.status === 'cancelled') {
    const secrets = secretsOf(call, cancellation.merchantSettings)
    const cancellationId = givenId(result.cancellationId, secrets) ?? derivedKey(call, 'cancellation-id')
    const requestId = handle.ids.requestId ?? cancellation.requestId
    const record = { cancellationId, requestId, fingerprint: handle.fingerprint }
    const write = () => store.complete(key, lease, { money: 'none', data: record })
    await writeDown(call, held.since, write).catch((error: unknown) => completeAfterLease(held, record, error))
    return { answer: cancelledAnswer(call, cancellationId), ended: true }
  }
  const isNo = result?.status === 'declined' || result?.status === 'manual' || saysNothingMoved(threw)
  // A throw of this call says nothing of an earlier one, and neither does a no while that one is still on its way.
  if (!isNo || (wasOpen && (threw !== undefined || attempts.has(key)))) {
    await store.suspend(key, lease, { money: 'open', data: null })
    return { answer: refuse(call, 'internal'), ended: false }
  }
  const no = { money: 'none', data: { cancelled: false } } as const
  if (wasOpen) await store.complete(key, lease, no)
  else await store.release(key, lease, no)
  return { answer: refusal(held, result), ended: true }
}

/**
 * The cancellation took longer than its lease, so another call may have concluded it in between. The authorization is gone, and
 * no settlement may begin any more.
 */
async function completeAfterLease({ call, key, facts }: Held, record: CancellationRecord, why: unknown): Promise<void> {
  const { store } = call.wiring
  const concluded = { money: 'none', data: record } as const
  const own = await beginAgain(call, key, beginRequest(call, facts), why)
  if (own.state === 'new' || own.state === 'open') return store.complete(key, own.lease, concluded)
  // Whoever is at it by now cancels it again, and learns the same.
  if (own.state === 'running') return
  const next = await findCancellation(call)
  if (next.cancelled !== null) return
  const begun = await store.begin(next.key, beginRequest(call, facts))
  if (begun.state === 'new' || begun.state === 'open') return store.complete(next.key, begun.lease, concluded)
  if (begun.state === 'running') return
  throw new Error('a payment was cancelled after its cancellation had been called impossible: look at it')
}

function refusal({ call, cancellation }: Held, result: CancelResult | undefined): Answer {
  if (result?.status === 'manual') return cancellationFailure(501, call.echo, 'cancel-manually')
  if (result?.status !== 'declined') return refuse(call, 'internal')
  const secrets = secretsOf(call, cancellation.merchantSettings)
  return cancellationFailure(500, call.echo, providerCode(result.code ?? 'declined', secrets))
}

function again(call: Call, wire: WireCancellation, { cancellationId, requestId, fingerprint }: CancellationRecord) {
  if (requestId === wire.requestId && fingerprint !== contentOf(wire)) return refuse(call, 'request-id-reused')
  return cancelledAnswer(call, cancellationId)
}

function cancelledAnswer({ echo }: Call, cancellationId: string): Answer {
  const { paymentId, requestId } = echo
  return json(200, { paymentId, cancellationId, code: null, message: 'Successfully cancelled', requestId })
}

function beginRequest(call: Call, { limit }: Facts): BeginRequest {
  return {
    fingerprint: 'cancelled',
    leaseMs: call.wiring.leaseMs,
    group: groupOf(call),
    // All of it: where a part has been captured, there is no room.
    reserve: { amount: limit, limit },
  }
}

const contentOf = (wire: WireCancellation) => sha256Hex(cancellationFingerprint(wire))

function handleOf(call: Call, wire: WireCancellation): CaptureHandle {
  const { paymentId, requestId, transactionId, authorizationId, tid, nsu } = wire
  return handleFor(call.wiring, {
    name: 'cancellation',
    merchant: call.merchant,
    idempotencyKey: derivedKey(call, 'cancellation'),
    ids: { paymentId, requestId, transactionId, authorizationId, tid, nsu },
    content: cancellationFingerprint(wire),
  })
}

/** What the callback is asked: under the ids of the request that began it, whoever resumes it. */
function cancellationOf(call: Call, details: Details, { authorized }: Facts, { ids }: CaptureHandle): Cancellation {
  const { sandboxMode, merchantSettings, connectorMetadata } = details
  return {
    merchant: call.merchant,
    paymentId: call.paymentId,
    requestId: ids.requestId ?? '',
    transactionId: ids.transactionId ?? null,
    authorizationId: ids.authorizationId ?? null,
    tid: ids.tid ?? null,
    nsu: ids.nsu ?? null,
    sandboxMode,
    merchantSettings,
    connectorMetadata,
    authorized,
    idempotencyKey: derivedKey(call, 'cancellation'),
  }
}
