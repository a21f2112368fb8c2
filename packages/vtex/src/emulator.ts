export {
  createVtexProviderEmulator,
  type PaymentState,
  type VtexProviderEmulator,
  type VtexProviderEmulatorOptions,
} from './emulator/provider.ts'
export { type VtexScenarioName, vtexScenarios } from './emulator/scenarios.ts'
