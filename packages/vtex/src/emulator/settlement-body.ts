import { unitsOf } from './minor-units.ts'

/** What the provider reads of a settlement. */
export interface Settlement {
  readonly paymentId: string
  readonly requestId: string
  readonly authorizationId: string
  readonly value: number
  /** `null` when the settlement is not split. */
  readonly shares: readonly number[] | null
  /** Everything that was asked. */
  readonly body: Readonly<Record<string, unknown>>
}

type Kind = 'text' | 'number' | 'boolean' | 'list'

/** From the field table of the settlement's request; `true` means required. */
const settlementFields: Readonly<Record<string, readonly [Kind, boolean]>> = {
  transactionId: ['text', true],
  requestId: ['text', true],
  paymentId: ['text', true],
  value: ['number', true],
  authorizationId: ['text', true],
  tid: ['text', false],
  nsu: ['text', false],
  recipients: ['list', false],
  sandboxMode: ['boolean', false],
  merchantSettings: ['list', false],
  connectorMetadata: ['list', false],
}

const recipientFields: Readonly<Record<string, readonly [Kind, boolean]>> = {
  id: ['text', true],
  name: ['text', true],
  documentType: ['text', true],
  document: ['text', true],
  role: ['text', true],
  amount: ['number', true],
  chargeProcessingFee: ['boolean', false],
  chargebackLiable: ['boolean', false],
  commissionAmount: ['number', false],
}

const pairFields: Readonly<Record<string, readonly [Kind, boolean]>> = {
  name: ['text', true],
  value: ['text', true],
}

/** Strict beyond what a real provider is: a field nobody knows is a misspelt one. */
export function readSettlement(text: string): Settlement | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'the body is not JSON'
  }
  if (!isObject(json)) return 'the body is not an object'
  const problem = misfit(json, settlementFields, '')
  if (problem !== null) return problem
  const body = json as Readonly<Record<string, unknown>>
  for (const [index, recipient] of list(body.recipients).entries()) {
    const found = misfit(recipient, recipientFields, `recipients[${index}].`)
    if (found !== null) return found
    const { role } = recipient as { role: unknown }
    if (role !== 'marketplace' && role !== 'seller')
      return `recipients[${index}].role is neither marketplace nor seller`
  }
  for (const name of ['merchantSettings', 'connectorMetadata']) {
    for (const [index, pair] of list(body[name]).entries()) {
      const found = misfit(pair, pairFields, `${name}[${index}].`)
      if (found !== null) return found
    }
  }
  const shares = list(body.recipients).map((recipient) => (recipient as { readonly amount: number }).amount)
  return {
    paymentId: String(body.paymentId),
    requestId: String(body.requestId),
    authorizationId: String(body.authorizationId),
    value: Number(body.value),
    shares: body.recipients === undefined ? null : shares,
    body,
  }
}

/** The split of a settlement, in minor units: null when it does not sum to the value. */
export function sumOfShares(shares: readonly number[], currency: string): bigint | null {
  let sum = 0n
  for (const share of shares) {
    const units = unitsOf(share, currency)
    if (units === null) return null
    sum += units
  }
  return sum
}

function misfit(
  value: unknown,
  fields: Readonly<Record<string, readonly [Kind, boolean]>>,
  path: string,
): string | null {
  if (!isObject(value)) return `${path.slice(0, -1)} is not an object`
  for (const [name, [kind, required]] of Object.entries(fields)) {
    if (!Object.hasOwn(value, name)) {
      if (required) return `${path}${name} is missing`
    } else if (!isOf(kind, value[name])) return `${path}${name} is not a ${kind}`
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name))
  return unknown === undefined ? null : `${path}${unknown} is not a field of a settlement`
}

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string'
  return kind === 'list' ? Array.isArray(value) : typeof value === kind
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
