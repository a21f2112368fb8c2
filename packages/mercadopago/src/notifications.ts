/** Notifications of Mercado Pago: a fetch handler that verifies them, and what they tell. */
export type {
  AgreementPaymentMethodNotification,
  AgreementStatusNotification,
  MercadoPagoNotification,
  PaymentNotification,
  UnknownNotification,
} from './notifications/event.ts'
export {
  createNotificationHandler,
  type NotificationHandler,
  type NotificationHandlerOptions,
} from './notifications/handler.ts'
export { createSeenNotifications, type SeenNotifications } from './notifications/seen.ts'
