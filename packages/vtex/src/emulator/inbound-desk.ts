import type { Answer } from './answers.ts'
import { type FieldTable, isObject, readBody } from './fields.ts'

const inboundFields: FieldTable = {
  requestId: ['text', true],
  transactionId: ['text', true],
  paymentId: ['text', true],
  authorizationId: ['text', true],
  nsu: ['text', true],
  tid: ['text', true],
  requestData: ['object', true],
  merchantSettings: ['list', false],
  connectorMetadata: ['list', false],
}

/** A forwarded request, as the provider got it. */
export interface InboundEntry {
  readonly payment: string
  readonly key: string
  readonly action: string
  readonly body: string
}

/** Takes forwarded requests, once for a request id, and answers each with its own body. */
export class InboundDesk {
  readonly book: InboundEntry[] = []
  readonly #answers = new Map<string, Answer>()

  handle(paymentId: string, action: string, text: string): Answer {
    const body = readBody(text, inboundFields, null)
    if (typeof body === 'string') return { status: 400, body: JSON.stringify({ message: body }) }
    if (body.paymentId !== paymentId) return { status: 400, body: '{"message":"The path names another payment"}' }
    const { requestData } = body
    if (!isObject(requestData) || typeof requestData.body !== 'string') {
      return { status: 400, body: '{"message":"requestData.body is not a text"}' }
    }
    const key = JSON.stringify([paymentId, body.requestId])
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    this.book.push({ payment: paymentId, key: String(body.requestId), action, body: requestData.body })
    const responseData = { statusCode: 200, contentType: 'application/json', content: requestData.body }
    const answer = { status: 200, body: JSON.stringify({ requestId: body.requestId, paymentId, responseData }) }
    this.#answers.set(key, answer)
    return answer
  }
}
