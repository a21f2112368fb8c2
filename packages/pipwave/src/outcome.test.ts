import { CaptureError, money } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { createWorld, firstCapture, gist, type Instead, says, thrownBy, type World } from './__fixtures__/world.ts'
import type { Gateway } from './emulator.ts'

const full = { pwId: 'PW1001' }
const part = { pwId: 'PW1001', amount: money('40.00', 'MYR') }

function withPart(): World {
  return createWorld({ client: { partialCapture: true } })
}

describe('the state before sending decides', () => {
  const captured = { status: 'captured', basis: 'lookup', replayed: true, amount: null, captureId: null }
  const notCapturable = { status: 'unknown', cause: 'not_capturable', needs: 'person' }
  const gone = { status: 'declined', reason: 'authorization_gone', advice: 'do_not_retry' }
  const sent = 'sent'
  type Row = readonly [status: number, flag: boolean | null, full: object | 'sent', part: object | 'sent']
  const rows: readonly Row[] = [
    ...[true, false, null].flatMap((flag): Row[] => [
      [1, flag, { ...gone, code: '1' }, { ...gone, code: '1' }],
      [2, flag, { ...gone, code: '2' }, { ...gone, code: '2' }],
      [13, flag, { ...captured, later: 'disputed' }, notCapturable],
      [15, flag, { ...captured, later: 'charged_back' }, notCapturable],
      [20, flag, { ...captured, later: 'refunded' }, notCapturable],
      [25, flag, { ...captured, later: 'partially_refunded' }, notCapturable],
      [0, flag, sent, sent],
      [5, flag, sent, sent],
      [3, flag, notCapturable, notCapturable],
      [502, flag, notCapturable, notCapturable],
    ]),
    [10, false, captured, notCapturable],
    [10, true, sent, sent],
    [10, null, notCapturable, notCapturable],
  ]
  const cases = rows.flatMap(([status, flag, whole, some]) => [
    [status, flag, 'full', whole] as const,
    [status, flag, 'partial', some] as const,
  ])

  it.each(cases)('status %s, require_capture %s, a %s capture', async (status, flag, scope, expected) => {
    const world = withPart()
    world.emulator.change('PW1001', { transactionStatus: status, requireCapture: flag })
    const outcome = await world.run(world.client.capture(scope === 'full' ? full : part))
    if (expected === 'sent') {
      expect(world.captures()).toHaveLength(1)
      return
    }
    expect(world.captures()).toHaveLength(0)
    expect(gist(outcome)).toEqual(expected)
  })

  it.each([
    [1, true, { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' }],
    [2, true, { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' }],
    [0, true, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [5, true, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [10, true, { status: 'unknown', cause: 'in_progress', needs: 'resolve' }],
    [5, false, { status: 'unknown', cause: 'in_progress', needs: 'person' }],
    [5, null, { status: 'unknown', cause: 'in_progress', needs: 'person' }],
    [10, null, notCapturable],
    [10, false, captured],
    [20, true, { ...captured, later: 'refunded' }],
  ])('after a prior attempt, status %s with require_capture %s sends nothing', async (status, flag, expected) => {
    const world = createWorld()
    world.emulator.change('PW1001', { transactionStatus: status, requireCapture: flag })
    const outcome = await world.run(world.client.capture(full, { priorAttempt: true }))
    expect(world.captures()).toHaveLength(0)
    expect(gist(outcome)).toEqual(expected)
  })

  it('after a prior attempt, a payment that cannot be read is unknown', async () => {
    const world = createWorld()
    world.plan = () => ({ answer: { status: 500 } })
    const outcome = await world.run(world.client.capture(full, { priorAttempt: true }))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'server_error', needs: 'resolve' })
  })

  it('after a prior attempt, a part stays unknown for a person', async () => {
    const world = withPart()
    const outcome = await world.run(world.client.capture(part, { priorAttempt: true }))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'in_progress', needs: 'person' })
  })
})

describe('the answer to the capture', () => {
  const accepted = { status: 'captured', basis: 'accepted', replayed: false, amount: null, captureId: null }
  it.each([200, '200'])('status %j under HTTP 200 is accepted', async (status) => {
    const world = createWorld()
    world.plan = firstCapture({ answerAfter: says({ status, message: '' }) })
    expect(gist(await world.run(world.client.capture(full)))).toEqual(accepted)
    expect(world.seen).toHaveLength(2)
  })

  it.each([201, 202, 299])('status 200 under HTTP %s is accepted', async (http) => {
    const world = createWorld()
    world.plan = firstCapture({ answerAfter: says({ status: 200 }, http) })
    expect(gist(await world.run(world.client.capture(full)))).toEqual(accepted)
  })

  it.each([
    [401, 'unauthorized'],
    ['401', 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'refused'],
    [9001, 'refused'],
    ['9001', 'refused'],
  ])('status %j is thrown as %s', async (status, code) => {
    const world = createWorld()
    world.plan = firstCapture({ answer: says({ status, message: 'No.' }) })
    const error = await thrownBy(world.run(world.client.capture(full)))
    expect(error).toBeInstanceOf(CaptureError)
    expect(error).toMatchObject({
      code,
      retryable: false,
      status: 200,
      causes: [{ code: String(status), message: 'No.' }],
    })
    expect(world.seen).toHaveLength(2)
  })

  const declines = {
    1001: ['not_supported', 'do_not_retry'],
    1002: ['duplicate', 'check_earlier_capture'],
    2001: ['not_supported', 'change_method'],
    2002: ['other', 'do_not_retry'],
    4001: ['other', 'check_earlier_capture'],
    4002: ['other', 'wait_and_retry'],
    4003: ['other', 'do_not_retry'],
    4004: ['not_supported', 'do_not_retry'],
    4005: ['not_supported', 'do_not_retry'],
    4006: ['other', 'wait_and_retry'],
    4501: ['other', 'do_not_retry'],
  } as const
  it.each(Object.entries(declines).flatMap(([code, what]) => [[code, what] as const, [Number(code), what] as const]))(
    'status %j is declined',
    async (code, [reason, advice]) => {
      const world = createWorld()
      world.plan = firstCapture({ answer: says({ status: code, message: ['No.', 'Really.'] }) })
      const outcome = await world.run(world.client.capture(full))
      expect(gist(outcome)).toEqual({ status: 'declined', code: String(code), reason, advice })
      expect(outcome).toMatchObject({ message: 'No.; Really.' })
      expect(world.seen).toHaveLength(2)
    },
  )

  const maybe: readonly (readonly [name: string, answer: Partial<{ status: number; body: string }>, cause: string])[] =
    [
      ['status 500', says({ status: 500, message: 'x' }), 'server_error'],
      ['status 3001', says({ status: 3001 }), 'unrecognised_answer'],
      ['status 0', says({ status: 0 }), 'unrecognised_answer'],
      ['status "0"', says({ status: '0' }), 'unrecognised_answer'],
      ['no status', says({ message: 'Endpoint request timed out' }), 'unrecognised_answer'],
      ['status null', says({ status: null }), 'unrecognised_answer'],
      ['status true', says({ status: true }), 'unrecognised_answer'],
      ['status [200]', says({ status: [200] }), 'unrecognised_answer'],
      ['status "200 OK"', says({ status: '200 OK' }), 'unrecognised_answer'],
      ['status " 200"', says({ status: ' 200' }), 'unrecognised_answer'],
      ['status 200.5', says({ status: 200.5 }), 'unrecognised_answer'],
      ['status 2e2', { body: '{"status":2e2}' }, 'unrecognised_answer'],
      ['status -200', says({ status: -200 }), 'unrecognised_answer'],
      ['a new code', says({ status: 4007 }), 'unrecognised_answer'],
      ['an empty body', { body: '' }, 'unreadable_answer'],
      ['HTML', { body: '<html>' }, 'unreadable_answer'],
      ['an array', { body: '[{"status":200}]' }, 'unreadable_answer'],
      ['JSON null', { body: 'null' }, 'unreadable_answer'],
      ['half of the JSON', { body: '{"status":20' }, 'unreadable_answer'],
      ...[301, 302, 307, 308, 400, 401, 402, 403, 404, 405, 409, 413, 422].map(
        (http) => [`200 under HTTP ${http}`, says({ status: 200 }, http), 'unrecognised_answer'] as const,
      ),
      ['401 under HTTP 401', says({ status: 401 }, 401), 'unrecognised_answer'],
      ['1001 under HTTP 400', says({ status: 1001 }, 400), 'unrecognised_answer'],
      ['200 under HTTP 500', says({ status: 200 }, 500), 'server_error'],
      ['HTTP 504', { status: 504, body: '{"message":"timeout"}' }, 'server_error'],
      ['HTTP 429', { status: 429 }, 'rate_limited'],
    ]
  it.each(maybe)('%s may have been applied: a transition proves it', async (_, answer) => {
    const world = createWorld()
    world.plan = firstCapture({ answerAfter: answer })
    expect(gist(await world.run(world.client.capture(full)))).toEqual({ ...accepted, basis: 'lookup' })
    expect(world.captures()).toHaveLength(1)
  })

  it.each(maybe)('%s may have been applied: an unchanged state proves nothing', async (_, answer, cause) => {
    const world = createWorld()
    world.plan = firstCapture({ answer })
    expect(gist(await world.run(world.client.capture(full)))).toEqual({ status: 'unknown', cause, needs: 'resolve' })
    expect(world.captures()).toHaveLength(1)
  })

  it.each(maybe)('%s to a part proves nothing, whatever follows', async (_, answer, cause) => {
    const world = withPart()
    world.plan = firstCapture({ answerAfter: answer })
    expect(gist(await world.run(world.client.capture(part)))).toEqual({ status: 'unknown', cause, needs: 'person' })
    expect(world.captures()).toHaveLength(1)
  })
})

describe('status 400', () => {
  const could = says({ status: 400, message: 'could not' })
  it('with a transition since the snapshot is captured', async () => {
    const world = createWorld()
    world.plan = firstCapture({ answerAfter: could })
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured', basis: 'lookup' })
  })

  it('with a transition, for a part, is unknown for a person', async () => {
    const world = withPart()
    world.plan = firstCapture({ answerAfter: could })
    const expected = { status: 'unknown', cause: 'not_capturable', needs: 'person' }
    expect(gist(await world.run(world.client.capture(part)))).toEqual(expected)
  })

  it.each([1, 2])('with the payment in status %s by then is declined', async (transactionStatus) => {
    const world = createWorld()
    world.plan = (action, index) => {
      if (action === 'requery' && index === 1) world.emulator.change('PW1001', { transactionStatus })
      return action === 'capture-payment' ? { answer: could } : null
    }
    const outcome = await world.run(world.client.capture(full))
    expect(gist(outcome)).toEqual({
      status: 'declined',
      code: '400',
      reason: 'authorization_gone',
      advice: 'do_not_retry',
    })
  })

  it('with an unchanged state is unknown, after one look', async () => {
    const world = createWorld()
    world.plan = firstCapture({ answer: could })
    const expected = { status: 'unknown', cause: 'unrecognised_answer', needs: 'resolve' }
    expect(gist(await world.run(world.client.capture(full)))).toEqual(expected)
    expect(world.seen.map(({ body }) => body.action)).toEqual(['requery', 'capture-payment', 'requery'])
  })

  it('with a payment that cannot be read is unknown', async () => {
    const world = createWorld()
    world.plan = (action, index) =>
      action === 'capture-payment' ? { answer: could } : index > 0 ? { lost: 'not applied' } : null
    const expected = { status: 'unknown', cause: 'unrecognised_answer', needs: 'resolve' }
    expect(gist(await world.run(world.client.capture(full)))).toEqual(expected)
  })
})

describe('a lost answer', () => {
  const lost = { lost: 'applied' } as const
  it.each<[Gateway, object]>([
    ['normal', { status: 'captured', basis: 'lookup', replayed: false, amount: null, captureId: null }],
    ['asynchronous', { status: 'unknown', cause: 'no_answer', needs: 'resolve' }],
    ['never-confirms', { status: 'unknown', cause: 'no_answer', needs: 'resolve' }],
    ['flag-stays-true', { status: 'unknown', cause: 'no_answer', needs: 'resolve' }],
    ['flag-always-false', { status: 'unknown', cause: 'no_answer', needs: 'person' }],
    ['flag-absent', { status: 'unknown', cause: 'no_answer', needs: 'person' }],
  ])('at a gateway that is %s', async (gateway, expected) => {
    const world = createWorld({ payments: [{ gateway }] })
    world.plan = firstCapture(lost)
    expect(gist(await world.run(world.client.capture(full)))).toEqual(expected)
    expect(world.captures()).toHaveLength(1)
    expect(world.emulator.book()).toHaveLength(1)
  })

  it('is looked up until the gateway has confirmed', async () => {
    const world = createWorld({ payments: [{ gateway: 'asynchronous', confirmsAfterMs: 20_000 }] })
    world.plan = firstCapture(lost)
    const outcome = await world.run(world.client.capture(full))
    expect(outcome).toMatchObject({ status: 'captured', basis: 'lookup' })
    expect(world.requeries().length).toBeGreaterThan(3)
  })

  it.each([
    [13, 'disputed'],
    [15, 'charged_back'],
    [20, 'refunded'],
    [25, 'partially_refunded'],
  ])('of a payment found in status %s is captured, and %s', async (transactionStatus, later) => {
    const world = createWorld()
    world.plan = (action, index) => {
      if (action === 'requery' && index === 1) world.emulator.change('PW1001', { transactionStatus })
      return action === 'capture-payment' ? lost : null
    }
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured', basis: 'lookup', later })
  })

  it.each([
    [5, false],
    [0, false],
    [10, null],
    [99, false],
  ])(
    'of a payment found in status %s with require_capture %s stays unknown',
    async (transactionStatus, requireCapture) => {
      const world = createWorld()
      world.plan = (action, index) => {
        if (action === 'requery' && index === 1) world.emulator.change('PW1001', { transactionStatus, requireCapture })
        return action === 'capture-payment' ? { lost: 'not applied' } : null
      }
      expect(gist(await world.run(world.client.capture(full)))).toMatchObject({ status: 'unknown', needs: 'resolve' })
    },
  )

  it.each([1, 2])('of a payment found in status %s is no decline', async (transactionStatus) => {
    const world = createWorld()
    world.plan = (action, index) => {
      if (action === 'requery' && index === 1) world.emulator.change('PW1001', { transactionStatus })
      return action === 'capture-payment' ? { lost: 'not applied' } : null
    }
    const expected = { status: 'unknown', cause: 'refused_after_maybe_applied', needs: 'person' }
    expect(gist(await world.run(world.client.capture(full)))).toEqual(expected)
  })

  const outages: readonly Instead[] = [
    { lost: 'not applied' },
    { answer: { status: 503 } },
    { answer: says({ status: 401 }) },
  ]
  it.each(outages)('with requeries that end in %j is unknown, and nothing is sent again', async (outage) => {
    const world = createWorld()
    world.plan = (action, index) => (action === 'capture-payment' ? lost : index > 0 ? outage : null)
    expect(gist(await world.run(world.client.capture(full)))).toEqual({
      status: 'unknown',
      cause: 'no_answer',
      needs: 'resolve',
    })
    expect(world.captures()).toHaveLength(1)
  })

  it('is not proven by another payment’s state', async () => {
    const world = createWorld({ payments: [{}, { pwId: 'PW2', txnId: 'ORDER-2' }] })
    const other = { status: 200, pw_id: 'PW2', txn_id: 'ORDER-2', transaction_status: 10, require_capture: false }
    world.plan = (action, index) =>
      action === 'capture-payment' ? { lost: 'not applied' } : index > 0 ? { answer: says(other) } : null
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'unknown', cause: 'no_answer' })
  })
})
