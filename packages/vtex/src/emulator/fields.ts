/** What a field holds. A `?` after a kind allows `null`. */
export type FieldKind = 'text' | 'text?' | 'number' | 'boolean' | 'list' | 'object'

/** The fields of a body; `true` means required. */
export type FieldTable = Readonly<Record<string, readonly [kind: FieldKind, required: boolean]>>

type Body = Readonly<Record<string, unknown>>

/** Of every request that names values: `merchantSettings`, `connectorMetadata`. */
const pairFields: FieldTable = { name: ['text', true], value: ['text', true] }

/** From the field tables; a commission is spelt with two m in a settlement, and with one everywhere else. */
export function recipientFields(commission: 'commissionAmount' | 'comissionAmount'): FieldTable {
  return {
    id: ['text', true],
    name: ['text', true],
    documentType: ['text', true],
    document: ['text', true],
    role: ['text', true],
    amount: ['number', true],
    chargeProcessingFee: ['boolean', false],
    chargebackLiable: ['boolean', false],
    [commission]: ['number', false],
  }
}

/**
 * Reads a body by its field table. Strict beyond what a real provider is: a field nobody knows is a misspelt one.
 *
 * @returns text that says what is wrong
 */
export function readBody(text: string, fields: FieldTable, recipients: FieldTable | null): Body | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'the body is not JSON'
  }
  if (!isObject(json)) return 'the body is not an object'
  const problem = misfit(json, fields, '')
  if (problem !== null) return problem
  const body: Body = json
  for (const [index, recipient] of list(body.recipients).entries()) {
    const found = recipients === null ? null : misfit(recipient, recipients, `recipients[${index}].`)
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
  return body
}

/** What is wrong with an object. @returns null for nothing */
export function misfit(value: unknown, fields: FieldTable, path: string): string | null {
  if (!isObject(value)) return `${path.slice(0, -1)} is not an object`
  for (const [name, [kind, required]] of Object.entries(fields)) {
    if (!Object.hasOwn(value, name)) {
      if (required) return `${path}${name} is missing`
    } else if (!isOf(kind, value[name])) return `${path}${name} is not a ${kind}`
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name))
  return unknown === undefined ? null : `${path}${unknown} is not a field of it`
}

function isOf(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string'
    case 'text?':
      return typeof value === 'string' || value === null
    case 'list':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'number':
    case 'boolean':
      return typeof value === kind
  }
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
