import type { CaptureClient } from '@cap/core'
import type { NewRow, NotAdded } from '../engine/batches.ts'
import { LedgerError } from '../error.ts'
import type { Desk } from '../operation/desk.ts'
import { tell } from '../tell.ts'
import { Clients } from './clients.ts'
import { dryRun } from './dry-run.ts'
import type { Enqueued, EnqueueOptions, RefusedRow, RowSource } from './enqueue-types.ts'
import { guardProblem, minorByCurrency, refusalsShown, totalsOf } from './guards.ts'
import { type Reading, readRow } from './read-row.ts'

/** Rows of one statement. */
const rowsAtOnce = 500
/** Statements under way while further rows are read. */
const writesAtOnce = 2

/** Writes a batch down, checks it as a whole, and queues it. */
export async function enqueue<Request>(
  desk: Desk,
  source: RowSource<Request>,
  options: EnqueueOptions<Request>,
): Promise<Enqueued> {
  const { batch, samePayment = 'refuse', priority = 0, chunkRows = 250, priorAttempt = false } = options
  if (typeof batch !== 'string' || !/^[^\0]{1,200}$/.test(batch))
    throw invalid('batch', 'must be text of 1 to 200 characters')
  if (!Number.isInteger(priority) || Math.abs(priority) > 100)
    throw invalid('priority', 'must be a whole number from -100 to 100')
  if (!Number.isInteger(chunkRows) || chunkRows < 1 || chunkRows > 5_000)
    throw invalid('chunkRows', 'must be a whole number from 1 to 5000')
  const reading: Reading<Request> = {
    desk,
    clients: new Clients<CaptureClient<Request>>(options.clients),
    samePayment,
    caps: options.rowCaps === undefined ? null : minorByCurrency(options.rowCaps, 'rowCaps'),
    environment: options.environment ?? null,
  }
  if (options.dryRun === true) return dryRun(source, options, reading)

  const fixed = identityOf(options)
  const { engine } = desk
  const stored = await engine.openBatch(
    { name: batch, options: fixed, environment: reading.environment, priority, chunkRows, prior: priorAttempt },
    desk.at(),
  )
  if (stored.options !== fixed) {
    throw new LedgerError({
      code: 'batch_differs',
      message: `${batch} is known with other guards or options: choose another name`,
    })
  }
  if (stored.state === 'refused') throw refused(batch, stored.problem ?? '')
  const isCut = async () => {
    const now = await engine.batch(batch)
    return now?.state === 'cancelled' && now.started_at === null
  }
  if (stored.state === 'cancelled' && (await isCut())) throw cancelled(batch)
  reading.environment ??= stored.environment
  const { rows, ordered, refusals } = await writeRows(reading, source, options, chunkRows).catch(
    async (error: unknown) => {
      // Nothing is added to a cancelled batch, so its rows seem to differ.
      const differs = LedgerError.isInstance(error) && error.code === 'batch_differs'
      throw differs && (await isCut()) ? cancelled(batch) : error
    },
  )

  if ((await engine.lastRow(batch)) > rows) {
    throw differs(batch, `it had more rows when it was first enqueued: ${rows} are left`)
  }
  if (reading.environment !== null) await engine.setEnvironment(batch, reading.environment)
  const totals = totalsOf(await engine.tally(batch))
  if (stored.state === 'loading') {
    const problem = guardProblem(options, totals)
    if (problem !== null) {
      await engine.refuse(batch, problem)
      throw refused(batch, problem)
    }
    const state = await engine.ready(batch, rows, ordered, desk.at())
    if (state === 'cancelled') throw cancelled(batch)
    if (state === 'grown') throw differs(batch, 'others are being added by another enqueue')
  }
  const { accepted, refused: refusedRows, sums } = totals
  return { batch, rows, accepted, refused: refusedRows, refusals, sums }
}

async function writeRows<Request>(
  reading: Reading<Request>,
  source: RowSource<Request>,
  { batch, signal, onProgress }: EnqueueOptions<Request>,
  chunkRows: number,
): Promise<{ readonly rows: number; readonly ordered: boolean; readonly refusals: RefusedRow[] }> {
  const { engine } = reading.desk
  const refusals: RefusedRow[] = []
  const writing = new Set<Promise<void>>()
  let [n, written, ordered] = [0, 0, false]
  let rows: NewRow[] = []
  let failed: unknown = null

  const flush = async () => {
    const some = rows
    rows = []
    while (writing.size >= writesAtOnce) await Promise.race(writing)
    if (failed !== null) throw failed
    const write: Promise<void> = engine.addRows(batch, some, chunkRows, reading.desk.at()).then(
      (notAdded) => {
        writing.delete(write)
        for (const one of notAdded) noteRefusal(one)
        written += some.length
        tell(onProgress, written)
      },
      (error: unknown) => {
        writing.delete(write)
        failed ??= error
      },
    )
    writing.add(write)
  }
  const noteRefusal = ({ n: at, line, why, of }: NotAdded) => {
    if (why === 'differs') failed ??= differs(batch, `row ${at} is not the one it was first enqueued with`)
    else if (refusals.length < refusalsShown) refusals.push({ line, field: null, problem: `the same as line ${of}` })
  }

  for await (const given of source) {
    if (signal?.aborted)
      throw new LedgerError({
        code: 'batch_interrupted',
        message: `enqueuing ${batch} was stopped: enqueue it again to go on`,
      })
    const { row, refusal } = await readRow(reading, given, ++n)
    if (refusal !== null && refusals.length < refusalsShown) refusals.push(refusal)
    ordered ||= row.capture_by !== null
    rows.push(row)
    if (rows.length >= rowsAtOnce) await flush()
  }
  if (rows.length > 0) await flush()
  await Promise.all(writing)
  if (failed !== null) throw failed
  return { rows: n, ordered, refusals: refusals.sort((a, b) => a.line - b.line) }
}

/** What must be the same when a batch is enqueued again. */
function identityOf<Request>(options: EnqueueOptions<Request>): string {
  const { expectedCount = null, expectedSums = null, rowCaps = null, batchCaps = null } = options
  const { samePayment = 'refuse', strict = false, chunkRows = 250, environment = null, priorAttempt = false } = options
  const guards = { expectedCount, expectedSums, rowCaps, batchCaps }
  return JSON.stringify({ ...guards, samePayment, strict, chunkRows, environment, priorAttempt })
}

function refused(batch: string, problem: string): LedgerError {
  return new LedgerError({
    code: 'batch_refused',
    message: `${batch} was refused, and nothing of it will be sent: ${problem}`,
  })
}

function cancelled(batch: string): LedgerError {
  return new LedgerError({
    code: 'batch_cancelled',
    message: `${batch} was cancelled before all its rows were written: nothing of it will be sent. Choose another name`,
  })
}

function differs(batch: string, problem: string): LedgerError {
  return new LedgerError({
    code: 'batch_differs',
    message: `${batch} is known with other rows: ${problem}. Choose another name`,
  })
}

function invalid(field: string, problem: string): LedgerError {
  return new LedgerError({ code: 'invalid_request', field, message: `${field} ${problem}` })
}
