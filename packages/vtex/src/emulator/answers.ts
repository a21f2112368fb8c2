/** An answer, before it becomes a `Response`. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface Ids {
  readonly paymentId: string
  readonly requestId: string
}

/** What the answers of an operation are made of. */
export interface Wording {
  readonly idField: 'settleId' | 'refundId' | 'cancellationId'
  /** A cancellation's answer has no value. */
  readonly hasValue: boolean
  readonly message: string
}

/** Code and message of an answer. */
export interface Said {
  readonly code: string | null
  readonly message: string | null
}

/** Written by hand from the field table of the answer; `value` is the text of a JSON number. */
export function doneAnswer(
  ids: Ids,
  wording: Wording,
  made: { readonly id: string; readonly value: string },
  said: Said = { code: null, message: wording.message },
): Answer {
  return { status: 200, body: bodyOf(ids, wording, JSON.stringify(made.id), made.value, said) }
}

/** The failure body: no id, nothing moved, both ids echoed. */
export function failureAnswer(ids: Ids, wording: Wording, status: number, said: Said): Answer {
  return { status, body: bodyOf(ids, wording, 'null', '0', said) }
}

function bodyOf(ids: Ids, { idField, hasValue }: Wording, id: string, value: string, said: Said): string {
  const quoted = [ids.paymentId, said.code, said.message, ids.requestId].map((text) => JSON.stringify(text))
  const [paymentId, code, message, requestId] = quoted
  const moved = hasValue ? `"value":${value},` : ''
  return `{"paymentId":${paymentId},"${idField}":${id},${moved}"code":${code},"message":${message},"requestId":${requestId}}`
}

export function toResponse(answer: Answer): Response {
  const hasBody = answer.status !== 204 && answer.status !== 304
  return new Response(hasBody ? answer.body : null, {
    status: answer.status,
    headers: { ...(answer.body === '' ? {} : { 'content-type': 'application/json' }), ...answer.headers },
  })
}
