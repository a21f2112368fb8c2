import { sha256Hex } from '@cap/core/signing'
import { type Answer, inboundFailure, json } from './answers.ts'
import type { InboundResult } from './callbacks.ts'
import { providerCode } from './codes.ts'
import { keyOf } from './keys.ts'
import type { WireInbound } from './operation-wire.ts'
import { type Call, refuse, storedAnswer } from './wiring.ts'

/** Passes on a request that VTEX forwards: once for each request id. */
export async function inbound(call: Call, wire: WireInbound): Promise<Answer> {
  const { options, store, leaseMs } = call.wiring
  const action = call.route.action ?? ''
  if (options.inbound === undefined) return inboundFailure(501, call.echo, 'not-supported')
  const key = keyOf(call, 'inbound', JSON.stringify([action, wire.requestId]))
  const begun = await store.begin(key, { fingerprint: sha256Hex(wire.requestData.body ?? ''), leaseMs, group: key })
  if (begun.state === 'done') return storedAnswer(begun.record.data) ?? refuse(call, 'internal')
  if (begun.state === 'conflict') return refuse(call, 'request-id-reused')
  if (begun.state !== 'new') return refuse(call, 'in-progress')
  let answer: Answer
  try {
    const { transactionId, authorizationId, tid, nsu, merchantSettings, connectorMetadata } = wire
    const result = await options.inbound({
      merchant: call.merchant,
      paymentId: call.paymentId,
      requestId: wire.requestId,
      action,
      transactionId,
      authorizationId,
      tid,
      nsu,
      body: wire.requestData.body ?? '',
      merchantSettings,
      connectorMetadata,
    })
    answer = answerOf(call, wire.requestId, result)
  } catch (error) {
    call.wiring.report(error)
    await store.release(key, begun.lease)
    return refuse(call, 'internal')
  }
  await store.complete(key, begun.lease, { money: 'none', data: { answer } })
  return answer
}

function answerOf(call: Call, requestId: string, result: InboundResult): Answer {
  const { statusCode, contentType, content, code, message } = result
  return json(200, {
    requestId,
    paymentId: call.paymentId,
    ...(code === undefined ? {} : { code: providerCode(code, call.secrets) }),
    ...(message === undefined ? {} : { message }),
    responseData: { statusCode, contentType, content },
  })
}
