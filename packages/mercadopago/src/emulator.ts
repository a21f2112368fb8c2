/** Mercado Pago's Wallet Connect payments in one process, for tests and demonstrations. */
export { createMercadoPagoEmulator } from './emulator/emulator.ts'
export type { MercadoPagoEmulator, MercadoPagoEmulatorOptions } from './emulator/options.ts'
export { type MercadoPagoScenario, scenarios as mercadoPagoScenarios } from './emulator/scenarios.ts'
