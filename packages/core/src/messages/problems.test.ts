import { expect, it } from 'vitest'
import { afterDecline, buyerAfterDecline, type CodeMessage, messageProblems } from '../messages.ts'

const fine: CodeMessage = {
  status: 'declined',
  reason: 'other',
  advice: 'change_method',
  source: 'a page',
  buyer: buyerAfterDecline.change_method,
  merchant: afterDecline.change_method,
}
const buyer = (en: string) => ({ ...fine, buyer: { ...fine.buyer, en } })

it('finds nothing wrong with a table that is right', () => {
  expect(messageProblems({ fine })).toEqual([])
})

it.each<[string, CodeMessage, string]>([
  ['no source', { ...fine, source: ' ' }, 'no source'],
  ['a missing sentence', buyer(''), 'is missing'],
  ['no full stop', buyer('Please try another method'), 'does not end a sentence'],
  ['a placeholder', buyer('Please pay {amount}.'), 'placeholder'],
  ['a suspicion', buyer('This looks like fraud.'), 'the buyer reads "fraud"'],
  ['an inside', buyer('Your token has expired.'), 'the buyer reads "token"'],
  ['one text for two languages', buyer(fine.buyer.es), 'two languages'],
  ['no rule for the key', { ...fine, merchant: fine.buyer }, 'by the advice'],
  ['the rule of another advice', { ...fine, merchant: afterDecline.do_not_retry }, 'by the advice'],
  ['an invitation to pay', { ...fine, status: 'unknown', reason: null, advice: null }, 'not told not to pay again'],
  ['a prohibition that has no reason', { ...fine, buyer: buyerAfterDecline.check_earlier_capture }, 'is told not to'],
])('finds %s', (_, entry, problem) => {
  expect(messageProblems({ entry }).join('\n')).toContain(problem)
})

it('finds one sentence under two advices', () => {
  const other: CodeMessage = { ...fine, advice: 'do_not_retry', merchant: afterDecline.do_not_retry }
  expect(messageProblems({ fine, other })).toContain(
    'other, buyer, en: is said of declined change_method and of declined do_not_retry',
  )
})
