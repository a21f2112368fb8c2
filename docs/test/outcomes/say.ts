import { CaptureError, type CaptureOutcome } from '@cap/core'

/** How a call ended, in the words of the tables. */
export function say(ending: CaptureOutcome | CaptureError): string {
  return CaptureError.isInstance(ending) ? `throws \`${ending.code}\`` : sayOutcome(ending)
}

function sayOutcome(ending: CaptureOutcome): string {
  switch (ending.status) {
    case 'captured':
      return said('captured', [
        ending.basis === 'answer' ? null : ending.basis,
        ending.replayed ? 'replayed' : null,
        ending.short === undefined ? null : 'short',
        ending.later ?? null,
      ])
    case 'declined':
      return said('declined', [ending.reason, ending.advice])
    case 'pending':
      return said('pending', [])
    case 'unknown':
      return said('unknown', [ending.cause, ending.needs === 'person' ? 'person' : null])
  }
}

function said(status: string, details: readonly (string | null)[]): string {
  const named = details.filter((detail) => detail !== null).map((detail) => `\`${detail}\``)
  return [`**${status}**`, ...named].join(' ')
}
