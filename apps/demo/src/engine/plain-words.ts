import type { Advice, CaptureErrorCode, DeclineReason, UnknownCause } from '@cap/core'

/** Closed unions in plain words. A member without words does not compile. */

export const reasonWords: Readonly<Record<DeclineReason, string>> = {
  insufficient_funds: 'the payer has not enough money',
  issuer_refused: "the payer's bank refused, and does not say why",
  call_issuer: "the payer's bank wants the payer to authorise it first",
  card_unusable: 'the card cannot be used',
  fraud_suspected: 'fraud is suspected',
  duplicate: 'the provider takes it for a payment made twice',
  attempts_exceeded: 'there were too many attempts',
  not_supported: 'what was asked for is not supported',
  payer_token_invalid: 'the payer token is no longer valid',
  authorization_gone: 'the authorisation is gone: it failed, or was cancelled',
  other: 'the provider gives a reason of its own, see its code',
}

export const adviceWords: Readonly<Record<Advice, string>> = {
  change_method: 'let the payer choose another way to pay',
  top_up_and_retry: 'let the payer top up, then capture again under a new key',
  call_issuer: 'let the payer call the bank, then capture again under a new key',
  relink_wallet: 'let the payer link the wallet again',
  wait_and_retry: 'wait, then capture again under a new key',
  check_earlier_capture: 'look for the earlier capture first: it may have gone through',
  do_not_retry: 'do not try again',
}

export const causeWords: Readonly<Record<UnknownCause, string>> = {
  no_answer: 'the request may have arrived, and no complete answer came back',
  deadline: 'the time for the call was over before an answer was complete',
  aborted: 'the caller aborted after the request may have left',
  unreadable_answer: 'an answer came that cannot be read: the capture may have happened all the same',
  unrecognised_answer: 'an answer came that the provider does not document, perhaps from something in between',
  server_error: 'the provider, or something before it, failed: before the capture or after it',
  rate_limited: 'too many requests: which does not prove that the earlier ones did nothing',
  mismatch: 'the answer contradicts the request: another amount, or another payment',
  in_progress: 'the capture, or another request for it, may still be under way',
  idempotency_conflict: 'the key was used before, for something else',
  refused_after_maybe_applied: 'it was refused, but an attempt before it may have gone through',
  replay_window_passed: 'the key is too old: sending it again might capture a second time',
  request_differs: 'the request is not the one the key was used with, so it was not sent',
  not_capturable: "the payment's state does not tell whether a capture is still to be made",
  internal: 'something failed in this process after the request may have left',
}

export const errorWords: Readonly<Record<CaptureErrorCode, string>> = {
  invalid_request: 'the request makes no sense, so it was not sent',
  not_sent: 'the request provably never reached the provider',
  aborted: 'the caller aborted before anything was sent',
  unauthorized: 'the provider refused the credentials',
  refused: 'the provider refused the request, and documents that it then does nothing',
  lookup_failed: "the payment's state could not be read, so nothing was sent",
}
