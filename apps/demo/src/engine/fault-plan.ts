import { type FaultStep, type SeenExchange, step } from '@cap/core/testing'

/** The kind of exchange a fault strikes. Only providers without a key have others than captures. */
export type Strikes = 'capture' | 'snapshot' | 'lookup'

/** One fault, where it strikes and how often. */
export interface Harm {
  readonly step: FaultStep
  readonly strikes: Strikes
  readonly always: boolean
}

/** Decides exchange by exchange what happens to it; what a fault server asks for. */
export type FaultPlan = (exchange: SeenExchange | null) => FaultStep | null

/**
 * Makes the plan of one capture.
 *
 * A fault on the lookup needs something to look up, so the answer to the capture is lost first.
 */
export function faultPlan(
  { step: harm, strikes, always }: Harm,
  provider: { readonly keyed: boolean; readonly readsFirst: boolean; isCapture(exchange: SeenExchange): boolean },
): FaultPlan {
  const { wire } = harm.fault
  let loseFirst = strikes === 'lookup'
  let captureSeen = false
  let struck = 0
  const strike = () => (always || struck++ === 0 ? harm : null)
  return (exchange) => {
    if (exchange === null) {
      const beforeReading = wire.kind === 'cut' && wire.at !== 'request'
      const here = strikes === 'capture' ? !provider.readsFirst : strikes === 'snapshot'
      return beforeReading && here ? strike() : null
    }
    const isCapture = provider.isCapture(exchange)
    const here: Strikes = isCapture ? 'capture' : captureSeen ? 'lookup' : 'snapshot'
    captureSeen ||= isCapture
    if (loseFirst && isCapture) {
      loseFirst = provider.keyed
      return step('close-after-request', true)
    }
    return here === strikes ? strike() : null
  }
}
