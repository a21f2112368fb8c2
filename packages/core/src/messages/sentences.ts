import type { CaptureError } from '../error/capture-error.ts'
import type { Advice, DeclineReason } from '../outcome/outcome.ts'

/** English, Spanish as it is understood all over Latin America, and Portuguese of Brazil. */
export type Language = 'en' | 'es' | 'pt'

/** One thing said in each language. */
export type Sentences<Text = string> = Readonly<Record<Language, Text>>

/** What to tell whom. Whole sentences, without placeholders, ready to be shown. */
export interface Message {
  /** For the person who pays: what they can do. Says nothing of causes that are none of their business. */
  readonly buyer: string
  /** For the merchant's staff: what happened, and what to do next, with the rule for the idempotency key. */
  readonly merchant: string
}

/** What is said of one code, and on whose authority. */
export interface CodeSentences {
  /** The vendor's page or file that names the code. */
  readonly source: string
  readonly buyer: Sentences
  readonly merchant: Sentences
}

/** What a provider's code means for a capture. `status`: how a capture ends on it; `refused` is a throw. */
export type CodeMessage =
  | (CodeSentences & { readonly status: 'declined'; readonly reason: DeclineReason; readonly advice: Advice })
  | (CodeSentences & {
      readonly status: 'captured' | 'pending' | 'unknown' | 'refused'
      readonly reason: null
      readonly advice: null
    })

/** The part of a `CaptureError` that messages are chosen by: an error that went through JSON will do. */
export type Failure = Pick<CaptureError, 'code' | 'retryable' | 'causes'>

export function sentences(en: string, es: string, pt: string): Sentences {
  return { en, es, pt }
}

/** One after the other, in each language. */
export function joinSentences(...parts: readonly Sentences[]): Sentences {
  const inOne = (language: Language) => parts.map((part) => part[language]).join(' ')
  return sentences(inOne('en'), inOne('es'), inOne('pt'))
}
