import type { DeclinedDraft, JsonValue, Refusal, Replay, UnknownDraft } from '@cap/core/http'
import { hasCause, type MercadoPagoError, rawError } from './error.ts'

/** What an answer that is an error can mean, whatever was asked. */
export type ErrorJudgement = DeclinedDraft | Refusal | Replay | UnknownDraft

/** Mercado Pago answers a request for a payment still being created with a 409: some time for it to finish. */
const leastWaitForRunningMs = 500

/**
 * What an error means.
 *
 * @param status of HTTP, or the one that an error under 2xx names
 * @param error null when the body is not in Mercado Pago's form
 * @param isRead the answer to a GET
 */
export function judgeError(status: number, error: MercadoPagoError | null, isRead: boolean): ErrorJudgement {
  const raw = error === null ? null : rawError(error)
  // Repeating is safe under the key, and neither says anything of what happened to the request.
  if (status === 429) return { status: 'replay', cause: 'rate_limited', raw }
  if (status >= 500) return { status: 'replay', cause: 'server_error', raw }
  // Only Mercado Pago itself can say that nothing was executed: a proxy on the way cannot.
  if (error === null || (error.status !== null && error.status !== status)) return unrecognised(raw)
  switch (status) {
    case 400:
      return refused('refused', status, error, raw)
    case 401:
      return hasCause(error, '401003') ? payerTokenInvalid(error, raw) : refused('unauthorized', status, error, raw)
    case 404:
      return isAccessProblem(error) ? refused('refused', status, error, raw) : unrecognised(raw)
    case 409:
      // Code 401001, whose number says otherwise: the status goes first.
      return { status: 'replay', cause: 'in_progress', leastWaitMs: leastWaitForRunningMs, raw }
    case 422:
      // The key belongs to another body. A fresh key could charge twice, the old one gets the same answer for ever.
      return isRead ? unrecognised(raw) : { status: 'unknown', cause: 'idempotency_conflict', needs: 'person', raw }
    default:
      return unrecognised(raw)
  }
}

/** 404 also means "no such payment", which would say nothing of a capture: only the text tells them apart. */
function isAccessProblem({ message, causes }: MercadoPagoError): boolean {
  return [message, ...causes.map((cause) => cause.message ?? '')].some((text) => /whitelist|collector/i.test(text))
}

function payerTokenInvalid(error: MercadoPagoError, raw: JsonValue): DeclinedDraft {
  return {
    status: 'declined',
    code: '401003',
    reason: 'payer_token_invalid',
    advice: 'relink_wallet',
    message: `the payer token is not valid, the buyer has probably cancelled the agreement: link the wallet anew (${error.message})`,
    ownRecord: false,
    raw,
  }
}

export function refused(
  code: 'refused' | 'unauthorized',
  status: number,
  error: MercadoPagoError,
  raw: JsonValue | null,
  advice?: string,
): Refusal {
  const hint =
    advice ??
    (code === 'unauthorized'
      ? 'check the access token'
      : status === 404
        ? 'ask Mercado Pago to enable the application and the collector for Wallet Connect'
        : 'correct the request, and send it under a new key')
  return {
    status: 'refused',
    error: {
      code,
      status,
      causes: error.causes,
      message: `Mercado Pago refused the request with ${status} (${error.message}): ${hint}`,
    },
    raw,
  }
}

export function unrecognised(raw: JsonValue | null, ids?: Readonly<Record<string, string>>): UnknownDraft {
  return { status: 'unknown', cause: 'unrecognised_answer', raw, ...(ids === undefined ? {} : { ids }) }
}
