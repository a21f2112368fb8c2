import type { Run, RunList, RunQuery } from '../api/run.ts'
import type { HistoryStatus } from '../api/status.ts'

/** Keeps runs beyond the process. Never holds anything the session would not show. */
export interface History {
  status(): HistoryStatus
  /** Writes the run, or writes it again. Never rejects: what cannot be stored is told by {@link status}. */
  save(run: Run): Promise<void>
  /** @returns null for a run nobody knows */
  get(id: string): Promise<Run | null>
  list(query: RunQuery): Promise<RunList>
  /** Runs at the provider's sandbox that are not concluded. */
  openAtSandbox(provider: string): Promise<readonly Run[]>
  /** Writes what is under way, then closes. */
  close(): Promise<void>
}
