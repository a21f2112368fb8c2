import type { Check } from '../check.ts'
import { randomHex } from '../gateway.ts'
import { came, idOf, settleIdOf } from '../play.ts'

const replay = 'requestId is the idempotency key of settlements, cancellations and refunds'

/** The same call again. */
export const replayChecks: readonly Check[] = [
  {
    id: 'create.repeated',
    title: 'Create Payment again answers the same payment',
    rule: 'Create Payment is idempotent on paymentId: status and ids of a payment do not change by asking again (OpenAPI, Create Payment)',
    change: 'look paymentId up first, and answer what was authorized then; never authorize twice',
    needs: ['create', 'card'],
    async run(play) {
      const payment = play.cardPayment('approved')
      const first = await play.create(payment)
      const status = first.json?.status
      // Two refusals are alike, and say nothing of a payment.
      if (first.status !== 200 || typeof status !== 'string' || status === 'error') {
        play.block(`needs a payment, and Create Payment ${came(first)}: see flow.approved`)
      }
      const again = await play.create(payment)
      for (const name of ['status', 'authorizationId', 'tid', 'nsu']) {
        const [before, after] = [first.json?.[name], again.json?.[name]]
        if (before !== after) {
          play.fail(`${name} was ${JSON.stringify(before)}, and ${JSON.stringify(after)} when it was asked again`)
        }
      }
    },
  },
  {
    id: 'settle.replay',
    title: 'a settlement sent again is answered with the same bytes',
    rule: `${replay}: VTEX retries, and a settled request is answered with the stored response verbatim (VTEX skill on idempotency; OpenAPI, Settle)`,
    change:
      'store the answer of a success under (merchant, paymentId, operation, requestId), and send it again as it is',
    needs: ['card'],
    async run(play) {
      const payment = await play.approved()
      const call = play.settlement(payment)
      const first = await play.settleInTheEnd(call, 3)
      play.expectSettled(first, 'the payment')
      const again = await play.send(call)
      if (again.status !== first.status || again.body !== first.body) {
        play.fail(`the first answer was ${first.status} ${first.body}; the second ${again.status} ${again.body}`)
      }
    },
  },
  {
    id: 'settle.replay-moves-once',
    title: 'a settlement sent again captures nothing more',
    rule: `${replay}, so five calls with one id are one capture (VTEX: "expect the same settlement call several times")`,
    change: 'look the requestId up before capturing, in a store that survives the process',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      const { call } = await play.settled(payment, '30.00')
      for (let times = 0; times < 4; times++) await play.send(call)
      await play.expectRemaining(payment, '70.00', 'five calls for one settlement of 30.00 out of 100.00')
    },
  },
  {
    id: 'settle.request-id-reused',
    title: 'a requestId with another body captures nothing',
    rule: `${replay}; under a known id with another body nothing may be captured (not documented; the safe reading of the key)`,
    change: 'store a fingerprint of the body with the requestId, and answer another body with 500 and the failure body',
    needs: ['card', 'partial-capture'],
    async run(play) {
      const payment = await play.approved()
      const requestId = randomHex(16)
      const call = play.settlement(payment, { value: '30.00', requestId })
      const first = await play.settleInTheEnd(call, 3)
      const settleId = play.expectSettled(first, 'the first settlement')
      play.expectNotSettled(
        await play.settle(payment, { value: '20.00', requestId }),
        'another amount under the same requestId',
      )
      const again = await play.send(call)
      if (settleIdOf(again) !== settleId) play.fail(`afterwards, the first settlement ${came(again)}`)
      await play.expectRemaining(payment, '70.00', 'a settlement of 30.00 and a refused one')
    },
  },
  {
    id: 'settle.request-id-scope',
    title: 'one requestId on two payments is two settlements',
    rule: 'a requestId is not known to be unique beyond its payment and operation: guides use "5678" for a settlement and a refund',
    change: 'scope the key: (merchant, paymentId, operation, requestId)',
    needs: ['card'],
    async run(play) {
      const requestId = randomHex(16)
      const one = await play.approved()
      const settleId = play.expectSettled(await play.settleSoon(one, { requestId }), 'the first payment')
      const other = await play.approved()
      const second = await play.settleSoon(other, { requestId })
      if (play.expectSettled(second, 'another payment under the same requestId') === settleId) {
        play.fail('both payments were given one settleId')
      }
      if (second.json?.paymentId !== other.paymentId) play.fail('the answer for the other payment named the first one')
    },
  },
  {
    id: 'settle.request-id-operation',
    title: 'one requestId for a settlement and its refund is two operations',
    rule: 'a requestId is scoped by operation: guides use "5678" for a settlement and a refund (implementing a payment provider)',
    change: 'scope the key: (merchant, paymentId, operation, requestId)',
    needs: ['card', 'refund'],
    async run(play) {
      const requestId = randomHex(16)
      const payment = await play.approved()
      const settled = await play.settleSoon(payment, { requestId })
      const refunded = await play.refund(payment, play.expectSettled(settled, 'the payment'), { requestId })
      play.skipManual(refunded, 'refund-manually')
      if (idOf(refunded, 'refundId') === null) play.fail(`a refund under its settlement's requestId ${came(refunded)}`)
    },
  },
  {
    id: 'settle.request-id-format',
    title: 'a requestId of any form is taken',
    rule: 'requestId has no format: samples are 2020-06-22T21:50:11-250, 5678, and alphanumerics of 29 and 33 characters',
    change: 'take requestId as opaque text, and compare it as it is',
    needs: ['card'],
    async run(play) {
      for (const requestId of ['2020-06-22T21:50:11-250', `DCEAA1FC8372E430E8236649DB5EBD08E`, '5678']) {
        const answer = await play.settleSoon(await play.approved(), { requestId })
        play.expectSettled(answer, `a settlement with requestId ${requestId}`)
      }
    },
  },
  {
    id: 'cancel.replay',
    title: 'a cancellation sent again is answered with the same id',
    rule: `${replay}: a repeated cancellation answers the first cancellationId (VTEX skill on idempotency)`,
    change: 'store the answer of a cancellation under its requestId, and send it again',
    needs: ['card', 'cancellation'],
    async run(play) {
      const payment = await play.approved()
      const requestId = randomHex(16)
      const first = await play.cancel(payment, requestId)
      play.skipManual(first, 'cancel-manually')
      const again = await play.cancel(payment, requestId)
      if (idOf(first, 'cancellationId') === null || again.body !== first.body) {
        play.fail(`the cancellation ${came(first)}, and ${came(again)} when it was sent again`)
      }
    },
  },
]
