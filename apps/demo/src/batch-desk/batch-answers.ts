import type { Ledger, OperationView, ReportedRow } from '@cap/ledger'
import { LedgerError } from '@cap/ledger'
import type {
  BatchDetail,
  BatchRowState,
  BatchRows,
  DecisionOrder,
  OperationAudit,
  ReconciliationOrder,
  ShownOperation,
  ShownReconciliation,
} from '../api/batch.ts'
import { batchReport, type ReportFormat } from '../batch/batch-report.ts'
import { agrees, reconcileWith } from '../batch/batch-steps.ts'
import type { OpenedLedger } from '../batch/open-place.ts'
import { type Reconciliation, reconcile, settledInFile } from '../batch/reconcile.ts'
import { SessionError } from '../session/session-error.ts'
import type { BatchRecord } from './batch-records.ts'
import { asSessionError } from './ledger-problems.ts'
import type { Uploads } from './uploads.ts'

/** Of each kind of thing, as many are shown; a report has them all. */
const mostShown = 100

export interface AnswersOptions {
  readonly ledger: () => Promise<OpenedLedger>
  readonly record: (id: string) => Promise<BatchRecord>
  readonly uploads: Uploads
}

/** What a batch came to, what it is compared with, and what the ledger knows of an operation. */
export class BatchAnswers {
  readonly #options: AnswersOptions

  constructor(options: AnswersOptions) {
    this.#options = options
  }

  /** @throws SessionError */
  batch(id: string): Promise<BatchDetail> {
    return this.#of(id, async ({ shown }, ledger) => {
      const report = await ledger.report(shown.name).catch(nullIfUnknown)
      return {
        ...structuredClone(shown),
        ...(report === null ? {} : { counts: report.counts }),
        declined: { ...report?.declined },
        open: { count: 0, oldest: null, ...report?.open },
        sums: [...(report?.sums ?? [])],
      }
    })
  }

  /** @throws SessionError */
  rows(id: string, state: BatchRowState | undefined): Promise<BatchRows> {
    return this.#of(id, async ({ shown }, ledger) => {
      const rows: BatchRows['rows'] = []
      try {
        for await (const row of ledger.rows(shown.name, state === undefined ? {} : { state })) {
          if (rows.length === mostShown) return { rows, more: true }
          rows.push(shownRow(row))
        }
      } catch (error) {
        nullIfUnknown(error)
      }
      return { rows, more: false }
    })
  }

  /** @throws SessionError */
  report(id: string, format: ReportFormat): Promise<{ readonly name: string; readonly text: AsyncIterable<string> }> {
    return this.#of(id, async ({ shown: { name } }, ledger) => {
      return { name, text: batchReport(format, await ledger.report(name), ledger.rows(name)) }
    })
  }

  /** @throws SessionError while nobody knows the book */
  book(id: string): Promise<ShownReconciliation> {
    return this.#of(id, async ({ shown, settled }, ledger) => {
      if (settled === null) {
        throw new SessionError(
          'not-allowed',
          shown.target === 'sandbox'
            ? 'Nobody sees the book of a sandbox: upload its settlement report.'
            : 'The book is read when a batch has ended, or was stopped.',
        )
      }
      return shownReconciliation(await reconcileWith(ledger, shown.name, settled))
    })
  }

  /** @throws SessionError */
  reconcile(id: string, { file, ...columns }: ReconciliationOrder): Promise<ShownReconciliation> {
    return this.#of(id, async ({ shown }, ledger) => {
      const upload = this.#options.uploads.draft(file)
      const map = {
        payment: columns.payment.trim().toLowerCase(),
        amount: columns.amount.trim().toLowerCase(),
        currency: columns.currency.trim().toLowerCase(),
      }
      try {
        return shownReconciliation(await reconcile(ledger.rows(shown.name), settledInFile(upload.path, map)))
      } catch (error) {
        throw asSessionError(error, upload)
      } finally {
        this.#options.uploads.delete(file)
      }
    })
  }

  /** Oldest first. @throws SessionError */
  async persons(): Promise<ShownOperation[]> {
    const { ledger } = await this.#options.ledger()
    return (await ledger.needsPerson(mostShown)).map(shownOperation)
  }

  /** @throws SessionError */
  async operation(id: string): Promise<OperationAudit> {
    const { ledger } = await this.#options.ledger()
    const operation = await ledger.operation(id)
    if (operation === null) throw new SessionError('not-found', `There is no operation ${id} in this ledger.`)
    const entries = (await ledger.audit(id)).map(({ at, event, detail }) => ({ at, event, detail: { ...detail } }))
    return { operation: shownOperation(operation), entries }
  }

  /** @throws SessionError when there is nothing to decide */
  async decide(id: string, decision: DecisionOrder): Promise<OperationAudit> {
    const { ledger } = await this.#options.ledger()
    try {
      await ledger.decide(id, decision)
    } catch (error) {
      throw asSessionError(error)
    }
    return this.operation(id)
  }

  async #of<T>(id: string, answer: (record: BatchRecord, ledger: Ledger) => Promise<T>): Promise<T> {
    const record = await this.#options.record(id)
    const { ledger } = await this.#options.ledger()
    try {
      return await answer(record, ledger)
    } catch (error) {
      throw asSessionError(error)
    }
  }
}

/** A batch whose file could not be read was never written down. */
function nullIfUnknown(error: unknown): null {
  if (LedgerError.isInstance(error) && error.code === 'batch_unknown') return null
  throw error
}

function shownRow({
  line,
  state,
  reason: why,
  outcome,
  amount,
  payment,
  operation,
}: ReportedRow): BatchRows['rows'][number] {
  const advice = outcome?.status === 'declined' ? outcome.advice : null
  // A refusal names its field, and then says what the field must be by its name again.
  const reason = why?.replace(/^([\w.[\]-]+): (?=\1 )/, '') ?? null
  return { line, state, reason, advice, amount, payment, operation }
}

function shownOperation(view: OperationView): ShownOperation {
  const { account: _, outcome, ...rest } = view
  const reason = outcome?.status === 'unknown' ? outcome.cause : outcome?.status === 'declined' ? outcome.reason : null
  return { ...rest, status: outcome?.status ?? null, reason }
}

function shownReconciliation(result: Reconciliation): ShownReconciliation {
  const { matched, missing, extra, differs, unreadable } = result
  return {
    agrees: agrees(result),
    matched,
    missing: begun(missing),
    extra: begun(extra),
    differs: begun(differs),
    unreadable: { count: unreadable.length, first: unreadable.slice(0, mostShown) },
  }
}

function begun(differences: Reconciliation['missing']): ShownReconciliation['missing'] {
  const first = differences
    .slice(0, mostShown)
    .map(({ ours, theirs, ...rest }) => ({ ...rest, ours: [...ours], theirs: [...theirs] }))
  return { count: differences.length, first }
}
