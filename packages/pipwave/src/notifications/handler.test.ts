import { setTimeout as pause } from 'node:timers/promises'
import { createTestClock } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { account, createWorld } from '../__fixtures__/world.ts'
import {
  createNotificationHandler,
  type NotificationHandlerOptions,
  type PipwaveNotification,
} from '../notifications.ts'

const url = 'https://merchant.example/ipn'

function post(body: BodyInit | null, init: RequestInit = {}): Request {
  return new Request(url, { method: 'POST', body, ...init })
}

/** A handler, with what it was given and what it failed at. */
function receiver(options: Partial<NotificationHandlerOptions> = {}) {
  const stored: PipwaveNotification[] = []
  const failures: unknown[] = []
  const receive = createNotificationHandler({
    ...account,
    handle: async (notification) => void stored.push(notification),
    onRejected: (rejection) => failures.push(rejection),
    onError: (error, about) => failures.push({ ...about, error }),
    ...options,
  })
  return { receive, stored, failures }
}

async function answered(response: Response) {
  return { status: response.status, body: await response.text() }
}

const ok = { status: 200, body: 'OK' }

describe('a notification', () => {
  it('is handed over with what was signed, typed, and the rest apart', async () => {
    const { emulator } = createWorld()
    const { receive, stored, failures } = receiver()
    expect(await answered(await receive(post(await emulator.notify('PW1001'))))).toEqual(ok)
    expect(stored).toMatchObject([
      {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        trusted: {
          pwId: 'PW1001',
          txnId: 'ORDER-1',
          transactionStatus: 5,
          state: 'processing',
          amount: { amount: '100.00', currency: 'MYR' },
          amountText: '100.00',
          currencyCode: 'MYR',
          signedAt: '2016-03-01T00:00:00.000Z',
        },
        untrusted: { type: 'payment', notification_id: 'N1', final_amount: '100.00' },
      },
    ])
    expect(Object.keys(stored[0]?.trusted ?? {})).toHaveLength(8)
    expect(JSON.stringify(stored)).not.toMatch(/TESTSECRET456|"signature"/)
    expect(failures).toEqual([])
  })

  it('keeps a number that nobody knows', async () => {
    const { emulator } = createWorld({ payments: [{ transactionStatus: 77 }] })
    const { receive, stored } = receiver()
    await receive(post(await emulator.notify('PW1001')))
    expect(stored[0]?.trusted).toMatchObject({ transactionStatus: 77, state: 'unrecognised' })
  })

  it('is answered after it was stored, and not before', async () => {
    const { emulator } = createWorld()
    let store = () => {}
    const { receive } = receiver({ handle: () => new Promise<void>((resolve) => (store = resolve)) })
    let done = false
    const response = receive(post(await emulator.notify('PW1001'))).finally(() => {
      done = true
    })
    await pause(20)
    expect(done).toBe(false)
    store()
    expect(await answered(await response)).toEqual(ok)
  })

  it('is not accepted when storing fails, so that pipwave repeats it', async () => {
    const { emulator } = createWorld()
    const error = new Error('the store is down')
    const { receive, failures } = receiver({ handle: () => Promise.reject(error) })
    const response = await answered(await receive(post(await emulator.notify('PW1001'))))
    expect(response).toEqual({ status: 500, body: 'not accepted: handler_failed' })
    expect(failures).toMatchObject([{ reason: 'handler_failed', error, id: expect.any(String) }])
    const throwing = receiver({
      handle: () => {
        throw error
      },
    })
    expect(await answered(await throwing.receive(post(await emulator.notify('PW1001'))))).toMatchObject({ status: 500 })
  })

  it('is refused the same when the alert fails later on, and nothing is left to crash the process', async () => {
    const down = (async () => Promise.reject(new Error('the alert is down'))) as () => void
    const { receive } = receiver({ onRejected: down, onError: down, handle: () => Promise.reject(new Error('no')) })
    const { emulator } = createWorld()
    const unhandled: unknown[] = []
    const note = (error: unknown) => void unhandled.push(error)
    process.on('unhandledRejection', note)
    try {
      expect(await answered(await receive(post('{}')))).toMatchObject({ status: 400 })
      expect(await answered(await receive(post(await emulator.notify('PW1001'))))).toMatchObject({ status: 500 })
      await pause(20)
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
  })

  it('is not accepted when storing takes too long, and the handler is told', async () => {
    const { emulator } = createWorld()
    const clock = createTestClock()
    let signal: AbortSignal | undefined
    const { receive, failures } = receiver({
      clock,
      answerWithinMs: 5_000,
      handle: (_, context) => {
        signal = context.signal
        return new Promise(() => {})
      },
    })
    const response = receive(post(await emulator.notify('PW1001')))
    await pause(20)
    await clock.advance(4_999)
    expect(signal?.aborted).toBe(false)
    await clock.advance(1)
    expect(await answered(await response)).toEqual({ status: 503, body: 'not accepted: time_limit' })
    expect(signal?.aborted).toBe(true)
    expect(failures).toEqual([
      {
        reason: 'time_limit',
        error: new Error('the notification was not stored within 5000 ms, so it will come again'),
      },
    ])
    expect(clock.pending).toBe(0)
  })

  it('that never comes to its end is not waited for', async () => {
    const clock = createTestClock()
    const { receive, stored } = receiver({ clock, answerWithinMs: 5_000 })
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) })
    const response = receive(post(body, { duplex: 'half' } as RequestInit))
    await pause(20)
    await clock.advance(5_000)
    expect(await answered(await response)).toMatchObject({ status: 503 })
    expect(stored).toEqual([])
  })
})

