import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CaptureClient, CaptureError, type Money, money, toMinorUnits } from '@cap/core'
import type { NewRow } from '../engine/batches.ts'
import { LedgerError } from '../error.ts'
import type { Desk } from '../operation/desk.ts'
import { operationKey } from '../operation/operation-key.ts'
import { storable } from '../operation/row-move.ts'
import { seal } from '../operation/seal.ts'
import type { Clients } from './clients.ts'
import type { BatchRow, RefusedRow, UnreadableRow } from './enqueue-types.ts'

/** Of an `int4`. */
const largestInt = 2 ** 31 - 1
/** Rows read before timers, sockets and signals get their turn: an array of rows would let none of them in until its end. */
const rowsInATurn = 100

/** What rows are read by. */
export interface Reading<Request> {
  readonly desk: Desk
  readonly clients: Clients<CaptureClient<Request>>
  readonly samePayment: 'refuse' | 'allow'
  /** The most one row may capture, by currency; null: no limit. */
  readonly caps: ReadonlyMap<string, bigint> | null
  /** All rows are of one environment: the first one's, unless it was named. */
  environment: string | null
}

/** A row ready to be written, and why it will not be sent. */
export interface ReadRow {
  readonly row: NewRow
  readonly refusal: RefusedRow | null
}

/** Checks a row, describes its capture and encrypts its secrets. Never throws for what is wrong with the row. */
export async function readRow<Request>(
  reading: Reading<Request>,
  given: BatchRow<Request> | UnreadableRow,
  n: number,
): Promise<ReadRow> {
  if (n % rowsInATurn === 0) await nextTurn()
  const line = given.line ?? n
  if (!Number.isInteger(line) || line < 0 || line > largestInt)
    return refuse(n, n, '', 'line', `must be a whole number up to ${largestInt}`)
  if (!('request' in given)) return refuse(n, line, '', null, given.problem)
  const name = reading.clients.nameOf(given.client)
  const client = name === null ? null : reading.clients.get(name)
  if (name === null || client === null) {
    return refuse(
      n,
      line,
      name ?? '',
      'client',
      `must name one of the clients, not ${JSON.stringify(given.client ?? null)}`,
    )
  }
  try {
    const by = given.captureBy === undefined ? null : Date.parse(given.captureBy)
    if (by !== null && Number.isNaN(by))
      return refuse(n, line, name, 'captureBy', 'must be a time such as 2026-01-01T00:00:00Z')
    const asked = amountIn(given.request)
    const amount = given.amount === undefined ? asked : money(given.amount.amount, given.amount.currency)
    const minor = amount === null ? null : toMinorUnits(amount)
    if (amount !== null && asked !== null && (amount.currency !== asked.currency || minor !== toMinorUnits(asked))) {
      const problem = `amount ${textOf(amount)} is not request.amount ${textOf(asked)}, which would be captured`
      return refuse(n, line, name, 'amount', problem)
    }
    const description = await client.describe(given.request)
    reading.environment ??= description.environment
    if (description.environment !== reading.environment) {
      const problem = `is of the environment ${description.environment}, and the batch of ${reading.environment}: they never meet`
      return refuse(n, line, name, 'client', problem)
    }
    const beyond = beyondCap(reading.caps, amount, minor)
    if (beyond !== null) return refuse(n, line, name, 'amount', beyond)
    const { key, grp } = operationKey(client.provider, description)
    const { request, secret } = seal(given.request, description.secretPaths, reading.desk.dataKey, key)
    const row: NewRow = {
      n,
      line,
      client: name,
      key,
      grp,
      once: reading.samePayment === 'allow' ? key : grp,
      payment: description.paymentKey,
      fingerprint: description.fingerprint,
      amount: minor === null ? null : String(minor),
      currency: amount?.currency ?? null,
      capture_by: by,
      request,
      secret,
      state: 'queued',
      reason: null,
    }
    return { row, refusal: null }
  } catch (error) {
    if (LedgerError.isInstance(error) && error.code !== 'invalid_request') throw error
    if (!LedgerError.isInstance(error) && !CaptureError.isInstance(error)) throw error
    return refuse(n, line, name, error.field, error.message)
  }
}

function amountIn(request: unknown): Money | null {
  if (typeof request !== 'object' || request === null || !('amount' in request)) return null
  const found: unknown = request.amount
  if (typeof found !== 'object' || found === null || !('amount' in found) || !('currency' in found)) return null
  const { amount: text, currency } = found
  return typeof text === 'string' && typeof currency === 'string' ? money(text, currency) : null
}

function textOf({ amount, currency }: Money): string {
  return `${amount} ${currency}`
}

function beyondCap(
  caps: ReadonlyMap<string, bigint> | null,
  amount: Money | null,
  minor: bigint | null,
): string | null {
  if (caps === null) return null
  if (amount === null || minor === null) return 'is missing, and rows have a cap: name the amount of the row'
  const cap = caps.get(amount.currency)
  if (cap === undefined) return `is in ${amount.currency}, for which there is no cap`
  return minor > cap ? `is beyond the cap of a row in ${amount.currency}` : null
}

function refuse(n: number, line: number, client: string, field: string | null, why: string): ReadRow {
  // What a client or the ledger throws names its field already.
  const problem = field === null || why.startsWith(`${field} `) ? why : `${field} ${why}`
  const reason = storable(problem)
  return {
    refusal: { line, field, problem },
    row: {
      n,
      line,
      client,
      key: null,
      grp: null,
      once: null,
      payment: null,
      fingerprint: `refused: ${reason}`,
      amount: null,
      currency: null,
      capture_by: null,
      request: null,
      secret: null,
      state: 'refused',
      reason,
    },
  }
}
