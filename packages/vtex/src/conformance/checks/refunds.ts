import type { Check } from '../check.ts'
import { type Answer, randomHex } from '../gateway.ts'
import { amountOf, came, idOf, type Play } from '../play.ts'

/** Refunds, each tied to the settlement it names. */
export const refundChecks: readonly Check[] = [
  {
    id: 'refund.partial',
    title: 'a settlement is refunded in part, and to its end',
    rule: 'a refund gives back the value it names, out of the settlement it names (OpenAPI, Refund)',
    change: 'keep the refunded amount of each settlement, and answer the amount of the call',
    needs: ['card', 'refund'],
    async run(play) {
      const payment = await play.approved()
      const { settleId } = await play.settled(payment)
      for (const value of ['30.00', '70.00']) {
        const answer = await play.refund(payment, settleId, { value })
        expectRefunded(play, answer, `a refund of ${value} out of 100.00`)
        if (amountOf(answer, play.gateway.settings.currency) !== value)
          play.fail(`a refund of ${value} ${came(answer)}`)
      }
    },
  },
  {
    id: 'refund.replay',
    title: 'a refund sent again is answered with the same bytes',
    rule: 'requestId is the idempotency key of refunds: VTEX retries them for 24 hours (OpenAPI, Refund)',
    change: 'store the answer of a refund under its requestId, and send it again as it is',
    needs: ['card', 'refund'],
    async run(play) {
      const payment = await play.approved()
      const { settleId } = await play.settled(payment)
      const requestId = randomHex(16)
      const first = await play.refund(payment, settleId, { requestId })
      expectRefunded(play, first, 'the refund')
      const again = await play.refund(payment, settleId, { requestId })
      if (again.body !== first.body || again.status !== first.status) {
        play.fail(`the first answer was ${first.status} ${first.body}; the second ${again.status} ${again.body}`)
      }
    },
  },
  {
    id: 'refund.twice',
    title: 'a settlement is not refunded twice',
    rule: 'all refunds of a settlement together stay within its amount: a double refund is a known issue of VTEX (615050)',
    change: 'subtract what was refunded before comparing',
    needs: ['card', 'refund'],
    async run(play) {
      const payment = await play.approved()
      const { settleId } = await play.settled(payment)
      const first = await play.refund(payment, settleId)
      expectRefunded(play, first, 'the refund')
      const again = await play.refund(payment, settleId)
      // The same refund told again is the other honest answer.
      if (idOf(again, 'refundId') !== idOf(first, 'refundId')) {
        expectNotRefunded(play, again, 'a second refund of the whole amount')
      }
    },
  },
  {
    id: 'refund.unknown-settlement',
    title: 'a refund of a settlement nobody made is refused',
    rule: 'settleId is the id the connector gave at the settlement (OpenAPI, Refund)',
    change: 'look the settlement up by settleId within the payment, and refuse unknown ones',
    needs: ['card', 'refund'],
    async run(play) {
      const payment = await play.approved()
      await play.settled(payment)
      expectNotRefunded(play, await play.refund(payment, `NONE-${randomHex(8)}`), 'a refund of an unknown settleId')
    },
  },
  {
    id: 'refund.other-payment',
    title: "a refund of another payment's settlement is refused",
    rule: 'settleId belongs to the payment it was given for (OpenAPI, Refund)',
    change: 'look the settlement up by payment and settleId together',
    needs: ['card', 'refund'],
    async run(play) {
      const other = await play.settled(await play.approved())
      const payment = await play.approved()
      await play.settled(payment)
      expectNotRefunded(play, await play.refund(payment, other.settleId), "a refund with another payment's settleId")
    },
  },
  {
    id: 'refund.tied-to-settlement',
    title: 'a refund stays within the settlement it names',
    rule: 'with several settlements of a payment, settleId says which one is refunded (seen: one id for all of them)',
    change: 'compare the refund with what is left of the settlement it names, not of the payment',
    needs: ['card', 'refund', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      const small = await play.settled(payment, '30.00')
      await play.settled(payment, '70.00')
      const answer = await play.refund(payment, small.settleId, { value: '50.00' })
      expectNotRefunded(play, answer, 'a refund of 50.00 naming a settlement of 30.00')
    },
  },
  {
    id: 'refund.unsettled',
    title: 'a payment that was not settled is not refunded',
    rule: 'a refund gives back a settlement; before one there is only a cancellation (purchase flows guide)',
    change: 'refuse refunds of payments without a settlement',
    needs: ['card', 'refund'],
    async run(play) {
      const payment = await play.approved()
      expectNotRefunded(play, await play.refund(payment, payment.paymentId), 'a refund of an unsettled payment')
    },
  },
]

function expectRefunded(play: Play, answer: Answer, what: string): void {
  play.skipManual(answer, 'refund-manually')
  if (idOf(answer, 'refundId') === null) play.fail(`${what} ${came(answer)}`)
}

function expectNotRefunded(play: Play, answer: Answer, what: string): void {
  play.skipManual(answer, 'refund-manually')
  if (answer.failure !== null || idOf(answer, 'refundId') !== null) play.fail(`${what} ${came(answer)}`)
}
