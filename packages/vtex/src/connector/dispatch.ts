import type { JsonObject } from '@cap/core/http'
import type { Answer } from './answers.ts'
import { cancel } from './cancel.ts'
import { createPayment } from './create-payment.ts'
import { readPayment } from './create-payment-wire.ts'
import { inbound } from './inbound.ts'
import { readCancellation, readInbound, readRefund } from './operation-wire.ts'
import { refund } from './refund.ts'
import { settle } from './settle.ts'
import { readSettlement } from './settlement-wire.ts'
import { type Call, refuse } from './wiring.ts'

/** Reads the body as its route's, and does what it asks for. */
export function operate(call: Call, body: JsonObject, testSuite: boolean): Answer | Promise<Answer> {
  const { requestId } = body
  if (typeof requestId === 'string' && requestId.length <= 200)
    call.echo = { paymentId: call.echo.paymentId, requestId }
  // The path is what was routed and authorized; another id in the body is a mistake, or an attempt.
  const { paymentId } = call.route
  if (paymentId !== null && typeof body.paymentId === 'string' && body.paymentId !== paymentId) {
    return refuse(call, 'payment-id-mismatch', 400)
  }
  switch (call.route.name) {
    case 'settlement': {
      const wire = readSettlement(body)
      return wire === null ? refuse(call, 'invalid-request', 400) : settle(call, wire)
    }
    case 'cancellation': {
      const wire = readCancellation(body)
      return wire === null ? refuse(call, 'invalid-request', 400) : cancel(call, wire)
    }
    case 'refund': {
      const wire = readRefund(body)
      return wire === null ? refuse(call, 'invalid-request', 400) : refund(call, wire)
    }
    case 'inbound': {
      const wire = readInbound(body)
      return wire === null ? refuse(call, 'invalid-request', 400) : inbound(call, wire)
    }
    case 'payment': {
      const wire = readPayment(body)
      if (wire === null) return refuse(call, 'invalid-request', 400)
      call.paymentId = wire.paymentId
      return createPayment(call, wire, testSuite)
    }
    case 'manifest':
    case 'payment-methods':
    case 'token':
    case 'redirect':
    case 'credentials':
      return refuse(call, 'not-found', 404)
  }
}
