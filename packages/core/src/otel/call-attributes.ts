import type { Attributes } from '@opentelemetry/api'
import type { CaptureEvent, Finished } from '../capture/event.ts'

export function callAttributes({ provider, operation }: CaptureEvent): Attributes {
  return { 'cap.provider': provider, 'cap.operation': operation }
}

/** How a call ended, in words from closed lists only: what a metric may be split by. */
export function endAttributes({ outcome, error }: Finished): Attributes {
  if (error !== null) return { 'cap.outcome': 'threw', 'error.type': error }
  if (outcome === null) return {}
  switch (outcome.status) {
    case 'captured':
    case 'refunded':
    case 'cancelled':
    case 'done':
    case 'pending':
      return { 'cap.outcome': outcome.status }
    case 'declined':
      return { 'cap.outcome': 'declined', 'cap.reason': outcome.reason }
    case 'unknown':
      return { 'cap.outcome': 'unknown', 'cap.cause': outcome.cause }
  }
}
