import type { LedgerChoice } from '../batch/open-place.ts'
import type { Environment, Provider } from '../engine/provider.ts'
import type { History } from '../history/history.ts'

export interface SessionOptions {
  readonly providers: readonly Provider[]
  readonly environment: Environment
  /** Variables of sandboxes. Default: `apps/demo/.env`. */
  readonly envFile?: string
  readonly history: History
  /** Addresses of others may be called. Default: this machine only. */
  readonly allowRemote?: boolean
  /** Where batches are written down. Default: `apps/demo/.ledger`. */
  readonly ledger?: LedgerChoice
  /** Told what went wrong inside. */
  readonly log?: (text: string) => void
}
