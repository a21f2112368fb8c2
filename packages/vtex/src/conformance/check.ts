import type { Feature, OfficialFlow } from './options.ts'
import type { Play } from './play.ts'

/** What a check cannot do without. */
export type Need =
  | Feature
  | 'create'
  | 'inbound'
  | 'card'
  | 'bank-invoice'
  | 'redirect'
  | 'credentials'
  | { readonly flow: OfficialFlow }

/** One rule, and how it is tried. */
export interface Check {
  /** `group.name`. */
  readonly id: string
  readonly title: string
  /** One sentence: what a connector does, and where that is said. */
  readonly rule: string
  /** What to change where it does not. */
  readonly change: string
  readonly needs?: readonly Need[]
  /** Reads what the other checks were answered, so it comes after them. */
  readonly audit?: true
  run(play: Play): Promise<void>
}
