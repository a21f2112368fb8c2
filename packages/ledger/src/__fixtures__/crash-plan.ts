/** What a process of the crash tests is told to do. */
export interface CrashPlan {
  readonly place: { readonly folder: string } | { readonly connectionString: string }
  readonly schema: string
  readonly provider: 'mercadopago' | 'pipwave'
  /** Where the provider's emulator listens. */
  readonly url: string
  readonly batch: string
  readonly rows: number
  readonly leaseMs: number
  readonly concurrency: number
  /** Where the process kills itself, and at which row or call; null: it does not. */
  readonly die: { readonly at: DeathPoint; readonly nth: number } | null
}

/**
 * - `enqueue`: while rows are written down.
 * - `before-intent`: the capture was described and begun, and nothing written of its intent.
 * - `before-send`: the intent is stored, nothing has left.
 * - `after-answer`: the answer has come, the outcome is not stored.
 */
export type DeathPoint = 'enqueue' | 'before-intent' | 'before-send' | 'after-answer'

/** What a process that lived to the end says. */
export interface CrashReport {
  readonly counts: Readonly<Record<string, number>>
}

/** Of the account the emulators know. */
export const crashToken = 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122'

/** What a process says before it begins to send. */
export const atWork = 'at work\n'
