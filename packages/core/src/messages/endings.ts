import type { Unknown } from '../outcome/outcome.ts'
import type { Sentences } from './sentences.ts'

/** What is said of one ending. */
export interface Said {
  readonly buyer: Sentences
  readonly merchant: Sentences
}

/**
 * What is said of each ending of an operation beside the capture. `accepted`: done, on the word that it will be; `again` and
 * `refused`: a throw that may be called again as it is, and another one.
 */
export type Endings = Readonly<
  Record<'done' | 'accepted' | 'declined' | 'pending' | Unknown['needs'] | 'again' | 'refused', Said>
>

export function said(buyer: Sentences, merchant: Sentences): Said {
  return { buyer, merchant }
}
