import { LedgerError } from '../error.ts'
import type { Engine } from './engine.ts'

/**
 * Classes of SQLSTATE that speak of the server rather than of the statement: connection, resources, an operator, the disk.
 *
 * @see {@link https://www.postgresql.org/docs/current/errcodes-appendix.html}
 */
const serverStates = /^(?:08|53|57|58)...$/
/** What the driver says itself, without a code. */
const driverMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** The engine, whose outages are errors of the ledger. What else goes wrong is told as it came. */
export function withOutages(engine: Engine): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...args: readonly unknown[]) => {
        try {
          return await method(...args)
        } catch (error) {
          throw isOutage(error) ? unavailable(error) : error
        }
      }
    },
  })
}

function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // Of the operating system: ECONNREFUSED, ENOSPC.
  return serverStates.test(code) || /^E[A-Z]+$/.test(code) || (code === '' && driverMessages.test(error.message))
}

/** The ledger's own error for a database that cannot be reached. */
export function unavailable(error: unknown): LedgerError {
  if (LedgerError.isInstance(error)) return error
  // Several addresses were tried: what the first of them said.
  const first: unknown = error instanceof AggregateError && error.message === '' ? error.errors[0] : error
  const reason = first instanceof Error ? first.message : String(first)
  return new LedgerError({ code: 'unavailable', message: `the ledger's database does not answer: ${reason}` })
}
