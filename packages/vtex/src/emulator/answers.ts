/** An answer, before it becomes a `Response`. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

interface Ids {
  readonly paymentId: string
  readonly requestId: string
}

/** Written by hand from the field table of the answer; `value` is the text of a JSON number. */
export function settledAnswer(
  ids: Ids,
  settlement: { readonly settleId: string; readonly value: string },
  said: { readonly code: string | null; readonly message: string | null } = {
    code: null,
    message: 'Successfully settled',
  },
): Answer {
  const { paymentId, requestId } = quoted(ids)
  return {
    status: 200,
    body: `{"paymentId":${paymentId},"settleId":${JSON.stringify(settlement.settleId)},"value":${settlement.value},"code":${JSON.stringify(said.code)},"message":${JSON.stringify(said.message)},"requestId":${requestId}}`,
  }
}

/** The failure body: no settlement's id, nothing settled, both ids echoed. */
export function failureAnswer(ids: Ids, status: number, code: string | null, message: string | null): Answer {
  const { paymentId, requestId } = quoted(ids)
  return {
    status,
    body: `{"paymentId":${paymentId},"settleId":null,"value":0,"code":${JSON.stringify(code)},"message":${JSON.stringify(message)},"requestId":${requestId}}`,
  }
}

export function toResponse(answer: Answer): Response {
  const hasBody = answer.status !== 204 && answer.status !== 304
  return new Response(hasBody ? answer.body : null, {
    status: answer.status,
    headers: { ...(answer.body === '' ? {} : { 'content-type': 'application/json' }), ...answer.headers },
  })
}

function quoted({ paymentId, requestId }: Ids) {
  return { paymentId: JSON.stringify(paymentId), requestId: JSON.stringify(requestId) }
}
