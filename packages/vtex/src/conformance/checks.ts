import type { Check } from './check.ts'
import { amountChecks } from './checks/amounts.ts'
import { answerChecks } from './checks/answers.ts'
import { authenticationChecks } from './checks/authentication.ts'
import { bodyChecks } from './checks/bodies.ts'
import { callbackFlowChecks } from './checks/callback-flows.ts'
import { configurationChecks } from './checks/configuration.ts'
import { duplicateChecks } from './checks/duplicates.ts'
import { fieldChecks } from './checks/fields.ts'
import { flowChecks } from './checks/flows.ts'
import { inboundChecks } from './checks/inbound.ts'
import { leakChecks } from './checks/leaks.ts'
import { manifestChecks } from './checks/manifest.ts'
import { refundChecks } from './checks/refunds.ts'
import { replayChecks } from './checks/replays.ts'
import { routeChecks } from './checks/routes.ts'
import { splitChecks } from './checks/splits.ts'
import { stateChecks } from './checks/states.ts'

/** Every check, in the order they are run; those that read all answers come last. */
export const allChecks: readonly Check[] = [
  ...manifestChecks,
  ...flowChecks,
  ...callbackFlowChecks,
  ...replayChecks,
  ...duplicateChecks,
  ...amountChecks,
  ...splitChecks,
  ...fieldChecks,
  ...stateChecks,
  ...refundChecks,
  ...inboundChecks,
  ...configurationChecks,
  ...authenticationChecks,
  ...bodyChecks,
  ...routeChecks,
  ...answerChecks,
  ...leakChecks,
]
