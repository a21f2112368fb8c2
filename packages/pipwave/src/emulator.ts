/** pipwave's double, for tests: a plain `(request: Request) => Promise<Response>` with state, and a book of what moved. */
export {
  createPipwaveEmulator,
  emulatorAccount,
  type PipwaveEmulator,
  type PipwaveEmulatorOptions,
  type PlayedAction,
} from './emulator/double.ts'
export type { Delivery, DeliveryOptions } from './emulator/outbox.ts'
export type { Gateway, PaymentSeed, PaymentView } from './emulator/payment-seed.ts'
export { type PipwaveScenario, pipwaveScenarios } from './emulator/scenarios.ts'
export type { ChangeEntry } from './emulator/state.ts'
