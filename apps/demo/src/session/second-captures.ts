import type { Run } from '../api/run.ts'
import type { ReadyCapture } from './order.ts'
import { samePayment } from './permissions.ts'
import { SessionError } from './session-error.ts'

/**
 * At a sandbox a payment is captured again only when it is known how the first capture ended.
 *
 * @param open captures at the provider's sandbox that are not concluded
 * @param except a run that is being sent again under its own key
 * @throws SessionError while another capture of the same payment may still move money
 */
export function refuseSecond(open: readonly Run[], { provider, values }: ReadyCapture, except?: string): void {
  const filled = Object.fromEntries(Object.entries(values).filter((entry) => entry[1] !== undefined)) as Run['values']
  const other = open.find((run) => run.id !== except && samePayment(provider, run.values, filled))
  if (other === undefined) return
  throw new SessionError(
    'not-allowed',
    `Run ${other.id} captured the same payment and is not concluded: resolve it first. A second capture may charge twice.`,
  )
}
