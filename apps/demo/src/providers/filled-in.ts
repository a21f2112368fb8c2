import { randomBytes } from 'node:crypto'
import { CaptureError, type JsonObject, type Money, money } from '@cap/core'
import { type Field, textOf, type Values } from '../engine/field.ts'
import { UsageError } from '../engine/usage-error.ts'

/** The fields every provider has. */
export const amountFields = (currency: string): readonly Field[] => [
  { name: 'amount', placeholder: 'decimal', help: 'what to capture, in major units: 700.50' },
  { name: 'currency', placeholder: 'code', help: `ISO 4217, such as ${currency}` },
]

export const requestField: Field = {
  name: 'request',
  placeholder: 'file',
  help: "JSON file with the package's own request, for what has no option here; options win over it",
}

/** @throws UsageError when only one of the two was filled in */
export function amountOf(values: Values): Money | undefined {
  const amount = textOf(values, 'amount')
  const currency = textOf(values, 'currency')
  if (amount === undefined && currency === undefined) return undefined
  if (amount === undefined) {
    throw new UsageError('--amount is missing: --currency says of what, not how much', { field: 'amount' })
  }
  if (currency === undefined) {
    throw new UsageError(`--currency is missing: say of which currency ${amount} is, such as BRL`, {
      field: 'currency',
    })
  }
  return { amount, currency }
}

/**
 * What the emulated payment is authorised for.
 *
 * @throws UsageError when it is not an amount of the currency
 */
export function authorizedOf(values: Values, currency: string): Money | undefined {
  const amount = textOf(values, 'authorized')
  if (amount === undefined) return undefined
  try {
    return money(amount, currency)
  } catch (error) {
    const why = CaptureError.isInstance(error) ? error.message : 'is not an amount'
    throw new UsageError(`--authorized: ${why}`, { field: 'authorized' })
  }
}

/**
 * What was filled in for fields without an option.
 *
 * @throws UsageError when it is not a JSON object
 */
export function otherFields(values: Values): JsonObject {
  const text = textOf(values, 'request')
  if (text === undefined) return {}
  let request: unknown
  try {
    request = JSON.parse(text)
  } catch {
    throw new UsageError('--request: the file is not JSON', { field: 'request' })
  }
  if (typeof request === 'object' && request !== null && !Array.isArray(request)) return request as JsonObject
  throw new UsageError("--request: the file must hold one JSON object, the package's request", { field: 'request' })
}

/** Leaves out what was not filled in: an option given as `undefined` counts as absent, and reads better left out. */
export function filled<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

/** Upper-case hexadecimal text nobody has seen before. */
export function freshId(bytes: number): string {
  return randomBytes(bytes).toString('hex').toUpperCase()
}
