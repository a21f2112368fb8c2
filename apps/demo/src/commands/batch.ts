import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Enqueued, Ledger } from '@cap/ledger'
import type { BatchPlace } from '../batch/batch-place.ts'
import { reportFormatOf, writeBatchReport } from '../batch/batch-report.ts'
import { enqueueFile, ledgerEmulator, reconcileWith, sandboxFor, settledByPlace } from '../batch/batch-steps.ts'
import { type GuardTexts, guardsOf } from '../batch/guards.ts'
import { asUsageError, type LedgerChoice, type OpenedLedger, openChosenLedger } from '../batch/open-place.ts'
import { formatOf } from '../batch/read-file.ts'
import type { Values } from '../engine/field.ts'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { batchProgress } from '../terminal/batch-progress.ts'
import { printBatchReport, printEnqueued, printReconciliation } from '../terminal/batch-text.ts'
import type { Context } from './context.ts'
import { harmOf } from './harm-options.ts'
import { sandboxEnvironment, type Target } from './target.ts'

export interface BatchOptions extends LedgerChoice, GuardTexts {
  readonly batch?: string
  readonly dryRun?: boolean
  readonly strict?: boolean
  readonly report?: string
  readonly concurrency?: number
  readonly rate?: number
  readonly priority?: number
  readonly target: Target
  readonly envFile?: string
  readonly fault?: string
  readonly moved?: boolean
  readonly notMoved?: boolean
  readonly every?: number
  readonly samePayment?: boolean
}

const pollMs = 200

/** Captures every row of a file, durably: the same command again goes on where this one stopped. */
export async function batch(
  context: Context,
  provider: Provider,
  path: string,
  values: Values,
  options: BatchOptions,
): Promise<ExitCode> {
  formatOf(path)
  if (options.report !== undefined) reportFormatOf(options.report)
  if (!existsSync(path)) throw new UsageError(`${path}: there is no such file`)
  const opened = await openChosenLedger(options)
  try {
    const place = await placeOf(context, provider, values, options, opened)
    try {
      return await run(context, provider, path, options, opened.ledger, place)
    } finally {
      await place.close()
    }
  } catch (error) {
    throw asUsageError(error)
  } finally {
    await opened.ledger.close()
  }
}

async function placeOf(
  { environment }: Context,
  provider: Provider,
  values: Values,
  options: BatchOptions,
  opened: OpenedLedger,
): Promise<BatchPlace> {
  const harm = harmOf(provider, options)
  if (options.target === 'sandbox') {
    if (harm !== undefined) throw new UsageError('--fault: only the emulator can be told what goes wrong')
    return sandboxFor(provider, sandboxEnvironment(environment, options.envFile), values)
  }
  return ledgerEmulator(provider, { values, harm, every: options.every }, opened)
}

async function run(
  { terminal, interrupted }: Context,
  provider: Provider,
  path: string,
  options: BatchOptions,
  ledger: Ledger,
  place: BatchPlace,
): Promise<ExitCode> {
  const name = options.batch ?? basename(path)
  const progress = batchProgress(terminal)
  let enqueued: Enqueued
  try {
    const { strict = false, samePayment = false, priority, dryRun = false } = options
    enqueued = await enqueueFile(
      ledger,
      place,
      { batch: name, provider, path, strict, samePayment, priority, ...guardsOf(options) },
      { dryRun, signal: interrupted, onProgress: (rows) => progress.reading(rows) },
    )
  } catch (error) {
    progress.clear()
    if (interrupted.aborted) return stopped(terminal)
    throw error
  }
  progress.clear()
  printEnqueued(terminal, enqueued, options.dryRun === true)
  if (options.dryRun === true) return enqueued.refused > 0 ? exitCode.usage : exitCode.ok
  await place.ready()

  const watching = setInterval(() => {
    void ledger.progress(name).then(
      (state) => progress.sending(state),
      () => {},
    )
  }, pollMs)
  try {
    // The same command again is to go on now, rather than by the schedule.
    await ledger.askAgain(name)
    await ledger.work({
      clients: place.client,
      batch: name,
      signal: interrupted,
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      ...(options.rate === undefined ? {} : { ratePerSecond: options.rate }),
    })
  } finally {
    clearInterval(watching)
    progress.clear()
  }
  if (interrupted.aborted) return stopped(terminal)

  const report = await ledger.report(name)
  printBatchReport(terminal, report)
  if (options.report !== undefined) {
    await writeBatchReport(ledger, name, options.report)
    terminal.line(`The report is in ${options.report}`)
  }
  return (await heldByBook(terminal, ledger, name, place))
    ? exitOf(report.open.count + report.counts.waiting)
    : exitCode.violated
}

/** Against what the emulator's book says: the product's rule, for every row. */
async function heldByBook(
  terminal: Context['terminal'],
  ledger: Ledger,
  name: string,
  place: BatchPlace,
): Promise<boolean> {
  const settled = await settledByPlace(ledger, name, place)
  if (settled === null) return true
  return printReconciliation(terminal, await reconcileWith(ledger, name, settled), 'the emulator’s book')
}

function exitOf(open: number): ExitCode {
  return open > 0 ? exitCode.open : exitCode.ok
}

function stopped(terminal: Context['terminal']): ExitCode {
  terminal.line('Stopped. What was in flight is stored; the same command goes on from here.')
  return exitCode.interrupted
}
