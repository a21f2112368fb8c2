import { join } from 'node:path'
import { migrateLedger } from '@cap/ledger'
import { asUsageError, defaultLedger, keyFileOf, type LedgerChoice, openChosenLedger } from '../batch/open-place.ts'
import { UsageError } from '../engine/usage-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { printAudit, printBatchReport, printOperations } from '../terminal/batch-text.ts'
import type { Context } from './context.ts'

/** Copies a ledger from its folder to a PostgreSQL server. */
export async function migrate(
  { terminal }: Context,
  { to, ...choice }: LedgerChoice & { readonly to: string },
): Promise<ExitCode> {
  const { ledger = defaultLedger } = choice
  if (/^postgres(ql)?:\/\//.test(ledger)) throw new UsageError('--ledger: must be the folder to copy from')
  try {
    const { tables } = await migrateLedger({
      folder: join(ledger, 'ledger'),
      connectionString: to,
      onProgress: ({ table, rows }) => terminal.line(`${String(rows).padStart(10)}  ${table}`),
    })
    const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
    terminal.line(`Copied ${rows} rows. The folder is kept, and marked as moved.`)
    terminal.line(`From now on pass --ledger <server> --key-file ${keyFileOf(choice)}`)
    return exitCode.ok
  } catch (error) {
    throw asUsageError(error)
  }
}

/** How a batch is. */
export function status(context: Context, batch: string, choice: LedgerChoice): Promise<ExitCode> {
  return withLedger(choice, async (ledger) => printBatchReport(context.terminal, await ledger.report(batch)))
}

/** What waits for a person. */
export function persons(context: Context, choice: LedgerChoice): Promise<ExitCode> {
  return withLedger(choice, async (ledger) => printOperations(context.terminal, await ledger.needsPerson()))
}

/** Everything that happened to one operation. */
export function audit(context: Context, operation: string, choice: LedgerChoice): Promise<ExitCode> {
  return withLedger(choice, async (ledger) => printAudit(context.terminal, await ledger.audit(operation)))
}

export interface DecideOptions extends LedgerChoice {
  readonly outcome: 'captured' | 'not_captured'
  readonly evidence: string
  readonly by: string
}

/** Closes what only a person can. */
export function decide(
  context: Context,
  operation: string,
  { outcome, evidence, by, ...choice }: DecideOptions,
): Promise<ExitCode> {
  return withLedger(choice, async (ledger) => {
    await ledger.decide(operation, { outcome, evidence, by })
    context.terminal.line(`${operation} is ${outcome === 'captured' ? 'captured' : 'not captured'}, says ${by}`)
  })
}

async function withLedger(
  choice: LedgerChoice,
  work: (ledger: Awaited<ReturnType<typeof openChosenLedger>>['ledger']) => Promise<void>,
): Promise<ExitCode> {
  const { ledger } = await openChosenLedger(choice)
  try {
    await work(ledger)
    return exitCode.ok
  } catch (error) {
    throw asUsageError(error)
  } finally {
    await ledger.close()
  }
}
