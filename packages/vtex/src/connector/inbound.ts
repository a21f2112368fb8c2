import { sha256Hex } from '@cap/core/signing'
import { type Answer, inboundFailure, json } from './answers.ts'
import type { InboundResult } from './callbacks.ts'
import { providerCode } from './codes.ts'
import { keyOf } from './keys.ts'
import type { WireInbound } from './operation-wire.ts'
import { hideInData, hideInText, secretsOf } from './secrets.ts'
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
    answer = answerOf(call, wire, result)
  } catch (error) {
    call.wiring.report(error)
    await store.release(key, begun.lease)
    return refuse(call, 'internal')
  }
  await store.complete(key, begun.lease, { money: 'none', data: { answer } })
  return answer
}

/** @throws Error for a result that cannot be passed on */
function answerOf(call: Call, { requestId, merchantSettings }: WireInbound, result: InboundResult): Answer {
  const { statusCode, contentType, content, code, message } = result
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) {
    throw new TypeError('inbound: statusCode must be a whole number from 100 to 599')
  }
  if (typeof contentType !== 'string' || !mediaType.test(contentType)) {
    throw new TypeError('inbound: contentType must be a media type, such as "application/json"')
  }
  if (typeof content !== 'string') throw new TypeError('inbound: content must be text')
  const secrets = secretsOf(call, merchantSettings)
  return json(200, {
    requestId,
    paymentId: call.paymentId,
    ...(typeof code === 'string' ? { code: providerCode(code, secrets) } : {}),
    ...(typeof message === 'string' ? { message: hideInText(message.slice(0, 500), secrets) } : {}),
    responseData: { statusCode, contentType, content: hideInData(content, secrets) },
  })
}

/** RFC 9110, 8.3.1. It becomes a header somewhere. */
const mediaType = /^[\w!#$%&'*+.^`|~-]{1,100}\/[\w!#$%&'*+.^`|~-]{1,100}(?:[ \t]*;[\t\x20-\x7e]{0,200})?$/
