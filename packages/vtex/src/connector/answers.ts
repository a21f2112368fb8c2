import { type ConnectorCode, isManualCode, type ManualCode, messages, type SettlementCode } from './codes.ts'
import type { RouteName } from './routes.ts'

/** An answer before it is a `Response`: what is stored is what is answered again, to the byte. */
export type Answer = {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The ids every answer about a payment echoes; empty where the request could not be read so far. */
export interface Echo {
  readonly paymentId: string
  readonly requestId: string
}

const unreadEcho: Echo = { paymentId: '', requestId: '' }

export function json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: JSON.stringify(body), ...(headers === undefined ? {} : { headers }) }
}

const usualHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store' }

export function toResponse({ status, body, headers }: Answer): Response {
  return new Response(body, { status, headers: headers === undefined ? usualHeaders : { ...usualHeaders, ...headers } })
}

/** The failure body of a settlement: `settleId: null` and `value: 0` stand there literally. */
export function settlementFailure(
  status: number,
  echo: Echo,
  code: SettlementCode,
  message: string = messageOf(code),
): Answer {
  return json(status, {
    paymentId: echo.paymentId,
    settleId: null,
    value: 0,
    // Checked where it is written too: JavaScript does not know the type.
    code: isManualCode(code) ? 'declined' : code,
    message,
    requestId: echo.requestId,
  })
}

export function cancellationFailure(status: number, echo: Echo, code: SettlementCode | ManualCode): Answer {
  const message = messageOf(code)
  return json(status, {
    paymentId: echo.paymentId,
    cancellationId: null,
    code,
    message,
    requestId: echo.requestId,
  })
}

export function refundFailure(status: number, echo: Echo, code: SettlementCode | ManualCode): Answer {
  const message = messageOf(code)
  return json(status, { paymentId: echo.paymentId, refundId: null, value: 0, code, message, requestId: echo.requestId })
}

export function inboundFailure(status: number, echo: Echo, code: ConnectorCode): Answer {
  return json(status, {
    requestId: echo.requestId,
    paymentId: echo.paymentId,
    code,
    message: messages[code],
    responseData: { statusCode: status, contentType: 'application/json', content: '{}' },
  })
}

/** A failure in the shape its route has for failures. */
export function failure(
  route: RouteName | null,
  status: number,
  code: ConnectorCode,
  echo: Echo = unreadEcho,
  headers?: Readonly<Record<string, string>>,
): Answer {
  const answer = shaped(route, status, code, echo)
  return headers === undefined ? answer : { ...answer, headers }
}

function shaped(route: RouteName | null, status: number, code: ConnectorCode, echo: Echo): Answer {
  switch (route) {
    case 'settlement':
      return settlementFailure(status, echo, code)
    case 'cancellation':
      return cancellationFailure(status, echo, code)
    case 'refund':
      return refundFailure(status, echo, code)
    case 'inbound':
      return inboundFailure(status, echo, code)
    case 'payment':
    case 'manifest':
    case 'payment-methods':
    case 'token':
    case 'redirect':
    case 'credentials':
    case null:
      return json(status, { status: 'error', code, message: messages[code] })
  }
}

function messageOf(code: string): string {
  if (code === 'cancel-manually') return 'Cancel the payment by hand.'
  if (code === 'refund-manually') return 'Refund the payment by hand.'
  return Object.hasOwn(messages, code) ? messages[code as ConnectorCode] : messages.declined
}
