import { createHmac } from 'node:crypto'
import { createTestClock } from '@cap/core/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  createNotificationHandler,
  createSeenNotifications,
  type MercadoPagoNotification,
  type NotificationHandlerOptions,
} from '../notifications.ts'

// Loading takes real time, which a clock that stands still would answer by running to the next deadline.
beforeAll(async () => void (await import('@cap/core/signing')))

const secret = 'webhook-secret'
const agreementId = '22abcd1235ed497f945f755fcaba3c6c'

/** The sample of guides/wallet-connect/notifications.en.md, as JSON that can be parsed. */
const cancelled = {
  id: agreementId,
  type: 'wallet_connect',
  entity: 'agreement',
  action: 'status.updated',
  date: '2021-09-30T23:24:44Z',
  data: { id: agreementId, status: 'cancelled' },
  model_version: 1,
  version: 0,
}

interface Call {
  readonly dataId?: string | null
  readonly signedWith?: string | null
  readonly ts?: string
  readonly method?: string
  readonly url?: string
}

function call(body: unknown, { dataId = agreementId, signedWith = secret, ts = '1704908010', ...more }: Call = {}) {
  const manifest = `${dataId === null ? '' : `id:${dataId};`}request-id:r-1;ts:${ts};`
  const v1 = createHmac('sha256', signedWith ?? '')
    .update(manifest)
    .digest('hex')
  const url = new URL(more.url ?? 'https://shop.example/mp')
  if (dataId !== null) url.searchParams.set('data.id', dataId)
  const method = more.method ?? 'POST'
  return new Request(url, {
    method,
    headers: { 'x-request-id': 'r-1', ...(signedWith === null ? {} : { 'x-signature': `ts=${ts},v1=${v1}` }) },
    ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

/** A handler that keeps what it was handed. */
function receiving(options: Partial<NotificationHandlerOptions> = {}) {
  const got: MercadoPagoNotification[] = []
  const handler = createNotificationHandler({ secret, handle: (one) => void got.push(one), ...options })
  return { got, handler, post: async (body: unknown, how?: Call) => (await handler(call(body, how))).status }
}

describe('what it hands over', () => {
  it('is a cancelled agreement, named by the signed id; the rest is a claim', async () => {
    const { got, post } = receiving()
    expect(await post(cancelled)).toBe(200)
    expect(got).toEqual([
      {
        type: 'agreement_status',
        agreementId,
        claimedStatus: 'cancelled',
        signed: 'id',
        problem: null,
        eventKey: expect.stringContaining(agreementId),
        claims: { id: agreementId, action: 'status.updated', date: cancelled.date, version: '0', body: cancelled },
      },
    ])
  })

  it.each([
    [
      'a change of the payment method',
      { ...cancelled, action: 'payment_method.updated', data: { id: agreementId } },
      { type: 'agreement_payment_method', agreementId },
    ],
    [
      'a payment, with numbers for ids',
      { id: 12345, type: 'payment', action: 'payment.created', date_created: '2026-01-01', data: { id: 999999999 } },
      { type: 'payment', paymentId: '999999999', claims: { id: '12345', date: '2026-01-01' } },
    ],
    [
      'an action nobody knows',
      { ...cancelled, action: 'deleted' },
      { type: 'unknown', topic: 'wallet_connect', dataId: agreementId },
    ],
    ['another entity', { ...cancelled, entity: 'merchant' }, { type: 'unknown' }],
    [
      'a topic nobody knows',
      { id: 1, type: 'claim', data: { id: 7 } },
      { type: 'unknown', topic: 'claim', dataId: '7' },
    ],
    ['nothing to read it by', { id: 1 }, { type: 'unknown', dataId: null, topic: null, signed: 'call' }],
  ])('is %s', async (_, body, expected) => {
    const { got, post } = receiving()
    const { id = null } = ('data' in body ? body.data : {}) as { id?: string | number | null }
    expect(await post(body, { dataId: id === null ? null : String(id) })).toBe(200)
    expect(got).toMatchObject([expected])
  })

  it('says when the signature covers the call and not the id', async () => {
    const { got, post } = receiving()
    expect(await post(cancelled, { dataId: null })).toBe(200)
    expect(got).toMatchObject([{ type: 'agreement_status', agreementId, signed: 'call' }])
  })
})

describe('what it does not hand over', () => {
  it.each([
    ['a signature by another secret', { signedWith: 'other' }, 'signature_mismatch'],
    ['no signature', { signedWith: null }, 'signature_missing'],
    ['a body that speaks of another id than was signed', { dataId: 'f'.repeat(32) }, 'id_mismatch'],
    ['an old signature, where that is asked for', { ts: '1704908009' }, 'too_old'],
  ])('%s, answered 401', async (_, how, problem) => {
    const problems: string[] = []
    const clock = { ...createTestClock(), now: () => 1_704_908_011_000, after: () => () => {} }
    const { got, post } = receiving({ onRejected: ({ reason }) => problems.push(reason), toleranceMs: 1_500, clock })
    expect(await post(cancelled, how)).toBe(401)
    expect(got).toEqual([])
    expect(problems).toEqual([problem])
  })

  it.each([
    ['text', 'hello', 400],
    ['a list', '[]', 400],
    ['nothing', '', 400],
    ['more than it takes', JSON.stringify({ ...cancelled, more: 'x'.repeat(1_000) }), 413],
  ])('%s', async (_, body, status) => {
    const { got, post } = receiving({ maxBodyBytes: 1_000 })
    expect(await post(body)).toBe(status)
    expect(got).toEqual([])
  })

  it('more than it takes, whatever its length is said to be, without reading on', async () => {
    const { got, handler } = receiving({ maxBodyBytes: 1_000 })
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(600).fill(32))
      },
    })
    const endless = new Request('https://shop.example/mp', { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect((await handler(endless)).status).toBe(413)
    expect(pulled).toBeLessThan(10)
    expect(got).toEqual([])
  })

  it('bytes that are not UTF-8', async () => {
    const { handler } = receiving()
    const body = new Uint8Array([0x7b, 0xff, 0x7d])
    expect((await handler(new Request('https://shop.example/mp', { method: 'POST', body }))).status).toBe(400)
  })

  it('anything but a POST', async () => {
    const { handler } = receiving()
    const answer = await handler(call(null, { method: 'GET' }))
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

describe('without a signature that holds', () => {
  it('it hands over only where that was chosen, and says so', async () => {
    const { got, post } = receiving({ unverified: 'hand_over' })
    expect(await post(cancelled, { signedWith: null })).toBe(200)
    expect(got).toMatchObject([{ type: 'agreement_status', signed: 'none', problem: 'signature_missing' }])
  })

  it('it never takes what anybody may have sent for a repetition of what was signed, or the reverse', async () => {
    const { got, post } = receiving({ unverified: 'hand_over' })
    await post(cancelled, { signedWith: null })
    await post(cancelled)
    expect(got.map(({ signed }) => signed)).toEqual(['none', 'id'])
  })
})

describe('repetitions', () => {
  it('are recognised by id, action, date and version', async () => {
    const { got, post } = receiving()
    for (let count = 0; count < 3; count++) expect(await post(cancelled)).toBe(200)
    expect(got).toHaveLength(1)
    for (const more of [
      { version: 1 },
      { date: '2021-09-30T23:24:45Z' },
      { action: 'payment_method.updated' },
      { id: 'another' },
    ]) {
      expect(await post({ ...cancelled, ...more })).toBe(200)
    }
    expect(got).toHaveLength(5)
  })

  it('are not recognised without an id of the event', async () => {
    const { got, post } = receiving()
    const { id: _, ...nameless } = cancelled
    await post(nameless)
    await post(nameless)
    expect(got).toMatchObject([{ eventKey: null }, { eventKey: null }])
  })

  it('come again after a failure, and only then', async () => {
    const told: unknown[] = []
    let failing = true
    const { post } = receiving({
      handle: () => {
        if (failing) throw new Error('the store is down')
      },
      onError: (error) => told.push(error),
    })
    expect(await post(cancelled)).toBe(500)
    failing = false
    expect(await post(cancelled)).toBe(200)
    expect(told).toMatchObject([{ message: 'the store is down' }])
  })

  it('that arrive while the first is handled share its end', async () => {
    let handled = 0
    let finish = (_: Error | null) => {}
    const { post } = receiving({
      handle: () => {
        handled++
        return new Promise<void>((resolve, reject) => {
          finish = (error) => (error === null ? resolve() : reject(error))
        })
      },
    })
    const both = [post(cancelled), post(cancelled)]
    await expect.poll(() => handled).toBe(1)
    finish(new Error('no'))
    expect(await Promise.all(both)).toEqual([500, 500])
    expect(handled).toBe(1)
  })

  it('are handled again where a memory fails, rather than lost', async () => {
    const told: string[] = []
    let handled = 0
    const handle = () => void handled++
    const onError = (error: unknown) => told.push(String(error))
    const broken = (what: 'has' | 'add') => ({
      ...createSeenNotifications(),
      [what]: () => Promise.reject(new Error(what)),
    })
    expect(await receiving({ handle, onError, seen: broken('has') }).post(cancelled)).toBe(500)
    expect(handled).toBe(0)
    expect(await receiving({ handle, onError, seen: broken('add') }).post(cancelled)).toBe(200)
    expect(handled).toBe(1)
    expect(told).toEqual(['Error: has', 'Error: add'])
  })

  it('are forgotten, oldest first, when there are too many', async () => {
    const { got, post } = receiving({ seen: createSeenNotifications(2) })
    for (const version of [1, 2, 3, 3, 2, 1]) await post({ ...cancelled, version })
    expect(got.map(({ claims }) => claims.version)).toEqual(['1', '2', '3', '1'])
  })
})

describe('time', () => {
  function slow(seen = createSeenNotifications()) {
    const clock = createTestClock()
    let handled = 0
    const handler = createNotificationHandler({
      secret,
      seen,
      clock,
      answerWithinMs: 4_000,
      handle: () =>
        new Promise<void>((resolve) => {
          clock.after(10_000, () => {
            handled++
            resolve()
          })
        }),
    })
    return { clock, handler, handled: () => handled }
  }

  it('is over for a slow handler: 503, to have it sent again, which is then a repetition', async () => {
    const { clock, handler, handled } = slow()
    const first = await clock.run(handler(call(cancelled)))
    expect(first.status).toBe(503)
    await clock.advance(10_000)
    expect(handled()).toBe(1)
    expect((await clock.run(handler(call(cancelled)))).status).toBe(200)
    expect(handled()).toBe(1)
  })

  it('is over for a slow handler: 200 where the platform lets it go on', async () => {
    const { clock, handler, handled } = slow()
    const kept: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>) => void kept.push(promise)
    const answer = await clock.run(handler(call(cancelled), { waitUntil }))
    expect(answer.status).toBe(200)
    expect(kept).toHaveLength(1)
    expect(handled()).toBe(0)
    await clock.run(Promise.all(kept))
    expect(handled()).toBe(1)
  })

  it('is over for a body that does not come', async () => {
    const clock = createTestClock()
    const handler = createNotificationHandler({ secret, clock, handle: () => {} })
    const body = new ReadableStream<Uint8Array>({ pull: () => new Promise<void>(() => {}) })
    const stalled = new Request('https://shop.example/mp', { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect((await clock.run(handler(stalled))).status).toBe(408)
  })
})

describe('options', () => {
  it.each([
    [{ secret: '' }, 'secret'],
    [{ secret: [] }, 'secret'],
    [{ handle: undefined }, 'handle'],
    [{ seen: new Map() }, 'seen'],
    [{ unverified: 'accept' }, 'unverified'],
    [{ answerWithinMs: 0 }, 'answerWithinMs'],
    [{ maxBodyBytes: 1.5 }, 'maxBodyBytes'],
    [{ toleranceMs: -1 }, 'toleranceMs'],
  ])('that make no sense are refused (%#)', (more, field) => {
    const make = () => createNotificationHandler({ secret, handle: () => {}, ...more } as NotificationHandlerOptions)
    expect(make).toThrow(expect.objectContaining({ code: 'invalid_request', field }))
  })

  it('take several secrets while one replaces another', async () => {
    const { got, post } = receiving({ secret: ['new', secret] })
    expect(await post(cancelled)).toBe(200)
    expect(got).toHaveLength(1)
  })

  it('whose callbacks throw change no answer', async () => {
    const onRejected = () => {
      throw new Error('metrics are down')
    }
    expect(await receiving({ onRejected }).post(cancelled, { signedWith: null })).toBe(401)
    const handle = () => Promise.reject(new Error('no'))
    expect(await receiving({ handle, onError: onRejected }).post(cancelled)).toBe(500)
  })
})
