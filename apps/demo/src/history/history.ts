import type { MatrixRun, MatrixSummary } from '../api/matrix.ts'
import type { Run, RunCall, RunList, RunQuery } from '../api/run.ts'
import type { HistoryStatus } from '../api/status.ts'

export type BrokenCalls = Readonly<Record<string, readonly RunCall[]>>

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
  /** @param broken the calls of cells whose invariants did not hold, by cell */
  saveMatrix(run: MatrixRun, broken: BrokenCalls): Promise<void>
  /** Latest first, at most fifty. */
  matrices(): Promise<readonly MatrixSummary[]>
  /** @returns null for one nobody knows */
  matrix(id: string): Promise<{ readonly run: MatrixRun; readonly calls: BrokenCalls } | null>
  /** Writes what is under way, then closes. */
  close(): Promise<void>
}
