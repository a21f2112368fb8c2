/** For tests of providers and of what is built on them. Node only. */

export type { StoreClock } from './store/contract-world.ts'
export { operationStoreContract, type StoreContractCase } from './store/store-contract.ts'
export { asCaptures, type ContractClient, type OnceOnly } from './testing/as-captures.ts'
export { captureContract } from './testing/contract.ts'
export type { ContractCase, ContractOptions, ContractReport } from './testing/contract-world.ts'
export type { BookEntry, Emulator, Scenario } from './testing/emulator.ts'
export { type FaultServer, type SeenExchange, startFaultServer } from './testing/fault-server.ts'
export { type Fault, type FaultStep, faultNamed, faults, step, versions, type Wire } from './testing/faults.ts'
export { inTurn } from './testing/in-turn.ts'
export {
  ContractViolation,
  checkAgainstBook,
  checkPlain,
  checkSaid,
  type Ending,
  ending,
  endingName,
} from './testing/invariants.ts'
export { runSchedule } from './testing/schedule.ts'
export { answerStep } from './testing/sequence-cases.ts'
export { simulatedTransport } from './testing/simulated-transport.ts'
export type { ContractSubject, OperationSubject, ProviderAnswer } from './testing/subject.ts'
export { createTestClock, type TestClock } from './testing/test-clock.ts'
export { type TransportCase, type TransportUnderTest, transportContract } from './testing/transport-contract.ts'
