/** One value a user may fill in: an option on the command line, an input on a page. */
export interface Field {
  /** `kebab-case`: the option's name. */
  readonly name: string
  /** What to write, such as `decimal`; a field without is a switch. */
  readonly placeholder?: string
  /** One line for people, with unit and format. */
  readonly help: string
  /** Closed list of values. */
  readonly choices?: readonly string[]
  /** May be given several times: see {@link Lists}. */
  readonly repeatable?: true
  /** Shown in help; what happens when nothing is filled in. */
  readonly fallback?: string
  /** Of the emulator only: a sandbox has its own. */
  readonly emulatorOnly?: true
  /** A credential: shown to nobody, stored nowhere, asked for again. */
  readonly secret?: true
}

/** What a user filled in, by field name. Text as it was typed; switches are `true`. */
export type Values = Readonly<Record<string, string | true | undefined>>

/** The text of a field, when it was filled in. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** The same, where a field may be filled in several times. */
export type Lists = Readonly<Record<string, string | true | readonly string[] | undefined>>

/** Everything that was filled in for a repeatable field. */
export function listOf(values: Lists, name: string): readonly string[] {
  const value = values[name]
  return typeof value === 'object' ? value : []
}
