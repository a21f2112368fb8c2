/** Notifications of Mercado Pago: a fetch handler that verifies them, and what they tell. */
export type {
  AgreementPaymentMethodNotification,
  AgreementStatusNotification,
  MercadoPagoNotification,
  PaymentNotification,
  UnknownNotification,
} from './notification-event.ts'
export {
  createNotificationHandler,
  type NotificationHandler,
  type NotificationHandlerOptions,
} from './notification-handler.ts'
export { createSeenNotifications, type SeenNotifications } from './seen-notifications.ts'
