import { CaptureError, type CaptureEvent } from '@cap/core'
import type { Ending } from '@cap/core/testing'
import type { RunCall, RunEnding, RunExchange } from '../api/run.ts'

type Phases = RunExchange['phases']

/** Adds what a client tells to the record of its call. */
export function hear(call: RunCall, event: CaptureEvent, phases: Phases = {}): void {
  switch (event.type) {
    case 'attempt_started': {
      const { number, purpose, at, method, url, headers, body, signatureBase = null } = event
      const sent = { number, purpose, at, method, url, headers, body, signatureBase }
      call.exchanges.push({ ...sent, phases: {}, attempt: null, reply: null })
      break
    }
    case 'attempt_finished': {
      const exchange = call.exchanges.findLast(({ number }) => number === event.attempt.number)
      if (exchange === undefined) break
      exchange.attempt = event.attempt
      exchange.reply = event.reply
      exchange.phases = phases
      break
    }
    case 'waiting':
      remark(call, event.at, { kind: 'waiting', text: event.reason, ms: event.ms })
      break
    case 'warning':
      remark(call, event.at, { kind: 'warning', text: `${event.code}: ${event.message}`, ms: null })
      break
    case 'finished':
  }
}

function remark(
  call: RunCall,
  at: string,
  said: { readonly kind: 'waiting' | 'warning'; readonly text: string; readonly ms: number | null },
): void {
  call.remarks.push({ at, after: call.exchanges.length, ...said })
}

/** Writes down what a call ended in. */
export function conclude(call: RunCall, { outcome, error }: Ending, ms: number): void {
  call.ms = ms
  if (outcome !== null) call.outcome = { ...outcome }
  else if (CaptureError.isInstance(error)) {
    const { code, message, field, status, retryable } = error
    const causes = error.causes.map((cause) => [cause.code, cause.message].filter(Boolean).join(' '))
    call.thrown = { code, message, field, status, retryable, causes }
  } else {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    call.thrown = { code: null, message, field: null, status: null, retryable: false, causes: [] }
  }
}

/** One word for a call's end; null while it is under way. */
export function endingOf({ outcome, thrown }: RunCall): RunEnding | null {
  if (outcome !== null) return outcome.status
  if (thrown !== null) return thrown.code === null ? 'bug' : 'threw'
  return null
}

/** The code people look for: the provider's, the cause of not knowing, or the error's. */
export function codeOf({ outcome, thrown }: RunCall): string | null {
  if (thrown !== null) return thrown.code
  const code = outcome?.status === 'unknown' ? outcome.cause : outcome?.code
  return typeof code === 'string' ? code : null
}
