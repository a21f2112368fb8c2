/** For authors of provider packages: what a capture at one more provider is built from. */

export type {
  CaptureClient,
  CaptureDescription,
  CaptureOptions,
  ClientOptions,
  ResolveOptions,
} from './capture/client.ts'
export type { CaptureEvent } from './capture/event.ts'
export { type CaptureHandle, type HandleAction, parseHandle } from './capture/handle.ts'
export { CaptureError, type CaptureErrorOptions, type ProviderCause } from './error/capture-error.ts'
export { invalidRequest } from './error/invalid-request.ts'
export { backoffMs, retryAfterMs } from './http/backoff.ts'
export { checkBaseUrl } from './http/base-url.ts'
export { Call, maxReplyBytes } from './http/call.ts'
export { type Clock, isoTime, systemClock } from './http/clock.ts'
export { type DescribedOperation, describeOperation } from './http/describe-operation.ts'
export { type Digest, loadDigest } from './http/digest.ts'
export type { Exchanged } from './http/exchanged.ts'
export type { Identity } from './http/identity.ts'
export {
  type CancelledDraft,
  type CapturedDraft,
  type ChangedDraft,
  type DeclinedDraft,
  type DoneDraft,
  type Draft,
  type Judgement,
  type PendingDraft,
  type RefundedDraft,
  type Refusal,
  type Replay,
  refusedAfterMaybeApplied,
  type Settled,
  type UnknownDraft,
} from './http/judgement.ts'
export { kyTransport } from './http/ky-transport.ts'
export { loadOnce } from './http/load-once.ts'
export {
  cancelOperation,
  captureOperation,
  changeOperation,
  type Operation,
  refundOperation,
  type ToldOutcome,
} from './http/operation.ts'
export { parseInput, withoutUndefined } from './http/parse-input.ts'
export { type Reading, type ReadResult, readState } from './http/read-state.ts'
export { isReplayWindowOpen } from './http/replay-window.ts'
export { announce, runCapture, runOperation, runResolve, runResolveOf } from './http/run.ts'
export { type ReadOptions, readError, runRead } from './http/run-read.ts'
export { nothingSent, sendKeyed, verdict } from './http/send-keyed.ts'
export { checkSecret, createSettings, milliseconds, type Settings, type SettingsDefaults } from './http/settings.ts'
export { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from './http/transport.ts'
export { isObject } from './json/is-object.ts'
export type { JsonObject, JsonValue } from './json/json-value.ts'
export { type ParseJsonOptions, parseJson } from './json/parse-json.ts'
export { addMoney, compareMoney, equalMoney, isZeroMoney, subtractMoney } from './money/arithmetic.ts'
export { decimalText } from './money/decimal-text.ts'
export { fromJsonNumber, jsonNumberText, toJsonNumber } from './money/json-number.ts'
export { fromMinorUnits, toMinorUnits } from './money/minor-units.ts'
export { type Money, money, type ParseMoneyOptions, parseMoney } from './money/money.ts'
export { moneySchema } from './money/money-schema.ts'
export { readWireAmount } from './money/wire-amount.ts'
export type { Attempt, AttemptPurpose } from './outcome/attempt.ts'
export type { Cancelled, CancelOutcome } from './outcome/cancel-outcome.ts'
export type { Changed, ChangeOutcome } from './outcome/change-outcome.ts'
export type {
  Advice,
  Captured,
  CaptureOutcome,
  Declined,
  DeclineReason,
  OutcomeCommon,
  OutcomeOf,
  Pending,
  Unknown,
  UnknownCause,
} from './outcome/outcome.ts'
export type { Refunded, RefundOutcome } from './outcome/refund-outcome.ts'
