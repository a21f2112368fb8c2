import { number } from '../bodies.ts'
import type { Check } from '../check.ts'
import { amountOf, beyond, came, type Play } from '../play.ts'

/** How much. */
export const amountChecks: readonly Check[] = [
  {
    id: 'settle.value',
    title: 'amounts survive to the cent',
    rule: 'value is in major units; value * 100 without rounding makes 1998 of 19.99 and 430722 of 4307.23 (a sample of VTEX)',
    change: 'convert by the decimal text of the number, not by multiplication, and answer the amount that was captured',
    needs: ['card'],
    async run(play) {
      for (const value of ['19.99', '1.15', '8.20', '37.80', '4307.23', '0.29']) {
        const answer = await play.settleSoon(await play.approved(value))
        play.expectSettled(answer, `a settlement of ${value}`)
        expectValue(play, answer, value)
      }
    },
  },
  {
    id: 'settle.partial',
    title: 'a payment is settled in parts',
    rule: "stores with partial invoices settle a payment once for each invoice (VTEX, payment settlement types); value is that call's amount",
    change: 'keep a remaining amount for each payment; capture and answer the amount of the call',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      for (const value of ['33.34', '33.33', '33.33']) {
        const answer = await play.settleSoon(payment, { value })
        play.expectSettled(answer, `${value} out of 100.00`)
        expectValue(play, answer, value)
      }
    },
  },
  {
    id: 'settle.equal-partials',
    title: 'two equal parts under two ids are two settlements',
    rule: 'requestId is the key, not the amount: two equal partial captures are two (seen: a connector that keyed by paymentId and value)',
    change: 'key settlements by requestId',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      const first = play.expectSettled(await play.settleSoon(payment, { value: '50.00' }), 'the first half')
      const second = play.expectSettled(await play.settleSoon(payment, { value: '50.00' }), 'the second half')
      if (first === second) play.fail('both halves were given one settleId: the second was taken for the first')
    },
  },
  {
    id: 'settle.over-capture',
    title: 'more than was authorized is refused',
    rule: 'without a maxValue in the Create Payment answer no settlement goes beyond the authorized amount (refuse by default: nothing is documented)',
    change: 'compare in minor units with the authorized amount (or maxValue), and answer 500 with the failure body',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const value = beyond(payment, '100.01')
      play.expectNotSettled(await play.settle(payment, { value }), `${value}, with ${payment.limit} allowed,`)
      await play.expectRemaining(payment, '100.00', 'a refused settlement')
    },
  },
  {
    id: 'settle.over-remaining',
    title: 'more than what is left is refused',
    rule: 'all settlements of a payment together stay within the authorized amount',
    change: 'subtract what was captured before comparing',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      await play.settled(payment, '60.00')
      const value = beyond(payment, '40.01')
      play.expectNotSettled(await play.settle(payment, { value }), `${value}, one cent more than is left,`)
      await play.expectRemaining(payment, '40.00', 'a settlement of 60.00 and a refused one')
    },
  },
  {
    id: 'settle.zero',
    title: 'a settlement of 0 is refused',
    rule: 'a settlement of nothing is not documented, and some acquirers read 0 as "all"',
    change: 'refuse value 0 with the failure body',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      play.expectNotSettled(await play.settle(payment, { value: '0' }), 'value 0')
      await play.expectRemaining(payment, '100.00', 'a refused settlement of 0')
    },
  },
  {
    id: 'settle.negative',
    title: 'a negative settlement is refused',
    rule: 'a settlement below zero would pay out: refuse it',
    change: 'refuse values that are not greater than 0',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      play.expectNotSettled(await play.settle(payment, { value: '-10.00' }), 'value -10.00')
      await play.expectRemaining(payment, '100.00', 'a refused settlement of -10.00')
    },
  },
  {
    id: 'settle.not-a-number',
    title: 'a value that is no number is refused',
    rule: 'value is a JSON number (OpenAPI, Settle): nothing else says how much to capture',
    change: 'check the type of value before using it; never let null or text become 0 or NaN',
    needs: ['card'],
    async run(play) {
      for (const value of [null, 'ten', {}, [number('100.00')]]) {
        const payment = await play.approved()
        const call = play.settlement(payment, { fields: { value } })
        play.expectNotSettled(await play.send({ ...call, asked: undefined }), `value ${JSON.stringify(value)}`)
        await play.expectRemaining(payment, '100.00', 'a refused settlement')
      }
    },
  },
]

function expectValue(play: Play, answer: Awaited<ReturnType<Play['settle']>>, value: string): void {
  if (amountOf(answer, play.gateway.settings.currency) !== value) play.fail(`a settlement of ${value} ${came(answer)}`)
}
