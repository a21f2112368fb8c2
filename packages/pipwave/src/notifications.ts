/** Receives pipwave's notifications (IPN). `verifyNotification` of the main entry is the check alone. */
export type { NotifiedPayment, PipwaveNotification } from './notifications/event.ts'
export {
  createNotificationHandler,
  type NotificationHandlerOptions,
  type NotificationProblem,
  type NotificationRejection,
} from './notifications/handler.ts'
