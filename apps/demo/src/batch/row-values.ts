import type { Field, Values } from '../engine/field.ts'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import type { FileRow } from './read-file.ts'

/** A row, ready to be made into a request; or what is wrong with it, without its content. */
export type ReadRow =
  | { readonly line: number; readonly values: Values }
  | { readonly line: number; readonly problem: string }

/**
 * The fields a row may fill in: those of a capture but for switches, which are the command's. Where a retry has to be the same
 * operation again, none of what names it may be made up, so those are required.
 */
export function rowFields(provider: Provider): readonly Field[] {
  return provider.fields.filter(({ placeholder, name }) => placeholder !== undefined && name !== 'request')
}

/** Reads cells by the provider's field names. An unknown column is refused once for all: every row would have it. */
export class RowReader {
  readonly #fields: ReadonlyMap<string, Field>
  readonly #required: Provider['batchFields']
  readonly #name: string

  constructor(provider: Provider) {
    this.#fields = new Map(rowFields(provider).map((field) => [field.name, field]))
    this.#required = provider.batchFields
    this.#name = provider.name
  }

  /** @throws UsageError for a column that no field is called by */
  read(row: FileRow): ReadRow {
    if ('problem' in row) return row
    const { line, cells } = row
    const values: Record<string, string> = {}
    for (const [name, value] of Object.entries(cells)) {
      if (name === 'request') {
        values.request = JSON.stringify(value)
        continue
      }
      const field = this.#fields.get(name)
      if (field === undefined) throw this.#unknown(name)
      if (typeof value !== 'string') {
        return { line, problem: `column ${name}: must be text, in quotes: a number would lose digits` }
      }
      if (field.choices !== undefined && !field.choices.includes(value)) {
        return { line, problem: `column ${name}: must be one of ${field.choices.join(', ')}` }
      }
      values[name] = value
    }
    const missing = this.#required.find((names) => names.every((name) => values[name] === undefined))
    if (missing !== undefined) {
      return { line, problem: `column ${missing.join(' or ')}: is required: it names the capture in every run` }
    }
    return { line, values }
  }

  #unknown(name: string): UsageError {
    const names = [...this.#fields.keys()].join(', ')
    // In a file without a header line the first row stands in its place, with its payer token. A name has no digits.
    const shown = /^[a-z][a-z _-]{0,40}$/i.test(name) ? JSON.stringify(name) : 'as one of its columns is'
    return new UsageError(`no field of ${this.#name} is called ${shown}: line 1 must name ${names}`)
  }
}
