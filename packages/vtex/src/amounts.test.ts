import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minimal, settled, wire } from './__fixtures__/settlement.ts'

/** Captures the amount at a provider that answers with the very number it was sent. */
async function there(amount: string, currency: string) {
  const { gateway, sent } = wire([[500, '']], { maxAttempts: 1 })
  await gateway.capture({ ...minimal, amount: { amount, currency } })
  const value = /"value":([^,]+),/.exec(sent[0]!.body)![1]!
  const answer = JSON.stringify(settled).replace('"value":45', `"value":${value}`)
  const back = wire([[200, answer]])
  return { value, outcome: await back.capture({ ...minimal, amount: { amount, currency } }) }
}

describe('an amount', () => {
  it.each([
    ['37.80', '37.8'],
    ['73.18', '73.18'],
    ['4307.23', '4307.23'],
    ['19.99', '19.99'],
    ['1.15', '1.15'],
    ['8.20', '8.2'],
    ['16.60', '16.6'],
    ['57.00', '57'],
    ['0.01', '0.01'],
    ['0.10', '0.1'],
    ['1000000000000.01', '1000000000000.01'],
  ])('of %s BRL is %s on the wire, and itself when it comes back', async (amount, number) => {
    const { value, outcome } = await there(amount, 'BRL')
    expect(value).toBe(number)
    expect(outcome).toMatchObject({ status: 'captured', amount: { amount, currency: 'BRL' } })
    expect(outcome).not.toHaveProperty('short')
  })

  it.each([
    ['3000', 'CLP', '3000'],
    ['3000', 'JPY', '3000'],
    ['1.250', 'KWD', '1.25'],
    ['2500000.00', 'COP', '2500000'],
  ])('of %s %s is %s on the wire', async (amount, currency, number) => {
    const { value, outcome } = await there(amount, currency)
    expect(value).toBe(number)
    expect(outcome).toMatchObject({ status: 'captured', amount: { amount, currency } })
  })

  it('is the same for any count of cents, by way of the wire', async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 1n, max: 10n ** 13n }), async (cents) => {
        const text = String(cents).padStart(3, '0')
        const amount = `${text.slice(0, -2)}.${text.slice(-2)}`
        const { outcome } = await there(amount, 'BRL')
        expect(outcome).toMatchObject({ status: 'captured', amount: { amount, currency: 'BRL' } })
        expect(outcome).not.toHaveProperty('short')
      }),
      { numRuns: 300 },
    )
  })

  it('that is short is short by exactly the rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: 2n, max: 10n ** 12n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        async (asked, settledCents) => {
          const part = 1n + (settledCents % (asked - 1n))
          const text = (cents: bigint) => {
            const digits = String(cents).padStart(3, '0')
            return `${digits.slice(0, -2)}.${digits.slice(-2)}`
          }
          const answer = JSON.stringify(settled).replace('"value":45', `"value":${text(part)}`)
          const outcome = await wire([[200, answer]]).capture({
            ...minimal,
            amount: { amount: text(asked), currency: 'BRL' },
          })
          expect(outcome).toMatchObject({
            status: 'captured',
            amount: { amount: text(part) },
            short: { amount: text(asked - part), currency: 'BRL' },
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})
