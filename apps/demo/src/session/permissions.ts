import type { Run } from '../api/run.ts'
import type { Provider } from '../engine/provider.ts'

export function isOpen({ ending, state }: Pick<Run, 'ending' | 'state'>): boolean {
  return ending === 'pending' || ending === 'unknown' || state === 'interrupted'
}

/**
 * What may be done with a run now. A new key while nobody knows how the first one ended is how money moves twice, so
 * outside the emulators it is refused.
 *
 * @param alive the emulator the run was made at still remembers it; true at a sandbox
 */
export function permissions(provider: Provider, run: Run, alive: boolean): Run['may'] {
  if (run.state === 'running') return { resolve: [], replay: [], refused: 'running' }
  if (!alive) return { resolve: [], replay: [], refused: 'emulator-gone' }
  const open = run.ending === 'pending' || run.ending === 'unknown'
  if (run.bridge !== null) return { resolve: open ? ['read', 'replay'] : [], replay: [], refused: 'bridge' }
  const resolve: Run['may']['resolve'] = !open ? [] : provider.keyed ? ['read', 'replay'] : ['read']
  if (run.target === 'sandbox' && isOpen(run)) {
    return { resolve, replay: provider.keyed ? ['same-key'] : [], refused: 'open-at-sandbox' }
  }
  if (provider.keyed) return { resolve, replay: ['same-key', 'new-key', 'edited'], refused: null }
  return { resolve, replay: ['same-key', 'edited'], refused: 'unkeyed' }
}

/** Two captures of one payment: both name it, and in the same way. */
export function samePayment(provider: Provider, one: Run['values'], two: Run['values']): boolean {
  return provider.paymentFields.some((field) => one[field] !== undefined && one[field] === two[field])
}
