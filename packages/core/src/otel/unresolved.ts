import type { Finished } from '../capture/event.ts'

/** Operations kept at most: those that another process resolves would pile up for ever. */
const most = 10_000

interface Open {
  readonly provider: string
  readonly since: number
}

/** The operations that ended `unknown` or `pending` in this process and have not been seen to conclude. */
export class Unresolved {
  readonly #open = new Map<string, Open>()
  readonly #providers = new Set<string>()

  tell({ provider, operationDigest, outcome, at }: Finished): void {
    if (operationDigest === null || outcome === null) return // A throw concludes nothing.
    this.#providers.add(provider)
    if (outcome.status !== 'unknown' && outcome.status !== 'pending') {
      this.#open.delete(operationDigest)
      return
    }
    if (this.#open.has(operationDigest)) return
    for (const oldest of this.#open.keys()) {
      if (this.#open.size < most) break
      this.#open.delete(oldest)
    }
    this.#open.set(operationDigest, { provider, since: Date.parse(outcome.handle.firstSentAt ?? at) })
  }

  /** For each provider that was heard of: none open is worth saying too. */
  counts(): Map<string, { count: number; oldestSince: number | null }> {
    const counts = new Map<string, { count: number; oldestSince: number | null }>()
    for (const provider of this.#providers) counts.set(provider, { count: 0, oldestSince: null })
    for (const { provider, since } of this.#open.values()) {
      const entry = counts.get(provider)
      if (entry === undefined) continue
      entry.count++
      entry.oldestSince = Math.min(entry.oldestSince ?? since, since)
    }
    return counts
  }
}
