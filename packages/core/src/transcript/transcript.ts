import { CaptureError } from '../error/capture-error.ts'
import type { Attempt } from '../outcome/attempt.ts'
import type { CancelOutcome } from '../outcome/cancel-outcome.ts'
import type { ChangeOutcome } from '../outcome/change-outcome.ts'
import type { CaptureOutcome } from '../outcome/outcome.ts'
import type { RefundOutcome } from '../outcome/refund-outcome.ts'

type Outcome = CaptureOutcome | RefundOutcome | CancelOutcome | ChangeOutcome<unknown>

/**
 * Writes down what happened in one call, for a ticket or a provider's support: how it ended, the ids, and every exchange.
 * Plain text, without secrets: everything in it was scrubbed when the outcome or error was made, and the value of a change
 * is left out.
 */
export function transcript(outcomeOrError: Outcome | CaptureError): string {
  const lines = CaptureError.isInstance(outcomeOrError) ? ofError(outcomeOrError) : ofOutcome(outcomeOrError)
  return `${[...lines, '', ...ofAttempts(outcomeOrError.attempts)].join('\n')}\n`
}

function ofError(error: CaptureError): string[] {
  return [
    `${error.provider ?? 'capture'}: threw ${error.code}: this call moved no money`,
    `  ${error.message}`,
    ...row('field', error.field),
    ...row('HTTP status', error.status === null ? null : String(error.status)),
    ...row('request id', error.requestId),
    ...error.causes.map(({ code, message }) => `  cause: ${[code, message].filter((part) => part !== null).join(' ')}`),
  ]
}

function ofOutcome(outcome: Outcome): string[] {
  return [
    `${outcome.provider}: ${headline(outcome)}`,
    ...Object.entries(outcome.reference).map(([name, value]) => `  ${name}: ${value}`),
    ...('handle' in outcome
      ? [
          ...row('idempotency key', outcome.handle.idempotencyKey),
          ...row('fingerprint', outcome.handle.fingerprint),
          ...row('first sent', outcome.handle.firstSentAt),
        ]
      : []),
  ]
}

function headline(outcome: Outcome): string {
  switch (outcome.status) {
    case 'captured':
    case 'refunded': {
      const { amount } = outcome
      const what = amount === null ? 'an amount the answer does not state' : `${amount.amount} ${amount.currency}`
      return `${outcome.status} ${what} (${outcome.basis}${outcome.replayed ? ', replayed' : ''})`
    }
    case 'cancelled':
      return `cancelled (${outcome.basis}${outcome.replayed ? ', replayed' : ''})`
    case 'done':
      return 'done'
    case 'declined':
      return `declined: ${outcome.code} (${outcome.reason}, ${outcome.advice}): ${outcome.message}`
    case 'pending':
      return `pending${outcome.code === null ? '' : `: ${outcome.code}`}: ${outcome.message}`
    case 'unknown':
      return `unknown: ${outcome.cause}; needs ${outcome.needs === 'person' ? 'a person' : 'resolve()'}`
  }
}

function ofAttempts(attempts: readonly Attempt[]): string[] {
  if (attempts.length === 0) return ['No exchange took place.']
  return attempts.flatMap((attempt) => {
    const got =
      attempt.status === null
        ? `${attempt.error?.code ?? 'no answer'}, sent: ${attempt.sent}`
        : `HTTP ${attempt.status}`
    const id = attempt.requestId === null ? '' : `, request id ${attempt.requestId}`
    return [
      `${attempt.number}. ${attempt.startedAt} ${attempt.method} ${attempt.url} (${attempt.purpose})`,
      `   ${got} after ${Math.round(attempt.durationMs)} ms${id}: ${attempt.verdict}`,
    ]
  })
}

function row(name: string, value: string | null): string[] {
  return value === null ? [] : [`  ${name}: ${value}`]
}
