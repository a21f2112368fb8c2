import { number } from '../bodies.ts'
import type { Check } from '../check.ts'
import type { Play } from '../play.ts'

type Share = readonly [amount: string, more?: Readonly<Record<string, unknown>>]

/** The first is the marketplace, the others sell. */
function recipients(...shares: readonly Share[]): readonly unknown[] {
  return shares.map(([amount, more], index) => ({
    id: index === 0 ? 'marketplace' : `seller-${index}`,
    name: index === 0 ? 'Marketplace' : `Seller ${index}`,
    documentType: 'CNPJ',
    document: index === 0 ? '05314972000174' : '99.999.999/0001-26',
    role: index === 0 ? 'marketplace' : 'seller',
    chargeProcessingFee: index === 0,
    chargebackLiable: index === 0,
    amount: number(amount),
    ...more,
  }))
}

/** Recipients of a settlement. */
export const splitChecks: readonly Check[] = [
  {
    id: 'split.right',
    title: 'a split that sums to the value is settled',
    rule: 'where the manifest says allowsSplit onCapture, settlements carry recipients; their amounts sum to value (split payouts guide)',
    change: 'sum in minor units: 7.2 + 37.8 is 45, and in floats it often is not',
    needs: ['card', 'split'],
    async run(play) {
      await expectSplit(play, '45.00', recipients(['7.2'], ['37.8']))
      await expectSplit(play, '199.62', recipients(['92.36'], ['73.18'], ['34.08']))
      await expectSplit(play, '0.30', recipients(['0.1'], ['0.2']))
    },
  },
  {
    id: 'split.wrong',
    title: 'a split that does not sum to the value is refused',
    rule: 'recipients sum to value: VTEX\'s gateway itself refuses a difference ("Value in recipients is different than operation value")',
    change: 'compare the sum of the recipients with value, and answer the failure body where they differ',
    needs: ['card', 'split'],
    async run(play) {
      for (const shares of [recipients(['20.00'], ['79.99']), recipients(['20.00'], ['80.01'])]) {
        const payment = await play.approved()
        play.expectNotSettled(await play.settle(payment, { fields: { recipients: shares } }), 'a split one cent off')
        await play.expectRemaining(payment, '100.00', 'a refused split')
      }
    },
  },
  {
    id: 'split.float-noise',
    title: "VTEX's float noise in recipients is rounded away",
    rule: 'the gateway leaks noise such as 13.989999999999999999999999988 into recipients (known issue 698005): round half up, then sum',
    change: "round each recipient's amount to the currency's minor unit before summing",
    needs: ['card', 'split'],
    async run(play) {
      await expectSplit(play, '45.00', recipients(['13.989999999999999999999999988'], ['31.01']))
      await expectSplit(play, '45.00', recipients(['7.199999999999998'], ['37.80000000000001']))
    },
  },
  {
    id: 'split.commission',
    title: 'a commission is not added to the sum',
    rule: "a seller's commission is contained in the marketplace's amount, and is spelled commissionAmount or comissionAmount (split payouts guide)",
    change: 'leave commissions out of the sum, whichever way they are spelled',
    needs: ['card', 'split'],
    async run(play) {
      for (const spelling of ['commissionAmount', 'comissionAmount']) {
        await expectSplit(play, '45.00', recipients(['7.2'], ['37.8', { [spelling]: number('7.2') }]))
      }
    },
  },
  {
    id: 'split.minimal',
    title: 'recipients without the optional flags are taken',
    rule: 'chargeProcessingFee and chargebackLiable are optional, document is text of any country (OpenAPI, Settle)',
    change: 'require only id, name, documentType, document, role and amount of a recipient',
    needs: ['card', 'split'],
    async run(play) {
      const bare = { chargeProcessingFee: undefined, chargebackLiable: undefined, documentType: 'RUT' }
      await expectSplit(play, '45.00', recipients(['7.2', bare], ['37.8', bare]))
    },
  },
]

async function expectSplit(play: Play, value: string, shares: readonly unknown[]): Promise<void> {
  const payment = await play.approved(value)
  play.expectSettled(await play.settleSoon(payment, { fields: { recipients: shares } }), `a split of ${value}`)
}
