import { afterDecline } from './declined.ts'
import { newKeyAfterRefusal } from './failed.ts'
import type { CodeMessage, Language, Sentences } from './sentences.ts'

const languages: readonly Language[] = ['en', 'es', 'pt']

/** Words that tell a buyer of suspicions, or of our machinery. */
const notForBuyers: Sentences<RegExp> = {
  en: /fraud|risk|black ?list|blocked|suspicio|suspect|stolen|\blost\b|prohibit|token|idempoten|\bkeys?\b|\bapi\b|https?|server|gateway|merchant|issuer|status|provider|capture|\d/i,
  es: /fraud|riesgo|lista negra|bloquead|sospech|robad|perdid|prohibid|token|idempoten|\bclaves?\b|\bapi\b|https?|servidor|pasarela|comercio|emisor|\bestado\b|proveedor|captur|\d/i,
  pt: /fraud|risco|lista negra|bloquead|suspeit|roubad|perdid|proibid|token|idempot|\bchaves?\b|\bapi\b|https?|servidor|gateway|lojista|emissor|status|provedor|captur|\d/i,
}

const doNotPayAgain: Sentences<RegExp> = {
  en: /do not pay again/i,
  es: /no vuelva a pagar/i,
  pt: /não pague de novo/i,
}

const placeholder = /[{}<>$%#[\]]|undefined|null|todo:|\.\.\.| {2}/i

/** What is wrong with a table of codes, in words; empty when nothing is. For tests of `./messages` entries. */
export function messageProblems(codes: Readonly<Record<string, CodeMessage>>): readonly string[] {
  const problems: string[] = []
  const meaningOf = new Map<string, string>()
  for (const [code, entry] of Object.entries(codes)) {
    if (entry.source.trim() === '') problems.push(`${code} has no source`)
    for (const language of languages) {
      for (const audience of ['buyer', 'merchant'] as const) {
        const where = `${code}, ${audience}, ${language}`
        const text = entry[audience][language]
        problems.push(...wrongWith(text).map((problem) => `${where}: ${problem}`))
        const meaning = `${entry.status} ${entry.advice ?? ''}`.trim()
        const other = meaningOf.get(`${audience} ${text}`) ?? meaning
        if (other !== meaning) problems.push(`${where}: is said of ${other} and of ${meaning}`)
        meaningOf.set(`${audience} ${text}`, meaning)
      }
      problems.push(...wrongAdvice(entry, language).map((problem) => `${code}, ${language}: ${problem}`))
    }
    for (const audience of ['buyer', 'merchant'] as const) {
      const { en, es, pt } = entry[audience]
      if (new Set([en, es, pt]).size < 3) problems.push(`${code}, ${audience}: two languages say the same`)
    }
  }
  return problems
}

function wrongWith(text: unknown): string[] {
  if (typeof text !== 'string' || text.trim() === '') return ['is missing']
  const problems: string[] = []
  if (text !== text.trim() || !/[.!?]$/.test(text)) problems.push('does not end a sentence')
  if (placeholder.test(text)) problems.push('holds a placeholder')
  return problems
}

/** A sentence that invites to pay while money may have moved, or that has another rule for the key than its advice. */
function wrongAdvice({ status, advice, buyer, merchant }: CodeMessage, language: Language): string[] {
  const problems: string[] = []
  const forbidden = notForBuyers[language].exec(buyer[language])?.[0]
  if (forbidden !== undefined) problems.push(`the buyer reads "${forbidden}"`)
  const open = status === 'pending' || status === 'unknown' || advice === 'check_earlier_capture'
  if (open !== doNotPayAgain[language].test(buyer[language])) {
    problems.push(open ? 'the buyer is not told not to pay again' : 'the buyer is told not to pay again')
  }
  const rule = status === 'declined' ? afterDecline[advice] : status === 'refused' ? newKeyAfterRefusal : null
  if (rule !== null && !merchant[language].endsWith(rule[language])) {
    problems.push('the merchant is not told what to do by the advice')
  }
  return problems
}
