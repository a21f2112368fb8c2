import type { ParsedPayment } from './payment-schema.ts'

type Card = ParsedPayment['card']

/** Shorter text occurs by chance, and replacing it would tear holes into ids; its field is hidden whatever its length. */
const shortestSecret = 6

/** What must not occur anywhere, by its value. Code and expiration are too short for that: see {@link cardMask}. */
export function cardSecrets(card: Card): readonly string[] {
  if (card === undefined) return []
  const { document, cryptogram } = card
  const own = 'number' in card ? [card.number, card.holder] : [card.numberToken, card.cscToken, card.holderToken]
  return [...own, document, cryptogram].filter(isLong)
}

function isLong(value: string | undefined): value is string {
  return value !== undefined && value.length >= shortestSecret
}

/** Where a request keeps card data: encrypted at rest, if it is kept at all. The security code must not be. */
export function cardPaths(card: Card): readonly string[] {
  if (card === undefined) return []
  const names = ['holder', 'number', 'csc', 'holderToken', 'numberToken', 'cscToken', 'document', 'cryptogram']
  const given = Object.entries(card).filter(([, value]) => typeof value === 'string')
  return [
    ...given.map(([name]) => name).filter((name) => names.includes(name)),
    ...['expiration.month', 'expiration.year'],
  ].map((name) => `card.${name}`)
}

/** Masks a card in what the provider wrote. */
export interface CardMask {
  /** In text: the number however it is grouped, the security code and the expiration where they stand alone, the holder. */
  readonly text: (value: string) => string
  /** In an id, of which three digits may be a part: the number. */
  readonly id: (value: string) => string
}

export function cardMask(card: Card): CardMask {
  const number = card !== undefined && 'number' in card ? [new RegExp([...card.number].join('[\\s.-]?'), 'gu')] : []
  return {
    text: masking(card === undefined ? [] : [...number, ...loosePatterns(card)]),
    id: masking(number),
  }
}

function loosePatterns(card: NonNullable<Card>): readonly RegExp[] {
  const { month, year } = card.expiration
  const alone = (source: string) => new RegExp(`(?<![\\p{L}\\d])(?:${source})(?![\\p{L}\\d])`, 'giu')
  const expiration = `${month}[\\s/.-]?(?:${year}|${year.slice(2)})|(?:${year}|${year.slice(2)})[\\s/.-]?${month}`
  if (!('number' in card)) {
    const tokens = [card.numberToken, card.cscToken, card.holderToken]
    return [...tokens.map((token) => new RegExp(escaped(token), 'gu')), alone(expiration)]
  }
  return [alone(escaped(card.holder)), ...(card.csc === null ? [] : [alone(card.csc)]), alone(expiration)]
}

function masking(patterns: readonly RegExp[]): (value: string) => string {
  return (value) => patterns.reduce((masked, pattern) => masked.replace(pattern, '[hidden]'), value)
}

/** Nothing more: with the flag `u`, a needless escape does not compile. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
