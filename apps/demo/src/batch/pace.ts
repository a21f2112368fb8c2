import type { BatchProgress } from '@cap/ledger'

/** How fast a batch goes. */
export interface Paced {
  /** Rows that are no longer queued, nor wait for their payment. */
  readonly done: number
  /** Over the last seconds. */
  readonly perSecond: number
  /** null while nobody can say. */
  readonly secondsLeft: number | null
}

/** Long enough to be calm, short enough to notice a breaker that pauses. */
const windowMs = 10_000

/** Watches a batch, and says how fast it goes and how long it takes. */
export function pace(now: () => number = () => performance.now()) {
  let seen: { readonly at: number; readonly done: number }[] = []
  return {
    note({ rows, counts }: Pick<BatchProgress, 'rows' | 'counts'>): Paced {
      const at = now()
      const done = rows - counts.queued - counts.waiting
      seen.push({ at, done })
      seen = seen.filter((one, index) => at - one.at <= windowMs || index === seen.length - 2)
      const [first] = seen
      const seconds = first === undefined ? 0 : (at - first.at) / 1_000
      const perSecond = first === undefined || seconds <= 0 ? 0 : (done - first.done) / seconds
      return { done, perSecond, secondsLeft: perSecond > 0 ? counts.queued / perSecond : null }
    },
  }
}