describe('the id', () => {
  it('is the same for each copy, and another one for another notification', async () => {
    const world = createWorld()
    const { receive, stored } = receiver()
    const body = await world.emulator.notify('PW1001')
    for (const text of [body, body]) await receive(post(text))
    await world.clock.advance(1_000)
    await receive(post(await world.emulator.notify('PW1001')))
    world.emulator.change('PW1001', { transactionStatus: 10 })
    await receive(post(await world.emulator.notify('PW1001')))
    const ids = stored.map(({ id }) => id)
    expect(ids[0]).toBe(ids[1])
    expect(new Set(ids).size).toBe(3)
  })

  it('does not go by what is not signed', async () => {
    const { emulator } = createWorld()
    const { receive, stored } = receiver()
    await receive(post(await emulator.notify('PW1001', { notification_id: 'A', type: 'refund' })))
    await receive(post(await emulator.notify('PW1001', { notification_id: 'B' })))
    expect(stored[0]?.id).toBe(stored[1]?.id)
  })
})

describe('what is rejected', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['another status', { transaction_status: 10 }, 401, 'signature_mismatch'],
    ['another amount', { amount: '1.00' }, 401, 'signature_mismatch'],
    ['another payment', { txn_id: 'ORDER-2' }, 401, 'signature_mismatch'],
    ['another merchant', { api_key: 'OTHER' }, 401, 'other_api_key'],
    ['no signature', { signature: null }, 400, 'missing_field'],
    ['half a signature', { signature: 'da0ca5' }, 401, 'malformed_signature'],
  ])('%s is not handed over', async (_, change, status, reason) => {
    const { emulator } = createWorld()
    const { receive, stored, failures } = receiver()
    const fields = { ...(JSON.parse(await emulator.notify('PW1001')) as object), ...change }
    const response = await answered(await receive(post(JSON.stringify(fields))))
    expect(response).toEqual({ status, body: `not accepted: ${reason}` })
    expect(stored).toEqual([])
    expect(failures).toMatchObject([{ reason }])
    expect(JSON.stringify(failures)).not.toMatch(/ORDER|PW1001/)
  })

  it.each<[string, () => Request, number, string]>([
    ['a GET', () => new Request(url), 405, 'method_not_allowed'],
    ['no body', () => post(null), 400, 'not_json'],
    ['a form', () => post(new URLSearchParams({ status: '200' })), 400, 'not_json'],
    ['bytes that are no text', () => post(new Uint8Array([0xff, 0xfe, 0x7b])), 400, 'unreadable_body'],
    ['what announces too much', () => post('{}', { headers: { 'content-length': '9999999' } }), 413, 'too_large'],
    ['what is too much', () => post('x'.repeat(300_000)), 413, 'too_large'],
  ])('%s', async (_, make, status, reason) => {
    const { receive, stored } = receiver()
    expect(await answered(await receive(make()))).toEqual({ status, body: `not accepted: ${reason}` })
    expect(stored).toEqual([])
  })

  it('what was read before', async () => {
    const { emulator } = createWorld()
    const { receive } = receiver()
    const request = post(await emulator.notify('PW1001'))
    await request.text()
    expect(await answered(await receive(request))).toMatchObject({ status: 400 })
  })

  it('is told to an alert, whose own failure changes nothing', async () => {
    const { receive } = receiver({
      onRejected: () => {
        throw new Error('the pager is down')
      },
    })
    expect((await receive(new Request(url))).status).toBe(405)
  })
})

