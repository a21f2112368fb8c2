import type { Lease } from '@cap/core'
import { type Answer, cancellationFailure, json } from './answers.ts'
import type { CancelResult } from './callbacks.ts'
import { providerCode } from './codes.ts'
import { derivedKey, groupOf, keyOf } from './keys.ts'
import { cancellationFingerprint, type WireCancellation } from './operation-wire.ts'
import type { Facts } from './payment-facts.ts'
import { lookUpPayment, noteCancelAsked } from './payments.ts'
import { type Call, refuse } from './wiring.ts'

/**
 * Cancels a payment: once, whatever request asks for it. A payment whose settlement is under way or open is not cancelled, and
 * neither is one of which anything has been captured: VTEX refunds that.
 */
export async function cancel(call: Call, wire: WireCancellation): Promise<Answer> {
  const { options, store, leaseMs } = call.wiring
  if (options.cancel === undefined) return cancellationFailure(501, call.echo, 'cancel-manually')
  const facts = await lookUpPayment(call)
  if (typeof facts === 'string') return refuse(call, facts)
  const key = keyOf(call, 'cancelled')
  const begun = await store.begin(key, {
    fingerprint: 'cancelled',
    leaseMs,
    group: groupOf(call),
    // All of it: where a part has been captured, there is no room.
    reserve: { amount: facts.limit, limit: facts.limit },
  })
  switch (begun.state) {
    case 'new':
      return start(call, wire, facts, key, begun.lease)
    case 'done':
      return again(call, wire, begun.record.data)
    case 'over_limit':
      return refuse(call, 'already-settled')
    case 'blocked':
      await noteCancelAsked(call)
      return refuse(call, 'another-open')
    case 'running':
    case 'open':
    case 'conflict':
      return refuse(call, 'in-progress')
  }
}

async function start(call: Call, wire: WireCancellation, facts: Facts, key: string, lease: Lease): Promise<Answer> {
  const { options, store } = call.wiring
  const { merchant } = call
  const { transactionId, authorizationId, tid, nsu, sandboxMode, merchantSettings, connectorMetadata } = wire
  let result: CancelResult | undefined
  try {
    result = await options.cancel?.({
      merchant,
      paymentId: wire.paymentId,
      requestId: wire.requestId,
      transactionId,
      authorizationId,
      tid,
      nsu,
      sandboxMode,
      merchantSettings,
      connectorMetadata,
      authorized: facts.authorized,
      idempotencyKey: derivedKey(call, 'cancellation'),
    })
  } catch (error) {
    call.wiring.report(error)
  }
  if (result?.status !== 'cancelled') {
    await store.release(key, lease)
    if (result?.status === 'manual') return cancellationFailure(501, call.echo, 'cancel-manually')
    const secrets = [...call.secrets, ...merchantSettings.map(({ value }) => value)]
    return result?.status === 'declined'
      ? cancellationFailure(500, call.echo, providerCode(result.code ?? 'declined', secrets))
      : refuse(call, 'internal')
  }
  const cancellationId = result.cancellationId || derivedKey(call, 'cancellation-id')
  const { requestId } = wire
  const data = { cancellationId, requestId, fingerprint: cancellationFingerprint(wire) }
  await store.complete(key, lease, { money: 'none', data })
  return cancelledAnswer(call, cancellationId)
}

function again(call: Call, wire: WireCancellation, data: unknown): Answer {
  if (typeof data !== 'object' || data === null || !('cancellationId' in data)) return refuse(call, 'internal')
  const { cancellationId, requestId, fingerprint } = data as Readonly<Record<string, unknown>>
  if (requestId === wire.requestId && fingerprint !== cancellationFingerprint(wire)) {
    return refuse(call, 'request-id-reused')
  }
  return cancelledAnswer(call, String(cancellationId))
}

function cancelledAnswer({ echo }: Call, cancellationId: string): Answer {
  const { paymentId, requestId } = echo
  return json(200, { paymentId, cancellationId, code: null, message: 'Successfully cancelled', requestId })
}
