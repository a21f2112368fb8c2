/** Options of {@link migrateLedger}. */
export interface MigrateOptions {
  /** The folder to copy from. Nobody else may have it open. */
  readonly folder: string
  /** The server to copy to. Its schema must not hold a ledger with operations or batches. */
  readonly connectionString: string
  /** Default `cap_ledger`. */
  readonly schema?: string | undefined
  readonly onProgress?: ((copied: { readonly table: string; readonly rows: number }) => void) | undefined
}

/** What was copied. */
export interface Migrated {
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>
}

/**
 * Copies a ledger from a folder to a PostgreSQL server, all or nothing. The folder is left as it was, but marked as moved: it
 * cannot be opened again by mistake.
 *
 * @throws LedgerError `folder_in_use`, `invalid_request`, `unavailable`
 */
export async function migrateLedger(_options: MigrateOptions): Promise<Migrated> {
  throw new Error('not built yet')
}
