/** Mercado Pago's Wallet Connect payments in one process, for tests and demonstrations. */
export {
  createMercadoPagoEmulator,
  type MercadoPagoEmulator,
  type MercadoPagoEmulatorOptions,
} from './emulator/emulator.ts'
export { type MercadoPagoScenario, scenarios as mercadoPagoScenarios } from './emulator/scenarios.ts'
