export type { InboundEntry } from './emulator/inbound-desk.ts'
export { type VtexPaymentScenarioName, vtexPaymentScenarios } from './emulator/payment-scenarios.ts'
export {
  createVtexProviderEmulator,
  type PaymentState,
  type VtexProviderEmulator,
  type VtexProviderEmulatorOptions,
} from './emulator/provider.ts'
export {
  type VtexCancelScenarioName,
  type VtexRefundScenarioName,
  type VtexScenarioName,
  vtexCancelScenarios,
  vtexRefundScenarios,
  vtexScenarios,
} from './emulator/scenarios.ts'
