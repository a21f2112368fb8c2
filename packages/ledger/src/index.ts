export type {
  BatchGuards,
  BatchRow,
  Enqueued,
  EnqueueOptions,
  RefusedRow,
  RowSource,
  UnreadableRow,
} from './batch/enqueue-types.ts'
export type {
  BatchProgress,
  BatchReport,
  ReportedRow,
  RowCounts,
  RowFilter,
  RowState,
} from './batch/report-types.ts'
export type { AnyClient, WantedRow, WorkOptions, WorkSummary } from './batch/work-types.ts'
export { LedgerError, type LedgerErrorCode } from './error.ts'
export type { Ledger, LedgerCaptureOptions, LedgerOutcome } from './ledger.ts'
export { type Migrated, type MigrateOptions, migrateLedger } from './migrate-ledger.ts'
export { openLedger } from './open-ledger.ts'
export type { AuditEntry, Decision, OperationView } from './operation-view.ts'
export { defaultSchedule, type LedgerOptions, type LedgerPlace, type ResolveSchedule } from './options.ts'
