import { CaptureError } from '@cap/core'
import { money } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { ask, captured, createWorld, paymentId } from './__fixtures__/world.ts'

const refundPath = `/payments/${paymentId}/refunds`

/** What `requery` or `get` of a client of ours throws: it has looked, and sent nothing that moves money. */
const failedRead = new CaptureError({
  code: 'lookup_failed',
  provider: 'pipwave',
  message: 'the payment could not be read',
  attempts: [
    {
      number: 1,
      purpose: 'lookup',
      method: 'POST',
      url: 'https://provider.example/',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      sent: 'yes',
      status: 503,
      requestId: null,
      error: null,
      verdict: 'HTTP 503',
    },
  ],
})

const throwers: readonly (readonly [string, () => unknown])[] = [
  ['a helper of ours', () => money('4,50', 'BRL')],
  [
    'a look at the payment',
    () => {
      throw failedRead
    },
  ],
]

describe.each(throwers)(
  'a CaptureError of %s, thrown after the callback has moved money, proves nothing',
  (_, fail) => {
    it('of a capture: it is resolved, and not captured again', async () => {
      let moved = 0
      const world = createWorld({
        capture: async (settlement, { beforeSend }) => {
          await beforeSend()
          moved += 1
          fail()
          return captured(settlement)
        },
      })
      expect((await world.settle()).json.code).toBe('unknown')
      expect((await world.settle()).status).toBe(200)
      expect([moved, world.captures.length, world.resolves.length]).toEqual([1, 1, 1])
    })

    it('of a refund: the next call is told of it', async () => {
      const prior: boolean[] = []
      const world = createWorld({
        refund: async (__, { priorAttempt }) => {
          prior.push(priorAttempt)
          if (!priorAttempt) fail()
          return { status: 'refunded' }
        },
      })
      const { settleId } = (await world.settle()).json
      const refund = () =>
        ask(world.start(), refundPath, { requestId: 'r', settleId, paymentId, value: 45, transactionId: 'T' })
      expect((await refund()).json.code).toBe('in-progress')
      expect((await refund()).status).toBe(200)
      expect(prior).toEqual([false, true])
    })

    it('of a cancellation: no settlement begins beside it', async () => {
      let calls = 0
      const world = createWorld({
        cancel: async () => {
          calls += 1
          if (calls === 1) fail()
          return { status: 'cancelled' }
        },
      })
      await ask(world.start(), `/payments/${paymentId}/cancellations`, {
        requestId: 'c',
        paymentId,
        transactionId: 'T',
      })
      expect((await world.settle()).json.code).toBe('payment-cancelled')
      expect([calls, world.captures.length]).toEqual([2, 0])
    })
  },
)

it('a CaptureError before the intent is written says that nothing moved, whoever threw it', async () => {
  const world = createWorld({
    capture: async () => {
      throw failedRead
    },
  })
  expect((await world.settle()).json.code).toBe('not-sent')
  expect((await world.settle({}, world.start({ capture: async (settlement) => captured(settlement) }))).status).toBe(
    200,
  )
})
