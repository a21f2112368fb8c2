import type { CaptureError } from '../error/capture-error.ts'
import { invalidRequest } from '../error/invalid-request.ts'
import { parseMoney } from '../money/money.ts'
import type { BeginRequest, FinalRecord, OpenRecord, Reservation } from './operation-store.ts'

/**
 * Checks the arguments of `begin`, for implementations of `OperationStore`.
 *
 * @returns the reservation, normalised
 * @throws CaptureError `invalid_request`
 */
export function checkBegin(key: string, request: BeginRequest): Reservation | null {
  if (typeof key !== 'string' || key === '') throw invalid('key', 'must be text and not empty')
  for (const field of ['fingerprint', 'group'] as const) {
    if (typeof request[field] !== 'string' || request[field] === '') throw invalid(field, 'must be text and not empty')
  }
  if (!(request.leaseMs > 0 && request.leaseMs < Number.POSITIVE_INFINITY)) {
    throw invalid('leaseMs', 'must be a number of milliseconds above 0')
  }
  if (request.reserve === undefined) return null
  const amount = parseMoney(request.reserve.amount, { field: 'reserve.amount' })
  const limit = parseMoney(request.reserve.limit, { field: 'reserve.limit' })
  if (limit.currency !== amount.currency) throw otherCurrency('reserve.limit.currency', amount.currency)
  return { amount, limit }
}

/**
 * Checks where a record goes, for implementations of `OperationStore`: `suspend` takes open ones, `complete` final ones.
 *
 * @param currency of the operation's reservation, `null` where it has none
 * @returns the record, its amount normalised
 * @throws CaptureError `invalid_request`
 */
export function checkFinal<Data>(record: FinalRecord<Data>, currency: string | null): FinalRecord<Data> {
  if (record.money !== 'moved' && record.money !== 'none') {
    throw invalid('record.money', 'must be "moved" or "none": suspend what is open')
  }
  if (record.money === 'none' || record.amount === undefined) return record
  const amount = parseMoney(record.amount, { field: 'record.amount' })
  if (currency !== null && amount.currency !== currency) throw otherCurrency('record.amount.currency', currency)
  return { ...record, amount }
}

/** {@link checkFinal} for `suspend`. */
export function checkOpen<Data>(record: OpenRecord<Data>): OpenRecord<Data> {
  if (record.money !== 'open') throw invalid('record.money', 'must be "open": complete what has ended')
  return record
}

/** The error for an amount in another currency than the group's. */
export function otherCurrency(field: string, currency: string): CaptureError {
  return invalid(field, `must be ${currency}: all amounts of a group are in one currency`)
}

function invalid(field: string, problem: string): CaptureError {
  return invalidRequest(undefined, field, problem)
}
