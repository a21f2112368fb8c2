import { describe, expect, it } from 'vitest'
import type { ClientOptions } from '../capture/client.ts'
import type { CaptureError } from '../error/capture-error.ts'
import { createTestClock } from '../testing/test-clock.ts'
import { answers, capture, maybe, never, ok, run } from './__fixtures__/toy-call.ts'
import { type Transport, TransportError } from './transport.ts'

describe('time that no timer sees', () => {
  const minute = 60_000
  const week = 7 * 24 * 60 * minute

  /** A clock that jumps while the call waits: the machine was suspended, or its clock was put right. */
  const jumping = async (by: number, transports: readonly Transport[]) => {
    const clock = createTestClock()
    let ahead = 0
    let sent = 0
    const client: ClientOptions = {
      clock: { now: () => clock.now() + ahead, after: clock.after },
      onEvent: ({ type }) => {
        if (type === 'waiting') ahead = by
        if (type === 'attempt_started') sent++
      },
    }
    const end = await clock.run(capture(transports, { clock, client })).then(
      (outcome) => ({ outcome, error: null }),
      (error: unknown) => ({ outcome: null, error: error as CaptureError }),
    )
    return { ...end, sent }
  }

  it.each([
    ['the deadline', minute, 'deadline'],
    ['the memory of the provider', week, 'replay_window_passed'],
  ])('sends nothing again beyond %s', async (_, by, cause) => {
    const { outcome, sent } = await jumping(by, [maybe, async () => ok])
    expect(outcome).toMatchObject({ status: 'unknown', cause })
    expect(sent).toBe(1)
  })

  it('has sent nothing where nothing had left before', async () => {
    const { error, sent } = await jumping(week, [never, async () => ok])
    expect(error).toMatchObject({ code: 'not_sent' })
    expect(sent).toBe(1)
  })

  it('sends nothing again once the provider may have forgotten the key, however long the deadline', async () => {
    const patient = { deadlineMs: 6 * 3_600_000 }
    const later = answers(429, { 'retry-after': '7200' })
    const { outcome } = await run([maybe, later, async () => ok], patient, { maxAttempts: 5 })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'replay_window_passed', needs: 'person' })
    expect(outcome?.attempts).toHaveLength(2)
    expect((await run([answers(429, { 'retry-after': '3000' }), async () => ok], patient)).outcome?.status).toBe(
      'captured',
    )
  })

  it('goes on where nothing has left yet: there is no key to forget', async () => {
    const patient = { deadlineMs: 6 * 3_600_000, attemptTimeoutMs: 2 * 3_600_000 }
    const slowly: Transport = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () =>
          reject(new TransportError({ sent: 'no', phase: 'connect', code: 'ABORTED' })),
        )
      })
    expect((await run([slowly, async () => ok], patient)).outcome?.status).toBe('captured')
  })
})
