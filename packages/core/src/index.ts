export type {
  CaptureClient,
  CaptureDescription,
  CaptureOptions,
  ClientOptions,
  ResolveOptions,
} from './capture/client.ts'
export type {
  AttemptFinished,
  AttemptStarted,
  CaptureEvent,
  Finished,
  Waiting,
  Warning,
} from './capture/event.ts'
export type { CaptureHandle, HandleAction } from './capture/handle.ts'
export { CaptureError, type CaptureErrorCode, type ErrorCause, type ProviderCause } from './error/capture-error.ts'
export type { Clock } from './http/clock.ts'
export type { ReadOptions } from './http/run-read.ts'
export { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from './http/transport.ts'
export { idempotencyKey } from './idempotency/idempotency-key.ts'
export type { JsonObject, JsonValue } from './json/json-value.ts'
export { addMoney, compareMoney, equalMoney, isZeroMoney, subtractMoney } from './money/arithmetic.ts'
export { fromMinorUnits, toMinorUnits } from './money/minor-units.ts'
export { type Money, money } from './money/money.ts'
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
export { type MemoryStoreOptions, memoryStore } from './store/memory-store.ts'
export type {
  BeginRequest,
  BeginResult,
  FinalRecord,
  Lease,
  MovedRecord,
  NothingMovedRecord,
  OpenRecord,
  OperationStore,
  PeekResult,
  Reservation,
} from './store/operation-store.ts'
export { OperationStoreError, type OperationStoreErrorCode } from './store/operation-store-error.ts'
export { transcript } from './transcript/transcript.ts'
