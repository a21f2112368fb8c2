/** Mercado Pago's Wallet Connect payments in one process, for tests and demonstrations. */

export type { DiscountOffer } from './emulator/discounts.ts'
export { createMercadoPagoEmulator } from './emulator/emulator.ts'
export type { Delivery, EmulatedNotification, NotifyOptions } from './emulator/events.ts'
export type { MercadoPagoEmulator, MercadoPagoEmulatorOptions } from './emulator/options.ts'
export { type MercadoPagoScenario, scenarios as mercadoPagoScenarios } from './emulator/scenarios.ts'