describe('a handler', () => {
  it('takes the old secret and the new one while they are exchanged', async () => {
    const { emulator } = createWorld()
    const { receive } = receiver({ apiSecret: undefined, apiSecrets: ['new-one', account.apiSecret] })
    expect(await answered(await receive(post(await emulator.notify('PW1001'))))).toEqual(ok)
  })

  it.each([
    ['apiKey', { apiKey: '' }],
    ['apiSecret', { apiSecret: undefined }],
    ['handle', { handle: undefined }],
    ['onRejected', { onRejected: 'log' }],
    ['onError', { onError: 'log' }],
    ['answerWithinMs', { answerWithinMs: 0 }],
    ['maxBodyBytes', { maxBodyBytes: 0.5 }],
  ])('is not made with a wrong %s', (field, options) => {
    expect(() => receiver(options as never)).toThrowError(expect.objectContaining({ code: 'invalid_request', field }))
  })
})

describe('the emulator’s notifications', () => {
  async function lived() {
    const world = createWorld()
    await world.run(world.client.capture({ pwId: 'PW1001' }))
    await world.clock.advance(60_000)
    world.emulator.change('PW1001', { transactionStatus: 13 })
    return world
  }

  it('come in order, once each, and not again after OK', async () => {
    const { emulator } = await lived()
    const { receive, stored } = receiver()
    const deliveries = await emulator.deliver(url, { fetch: receive })
    expect(deliveries.map(({ accepted }) => accepted)).toEqual([true, true])
    expect(stored.map(({ trusted }) => trusted.state)).toEqual(['paid', 'disputed'])
    expect(await emulator.deliver(url, { fetch: receive })).toEqual([])
  })

  it('come again, late, until they are stored', async () => {
    const world = await lived()
    let down = true
    const stored: string[] = []
    const receive = createNotificationHandler({
      ...account,
      handle: async ({ trusted }) => {
        if (down) throw new Error('the store is down')
        stored.push(`${trusted.state} ${trusted.signedAt}`)
      },
    })
    await world.emulator.deliver(url, { fetch: receive })
    expect(world.emulator.undelivered()).toBe(2)
    await world.clock.advance(300_000)
    down = false
    await world.emulator.deliver(url, { fetch: receive })
    expect(stored).toEqual(['paid 2016-03-01T00:00:00.000Z', 'disputed 2016-03-01T00:01:00.000Z'])
    expect(world.emulator.undelivered()).toBe(0)
  })

  it('come twice and out of order, and are told apart by their ids', async () => {
    const { emulator } = await lived()
    const { receive, stored } = receiver()
    await emulator.deliver(url, { fetch: receive, order: 'reversed', copies: 2 })
    expect(stored.map(({ trusted }) => trusted.state)).toEqual(['disputed', 'disputed', 'paid', 'paid'])
    expect(new Set(stored.map(({ id }) => id)).size).toBe(2)
  })

  it('are rejected when they were tampered with, and unsigned fields are not believed', async () => {
    const { emulator } = await lived()
    const { receive, stored } = receiver()
    const tampered = await emulator.deliver(url, {
      fetch: receive,
      tamper: (fields) => ({ ...fields, transaction_status: 10, amount: '1.00' }),
    })
    expect(tampered.map(({ status }) => status)).toEqual([401, 401])
    await emulator.deliver(url, { fetch: receive, tamper: (fields) => ({ ...fields, final_amount: '0.01' }) })
    expect(stored[0]?.trusted).not.toHaveProperty('finalAmount')
    expect(stored[0]?.untrusted).toMatchObject({ final_amount: '0.01' })
  })

  it('to nobody stay undelivered', async () => {
    const { emulator } = await lived()
    const deliveries = await emulator.deliver(url, { fetch: () => Promise.reject(new Error('refused')) })
    expect(deliveries.map(({ status }) => status)).toEqual([0, 0])
    expect(emulator.undelivered()).toBe(2)
  })
})
