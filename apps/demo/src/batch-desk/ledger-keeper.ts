import type { LedgerStatus } from '../api/batch.ts'
import { asUsageError, type LedgerChoice, type OpenedLedger, openChosenLedger } from '../batch/open-place.ts'
import { UsageError } from '../engine/usage-error.ts'
import { SessionError } from '../session/session-error.ts'

/** The ledger of the harness: opened when it is first needed, in the background, once. */
export class LedgerKeeper {
  readonly #choice: LedgerChoice
  readonly #onStatus: (status: LedgerStatus) => void
  readonly #onOpen: (opened: OpenedLedger) => void
  #status: LedgerStatus = { state: 'closed', why: null }
  #opening: Promise<OpenedLedger> | null = null
  #closed = false

  /** @param onOpen called before anybody is given the ledger */
  constructor(choice: LedgerChoice, onStatus: (status: LedgerStatus) => void, onOpen: (opened: OpenedLedger) => void) {
    this.#choice = choice
    this.#onStatus = onStatus
    this.#onOpen = onOpen
  }

  get status(): LedgerStatus {
    return this.#status
  }

  /** Opens it without waiting, where that was not tried yet, or failed and is to be tried `again`. */
  open({ again = false } = {}): LedgerStatus {
    const { state } = this.#status
    if (!this.#closed && (state === 'closed' || (again && state === 'failed'))) {
      this.#opening = this.#openNow()
      // Whoever needs it hears of it by `get`, everybody by the status.
      this.#opening.catch(() => {})
    }
    return this.#status
  }

  /** @throws SessionError with the reason, when it cannot be opened */
  async get(): Promise<OpenedLedger> {
    this.open()
    try {
      if (this.#opening !== null) return await this.#opening
    } catch {
      // The status says why, in words for people.
    }
    throw new SessionError('not-allowed', `The ledger is not open: ${this.#status.why ?? 'the harness ends.'}`)
  }

  /** Waits for it where it opens, and closes it. */
  async close(): Promise<void> {
    this.#closed = true
    const opened = await this.#opening?.catch(() => null)
    this.#opening = null
    await opened?.ledger.close()
  }

  async #openNow(): Promise<OpenedLedger> {
    this.#tell({ state: 'opening', why: null })
    try {
      const opened = await openChosenLedger(this.#choice)
      this.#onOpen(opened)
      this.#tell({ state: 'open', why: null })
      return opened
    } catch (error) {
      const known = asUsageError(error)
      this.#tell({ state: 'failed', why: known instanceof UsageError ? known.message : 'its terminal says why.' })
      throw error
    }
  }

  #tell(status: LedgerStatus): void {
    this.#status = status
    this.#onStatus(status)
  }
}
