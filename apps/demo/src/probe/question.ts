import type { Lab } from './lab.ts'

/** Something the documentation leaves open, and how to find out. */
export interface Question {
  /** `kebab-case`, unique within a provider. */
  readonly name: string
  readonly ask: string
  /** Where it is left open. */
  readonly source: string
  /** What the package takes for granted meanwhile. */
  readonly assumed: string
  /** Money may move: asked only with `--yes`. */
  readonly movesMoney: boolean
  /** @returns what the exchanges tell, in a sentence or a few; null when they could not be made */
  run(lab: Lab): Promise<Reading>
}

export interface Reading {
  /** `agrees` and `differs` are about what the package assumes; `open` is what a person has to judge. */
  readonly verdict: 'agrees' | 'differs' | 'open' | 'not asked'
  readonly text: string
}

export const agrees = (text: string): Reading => ({ verdict: 'agrees', text })
export const differs = (text: string): Reading => ({ verdict: 'differs', text })
export const open = (text: string): Reading => ({ verdict: 'open', text })
export const notAsked = (text: string): Reading => ({ verdict: 'not asked', text })

/** Agrees or differs. */
export function compared(isAsAssumed: boolean, text: string): Reading {
  return isAsAssumed ? agrees(text) : differs(text)
}
