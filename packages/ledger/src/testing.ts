/** For tests of what is built on a ledger. Node only. */

export { type PostgresServer, startPostgres } from './testing/postgres.ts'
