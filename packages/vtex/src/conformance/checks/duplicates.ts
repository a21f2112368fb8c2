import type { Check } from '../check.ts'
import type { Answer } from '../gateway.ts'
import { settleIdOf } from '../play.ts'

/** Several calls for one capture, at once or one after a lost answer. */
export const duplicateChecks: readonly Check[] = [
  {
    id: 'settle.new-id-same-money',
    title: 'a settled payment is not settled again under a new requestId',
    rule: 'nobody says that retries keep their requestId, so the remaining amount is the second guard: a payment is captured once',
    change: 'keep the amount captured of each payment, and refuse what goes beyond the authorized one',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const { settleId } = await play.settled(payment, payment.limit)
      const again = await play.settle(payment, { value: payment.limit })
      const other = settleIdOf(again)
      // The same settlement told again is the other honest answer.
      if (other !== null && other !== settleId) play.fail(`the payment was settled twice, as ${settleId} and ${other}`)
    },
  },
  {
    id: 'settle.concurrent',
    title: 'the same settlement, five times at once, is one',
    rule: 'overlapping calls are possible; reserve first and capture then, so that one requestId runs once (VTEX skill on idempotency: etags, not last-write-wins)',
    change: 'reserve the requestId atomically before capturing; answer 500 to a second call while the first one runs',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const call = play.settlement(payment)
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => play.send(call)))
      answers.push(await play.settleInTheEnd(call))
      const ids = settleIds(answers)
      if (ids.size === 0) play.fail('none of them was settled, and neither was the retry')
      if (ids.size > 1) play.fail(`one requestId was given ${ids.size} settleIds: ${[...ids].join(', ')}`)
    },
  },
  {
    id: 'settle.concurrent-moves-once',
    title: 'the same settlement, five times at once, captures once',
    rule: 'overlapping calls with one requestId are one capture (VTEX skill on idempotency)',
    change: 'reserve the amount atomically, before the first await that leads to the capture',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      const call = play.settlement(payment, { value: '30.00' })
      await Promise.all([1, 2, 3, 4, 5].map(() => play.send(call)))
      const last = await play.settleInTheEnd(call)
      play.expectSettled(last, 'the settlement')
      await play.expectRemaining(payment, '70.00', 'five simultaneous calls for one settlement of 30.00 out of 100.00')
    },
  },
  {
    id: 'settle.concurrent-new-ids',
    title: 'the whole payment, five times at once under five ids, is captured once',
    rule: 'nobody says that retries keep their requestId: whatever the ids, no more than the authorized amount is captured',
    change: 'reserve the amount of a payment atomically; hold a second settlement back while one is open',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const calls = [1, 2, 3, 4, 5].map(() => play.settlement(payment, { value: payment.limit }))
      const answers = await Promise.all(calls.map((call) => play.send(call)))
      const [first] = calls
      if (settleIds(answers).size === 0 && first !== undefined) answers.push(await play.settleInTheEnd(first))
      const ids = settleIds(answers)
      if (ids.size === 0) play.fail('none of them was settled, and neither was a retry')
      if (ids.size > 1) play.fail(`${payment.limit} allowed, and settled ${ids.size} times: ${[...ids].join(', ')}`)
    },
  },
  {
    id: 'settle.dropped-answer',
    title: 'a settlement whose answer was lost is finished by the retry',
    rule: 'a capture whose answer is lost must end in a 200 on the retry: after 24 hours of failures VTEX cancels an order whose money was taken',
    change:
      'go on when the connection is dropped; on the retry, find out what happened and answer 200 for that capture',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const call = play.settlement(payment)
      await play.drop(call)
      const first = await play.settleInTheEnd(call)
      const settleId = play.expectSettled(first, 'the settlement whose answer was dropped')
      const again = await play.send(call)
      if (settleIdOf(again) !== settleId) play.fail('a further retry was not given the same settlement')
    },
  },
  {
    id: 'settle.dropped-moves-once',
    title: 'a settlement whose answer was lost is captured once',
    rule: 'the retry of a settlement whose answer was lost is the same settlement: its money moves once',
    change: 'write the intent before capturing, and look it up on the retry before capturing again',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      const call = play.settlement(payment, { value: '30.00' })
      await play.drop(call)
      play.expectSettled(await play.settleInTheEnd(call), 'the settlement whose answer was dropped')
      await play.expectRemaining(
        payment,
        '70.00',
        'one settlement of 30.00 out of 100.00, dropped three times and retried',
      )
    },
  },
]

function settleIds(answers: readonly Answer[]): ReadonlySet<string> {
  return new Set(answers.map(settleIdOf).filter((id) => id !== null))
}
