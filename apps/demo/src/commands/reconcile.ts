import { asUsageError, type LedgerChoice, openChosenLedger } from '../batch/open-place.ts'
import { columnMapOf, reconcile, settledInFile } from '../batch/reconcile.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { printReconciliation } from '../terminal/batch-text.ts'
import type { Context } from './context.ts'
import { writeReport } from './run-matrix.ts'

export interface ReconcileOptions extends LedgerChoice {
  readonly batch: string
  readonly columns: string
  readonly json?: string
}

/** Compares a batch with a provider's settlement report. */
export async function reconcileReport(
  { terminal }: Context,
  path: string,
  { batch, columns, json, ...choice }: ReconcileOptions,
): Promise<ExitCode> {
  const map = columnMapOf(columns)
  const { ledger } = await openChosenLedger(choice)
  try {
    await ledger.progress(batch)
    const result = await reconcile(ledger.rows(batch), settledInFile(path, map))
    if (json !== undefined) writeReport(json, { version: 1, batch, ...result })
    return printReconciliation(terminal, result, path) ? exitCode.ok : exitCode.violated
  } catch (error) {
    throw asUsageError(error)
  } finally {
    await ledger.close()
  }
}
