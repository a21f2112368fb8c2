export type {
  Advice,
  Attempt,
  CaptureDescription,
  Captured,
  CaptureEvent,
  CaptureHandle,
  CaptureOptions,
  CaptureOutcome,
  ClientOptions,
  Clock,
  Declined,
  DeclineReason,
  Money,
  Pending,
  ResolveOptions,
  Transport,
  Unknown,
  UnknownCause,
} from '@cap/core/http'
export { CaptureError, money } from '@cap/core/http'
export type { Ask } from './account.ts'
export type { PipwaveCaptureRequest } from './capture-schema.ts'
export {
  type RejectionReason,
  type TrustedNotification,
  type VerifiedNotification,
  type VerifyNotificationOptions,
  verifyNotification,
} from './notification.ts'
export type { PaymentState, PipwavePayment } from './payment.ts'
export { createPipwave, type PipwaveClient, type PipwaveOptions } from './pipwave.ts'
