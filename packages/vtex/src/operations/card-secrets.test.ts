import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { card } from './__fixtures__/operations.ts'
import { cardMask, cardPaths, cardSecrets } from './card-secrets.ts'

const { text, id } = cardMask(card)

describe('a card in what a provider wrote', () => {
  it.each([
    ['no 4444333322221111 here', 'no [hidden] here'],
    ['4444-3333-2222-1111', '[hidden]'],
    ['4444 3333 2222 1111', '[hidden]'],
    ['CVV 973, CVV:973.', 'CVV [hidden], CVV:[hidden].'],
    ['jane q. buyer / JANE Q. BUYER', '[hidden] / [hidden]'],
    ['exp 12/31, 12-2031, 1231, 2031-12', 'exp [hidden], [hidden], [hidden], [hidden]'],
  ])('is masked: %s', (said, shown) => {
    expect(text(said)).toBe(shown)
  })

  it.each(['AUT973567', 'code 9731', 'janeq.buyer2', 'NSU-12310', 'R973B'])(
    'is not seen where it is not: %s',
    (said) => {
      expect(text(said)).toBe(said)
    },
  )

  it('is masked in an id by its number only: a serial number can be 973', () => {
    expect(id('973')).toBe('973')
    expect(id('T-4444333322221111')).toBe('T-[hidden]')
  })

  it('is masked whatever the holder is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (holder) => {
        const shown = cardMask({ ...card, holder }).text(`[${holder}] 4444333322221111`)
        expect(shown).not.toContain('4444333322221111')
        expect(shown).toContain('[hidden]')
      }),
      { examples: [['Anne-Marie O’Neil (Jr.) *+?^$|\\{}[]/']] },
    )
    expect(cardMask({ ...card, holder: 'Anne-Marie (Jr.)' }).text('of ANNE-MARIE (JR.)!')).toBe('of [hidden]!')
  })

  it('is masked as tokens too, with the expiration', () => {
    const { expiration } = card
    const [holderToken, numberToken, cscToken] = ['#v#h#', '#v#n#', '#v#c#']
    const tokens = { holderToken, numberToken, cscToken, bin: '444433', numberLength: 16, cscLength: 3, expiration }
    expect(cardMask(tokens).text('#v#n# #v#c# #v#h# 12/31 444433')).toBe('[hidden] [hidden] [hidden] [hidden] 444433')
    expect(cardPaths(tokens)).toEqual([
      ...['card.holderToken', 'card.numberToken', 'card.cscToken', 'card.expiration.month', 'card.expiration.year'],
    ])
  })

  it('is nothing where there is none', () => {
    expect([cardMask(undefined).text('973'), cardSecrets(undefined), cardPaths(undefined)]).toEqual(['973', [], []])
  })

  it('has no short value replaced by itself, which would tear holes into ids', () => {
    expect(cardSecrets({ ...card, holder: 'Al', document: '123' })).toEqual([card.number])
    expect(cardPaths({ ...card, csc: null })).not.toContain('card.csc')
  })
})
