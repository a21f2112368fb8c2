import type { Run } from '../api/run.ts'
import type { LiveRun } from './live-run.ts'
import { isOpen } from './permissions.ts'

/** Runs whose emulators are kept, so that they can be resolved and replayed. */
const kept = 60

/** The runs of this session. The oldest are forgotten with their emulators; the history keeps what they did. */
export class LiveRuns {
  readonly #runs = new Map<string, LiveRun>()

  get(id: string): LiveRun | undefined {
    return this.#runs.get(id)
  }

  add(live: LiveRun): void {
    this.#runs.set(live.run.id, live)
    for (const [id, old] of this.#runs) {
      if (this.#runs.size <= kept) break
      if (old.busy || old === live) continue
      this.#runs.delete(id)
      void old.emulated?.place.close()
    }
  }

  /** Captures at the provider's sandbox that are under way, or whose end nobody knows. */
  openAtSandbox(provider: string): readonly Run[] {
    return [...this.#runs.values()]
      .map(({ run }) => run)
      .filter((run) => run.target === 'sandbox' && run.provider === provider)
      .filter((run) => run.state === 'running' || isOpen(run))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(({ emulated }) => emulated?.place.close()))
    this.#runs.clear()
  }
}
