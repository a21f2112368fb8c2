import type { TestProject } from 'vitest/node'
import { startPostgres } from '../testing/postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server for all tests; each takes a schema of its own. */
    readonly postgres: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  project.provide('postgres', server.connectionString)
  return () => server.stop()
}
