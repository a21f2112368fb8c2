import type { Check } from '../check.ts'
import { came, idOf, withIds } from '../play.ts'

/** What may follow what. */
export const stateChecks: readonly Check[] = [
  {
    id: 'state.capture-after-cancel',
    title: 'a cancelled payment is not settled',
    rule: 'a cancelled payment must not be captured: approved leads to settled or to cancelled (VTEX skill on idempotency)',
    change: 'store the cancellation with the payment, and answer settlements after it with the failure body',
    needs: ['card', 'cancellation'],
    async run(play) {
      const payment = await play.approved()
      await play.cancelled(payment)
      play.expectNotSettled(await play.settle(payment), 'a cancelled payment')
    },
  },
  {
    id: 'state.cancel-after-settle',
    title: 'a settled payment is not cancelled',
    rule: 'after a settlement VTEX refunds; a cancellation that says yes to captured money loses it (purchase flows guide)',
    change: 'answer cancellations of settled payments with cancellationId null and 500',
    needs: ['card', 'cancellation'],
    async run(play) {
      const payment = await play.approved()
      await play.settled(payment)
      const cancelled = await play.cancel(payment)
      play.skipManual(cancelled, 'cancel-manually')
      if (idOf(cancelled, 'cancellationId') !== null)
        play.fail(`the cancellation of a settled payment ${came(cancelled)}`)
    },
  },
  {
    id: 'state.capture-denied',
    title: 'a denied payment is not settled',
    rule: 'only an approved payment is settled (VTEX skill on idempotency: undefined, approved, settled)',
    change: 'refuse settlements of payments that were not approved',
    needs: ['create', 'card'],
    async run(play) {
      const payment = play.cardPayment('denied')
      const created = await play.create(payment)
      if (created.json?.status !== 'denied')
        play.block(`needs a denied payment, and Create Payment ${came(created)}: see flow.denied`)
      play.expectNotSettled(await play.settle(withIds(payment, created)), 'a denied payment')
    },
  },
]
