import type { Check } from '../check.ts'
import { came, idOf, withIds } from '../play.ts'

const suite = "VTEX's test suite"

/** The flows without a callback. */
export const flowChecks: readonly Check[] = [
  {
    id: 'flow.approved',
    title: 'approved: create, settle, refund',
    rule: `card 4444333322221111 is approved, its settlement has a settleId and the refund a refundId (${suite}, Authorize)`,
    change: 'answer this card with status "approved" under the test suite, and settle and refund it at the first call',
    needs: ['create', 'card', { flow: 'approved' }],
    async run(play) {
      const payment = play.cardPayment('approved')
      const created = await play.create(payment)
      if (created.json?.status !== 'approved') play.fail(`Create Payment ${came(created)}; expected status "approved"`)
      const settled = await play.settle(withIds(payment, created))
      const settleId = play.expectSettled(settled, 'the payment')
      if (play.gateway.settings.without.has('refund')) return
      const refunded = await play.refund(withIds(payment, created), settleId)
      if (refunded.status === 501 && refunded.json?.code === 'refund-manually') return
      if (idOf(refunded, 'refundId') === null) play.fail(`the refund ${came(refunded)}; expected a refundId`)
    },
  },
  {
    id: 'flow.denied',
    title: 'denied: create',
    rule: `card 4444333322221112 is answered with status "denied" (${suite}, Denied)`,
    change: 'answer this card with HTTP 200 and status "denied" under the test suite',
    needs: ['create', 'card', { flow: 'denied' }],
    async run(play) {
      const created = await play.create(play.cardPayment('denied'))
      if (created.json?.status !== 'denied') play.fail(`Create Payment ${came(created)}; expected status "denied"`)
    },
  },
  {
    id: 'flow.cancellation',
    title: 'cancellation: create, cancel',
    rule: `a payment that is not settled is cancelled with a cancellationId (${suite}, Cancellation)`,
    change: 'cancel the authorization and answer 200 with a non-empty cancellationId',
    needs: ['card', 'cancellation', { flow: 'cancellation' }],
    async run(play) {
      const cancelled = await play.cancel(await play.approved())
      play.skipManual(cancelled, 'cancel-manually')
      if (cancelled.status !== 200 || idOf(cancelled, 'cancellationId') === null) {
        play.fail(`the cancellation ${came(cancelled)}; expected 200 and a cancellationId`)
      }
    },
  },
]
