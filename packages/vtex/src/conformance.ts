export type { CallbackDelivery, CallbackReceiver } from './conformance/callbacks.ts'
export { humanReport } from './conformance/human.ts'
export { junitReport } from './conformance/junit.ts'
export type {
  AuthorizedPayment,
  ConformanceOptions,
  Credentials,
  Feature,
  OfficialFlow,
} from './conformance/options.ts'
export type { CheckResult, CheckStatus, ConformanceReport, Step } from './conformance/report.ts'
export { runConformance } from './conformance/run.ts'
