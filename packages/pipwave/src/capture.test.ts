import { type CaptureHandle, money } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { createWorld, firstCapture, gist, says, thrownBy } from './__fixtures__/world.ts'
import type { PipwaveCaptureRequest } from './capture-schema.ts'

describe('what is sent', () => {
  it('is one requery and one capture, as JSON, with the key in a header', async () => {
    const world = createWorld({ payments: [{ total: '10.00' }] })
    await world.run(world.client.capture({ pwId: 'PW1001', amount: money('10', 'MYR') }))
    expect(
      world.seen.map(({ exchange: { method, url, headers, body } }) => ({ method, url, headers, body })),
    ).toMatchInlineSnapshot(`
      [
        {
          "body": "{"action":"requery","timestamp":1456790400,"api_key":"TESTKEY123","pw_id":"PW1001","signature":"1f38df13125b0f76121020800ac79e43c8768bf9"}",
          "headers": {
            "accept": "application/json",
            "content-type": "application/json",
            "x-api-key": "TESTKEY123",
          },
          "method": "POST",
          "url": "https://staging-api.pipwave.com/payment",
        },
        {
          "body": "{"action":"capture-payment","timestamp":1456790400,"api_key":"TESTKEY123","pw_id":"PW1001","capture_amount":"10.00","signature":"4c544a54aba9874f0c966f998fe9195b8cedfd8d"}",
          "headers": {
            "accept": "application/json",
            "content-type": "application/json",
            "x-api-key": "TESTKEY123",
          },
          "method": "POST",
          "url": "https://staging-api.pipwave.com/payment",
        },
      ]
    `)
  })

  const forms: readonly [request: PipwaveCaptureRequest, requery: object, capture: object][] = [
    [{ pwId: 'PW1001' }, { pw_id: 'PW1001' }, { pw_id: 'PW1001' }],
    [{ pwId: 'PW1001', txnId: 'ORDER-1' }, { pw_id: 'PW1001' }, { pw_id: 'PW1001' }],
    [{ txnId: 'ORDER-1' }, { txn_id: 'ORDER-1' }, { pw_id: 'PW1001' }],
    [{ txnId: 'ORDER-1', by: 'pwId' }, { txn_id: 'ORDER-1' }, { pw_id: 'PW1001' }],
    [{ txnId: 'ORDER-1', by: 'txnId' }, { txn_id: 'ORDER-1' }, { txn_id: 'ORDER-1' }],
    [{ pwId: 'PW1001', txnId: 'ORDER-1', by: 'txnId' }, { pw_id: 'PW1001' }, { txn_id: 'ORDER-1' }],
    [{ pwId: 'PW1001', txnId: 'ORDER-1', by: 'both' }, { pw_id: 'PW1001' }, { pw_id: 'PW1001', txn_id: 'ORDER-1' }],
  ]
  it.each(forms)('names the payment for %j', async (request, requery, capture) => {
    const world = createWorld()
    await world.run(world.client.capture(request))
    const ids = ({ body: { pw_id, txn_id } }: { body: Readonly<Record<string, unknown>> }) => ({
      ...(pw_id === undefined ? {} : { pw_id }),
      ...(txn_id === undefined ? {} : { txn_id }),
    })
    for (const seen of world.requeries()) expect(ids(seen)).toEqual(requery)
    expect(world.captures().map(ids)).toEqual([capture])
  })

  it.each([
    ['10', 'MYR', '10.00'],
    ['10.5', 'MYR', '10.50'],
    ['1000', 'JPY', '1000.00'],
    ['999999999.99', 'MYR', '999999999.99'],
    ['0.01', 'MYR', '0.01'],
  ])('writes %s %s as "%s"', async (amount, currency, wire) => {
    const world = createWorld({ payments: [{ total: amount, currency }] })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001', amount: { amount, currency } }))
    expect(outcome.status).toBe('captured')
    expect(world.captures()[0]?.body.capture_amount).toBe(wire)
  })

  it('is signed at the second of its sending', async () => {
    const world = createWorld({ latencyMs: 1_500 })
    await world.run(world.client.capture({ pwId: 'PW1001' }))
    expect(world.seen.map(({ body }) => body.timestamp)).toEqual([1_456_790_400, 1_456_790_401])
  })

  it('goes to the environment’s URL', async () => {
    const world = createWorld()
    await world.run(world.another({ environment: 'live' }).capture({ pwId: 'PW1001' }))
    await world.run(world.another({ environment: 'staging' }).requery({ pwId: 'PW1001' }))
    expect(world.seen.map(({ exchange }) => exchange.url)).toEqual([
      'https://api.pipwave.com/payment',
      'https://api.pipwave.com/payment',
      'https://staging-api.pipwave.com/payment',
    ])
  })

  it('never contains the secret or the operation id', async () => {
    const world = createWorld()
    await world.run(world.client.capture({ pwId: 'PW1001', operationId: 'shipment-77' }))
    const wire = JSON.stringify(world.seen)
    expect(wire).not.toContain('TESTSECRET456')
    expect(wire).not.toContain('shipment-77')
  })
})

describe('the look before', () => {
  const amount = money('40.00', 'MYR')
  it.each([
    ['two ids of two payments', { pwId: 'PW1001', txnId: 'ORDER-2' }, 'txnId'],
    ['another currency', { pwId: 'PW1001', amount: money('100.00', 'SGD') }, 'amount'],
    ['more than the total', { pwId: 'PW1001', amount: money('100.01', 'MYR') }, 'amount'],
    ['a part without partialCapture', { pwId: 'PW1001', amount }, 'amount'],
  ])('refuses %s', async (_, request, field) => {
    const world = createWorld()
    const error = await thrownBy(world.run(world.client.capture(request)))
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(world.captures()).toHaveLength(0)
  })

  it('takes the whole total for a full capture, however pipwave writes it', async () => {
    for (const shown of ['100', '100.0', '100.00', 100, 100.5]) {
      const world = createWorld({ payments: [{ total: String(shown) }], emulator: { shownAs: { amounts: 'number' } } })
      const whole = money(shown === 100.5 ? '100.50' : '100.00', 'MYR')
      const outcome = await world.run(world.client.capture({ pwId: 'PW1001', amount: whole }))
      expect(outcome.status).toBe('captured')
    }
  })

  it('takes a part with partialCapture, and warns that nobody shows what was captured', async () => {
    const world = createWorld({ payments: [{ supportsPartial: false }], client: { partialCapture: true } })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001', amount }))
    expect(outcome).toMatchObject({ status: 'captured', basis: 'accepted', amount: null })
    expect(world.emulator.book()).toMatchObject([{ amount: { amount: '100.00' } }])
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'warning', code: 'partial_capture_unverified' }),
    )
  })

  const ok = { status: 200, pw_id: 'PW1001', txn_id: 'ORDER-1', transaction_status: 5, require_capture: true }
  const money100 = { total_amount: '100.00', currency_code: 'MYR' }
  it.each([
    ['no answer', { lost: 'not applied' } as const, true],
    ['HTTP 500', { answer: { status: 500 } }, true],
    ['HTTP 403', { answer: says({ status: 200 }, 403) }, true],
    ['HTML', { answer: { body: '<html>' } }, true],
    ['no status', { answer: says({ ...ok, status: undefined }) }, true],
    ['status 500', { answer: says({ status: 500 }) }, true],
    ['status 401', { answer: says({ status: 401, message: 'Signature invalid' }) }, false],
    ['status 403', { answer: says({ status: 403 }) }, false],
    ['status 400', { answer: says({ status: 400 }) }, false],
    ['status 0', { answer: says({ ...ok, status: 0 }) }, false],
    ['another pw_id', { answer: says({ ...ok, ...money100, pw_id: 'PW9' }) }, true],
    ['no total_amount', { answer: says({ ...ok, currency_code: 'MYR' }) }, true],
    ['no currency_code', { answer: says({ ...ok, total_amount: '100.00' }) }, true],
    ['a total that is no amount', { answer: says({ ...ok, ...money100, total_amount: 'many' }) }, true],
    ['a total with a third digit', { answer: says({ ...ok, ...money100, total_amount: '100.001' }) }, true],
    ['no transaction_status', { answer: says({ ...ok, ...money100, transaction_status: undefined }) }, true],
  ])('that ends in %s throws lookup_failed, and nothing is sent', async (_, instead, retryable) => {
    const world = createWorld()
    world.plan = () => instead
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001', amount: money('100.00', 'MYR') })))
    expect(error).toMatchObject({ code: 'lookup_failed', retryable })
    expect(world.captures()).toHaveLength(0)
  })

  it.each([
    ['no pw_id', {}],
    ['another txn_id', { pw_id: 'PW1001', txn_id: 'ORDER-9' }],
  ])('by txn_id that shows %s throws lookup_failed', async (_, ids) => {
    const world = createWorld()
    world.plan = () => ({ answer: says({ status: 200, transaction_status: 5, require_capture: true, ...ids }) })
    expect(await thrownBy(world.run(world.client.capture({ txnId: 'ORDER-1' })))).toMatchObject({
      code: 'lookup_failed',
    })
    expect(world.captures()).toHaveLength(0)
  })

  it('by txn_id throws when the txn_id has come to name another payment meanwhile', async () => {
    const world = createWorld()
    const answer = (pw_id: string) =>
      says({ status: 200, pw_id, txn_id: 'ORDER-1', transaction_status: 5, require_capture: true })
    world.plan = (_, index) => ({ answer: answer(index === 0 ? 'PW1' : 'PW2') })
    expect(await thrownBy(world.run(world.client.capture({ txnId: 'ORDER-1' })))).toMatchObject({
      code: 'lookup_failed',
    })
    expect(world.captures()).toHaveLength(0)
  })

  it('does not need an echo, nor an amount when all is captured', async () => {
    const world = createWorld()
    world.plan = (action) =>
      action === 'requery' ? { answer: says({ status: 200, transaction_status: 5, require_capture: true }) } : null
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'captured' })
  })

  it('is repeated when it fails in passing', async () => {
    const world = createWorld()
    world.plan = (action, index) => (action === 'requery' && index < 2 ? { answer: { status: 502 } } : null)
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }))).toMatchObject({ status: 'captured' })
    expect(world.requeries()).toHaveLength(3)
  })
})

describe('beforeSend', () => {
  it('comes after the look and before the capture, with the handle of the call', async () => {
    const world = createWorld()
    const handles: CaptureHandle[] = []
    world.plan = firstCapture({ lost: 'not applied' })
    const outcome = await world.run(
      world.client.capture(
        { pwId: 'PW1001' },
        {
          beforeSend: async (handle) => {
            expect(world.seen.map(({ body }) => body.action)).toEqual(['requery'])
            handles.push(handle)
          },
        },
      ),
    )
    expect(handles).toHaveLength(1)
    expect(handles[0]).toMatchInlineSnapshot(`
      {
        "account": "1f0bcc7d75cfaf1cdc08ffbdad4916e146e2b2c7e627f9d7b5dd94857a37153b",
        "environment": "staging",
        "fingerprint": "5590cee955c1cc7cb72b07d43fe3365570bfdcdce4b2f28ff8a1d38875f1a419",
        "firstSentAt": "2016-03-01T00:00:00.000Z",
        "idempotencyKey": null,
        "ids": {
          "pgTxnId": "PG-PW1001",
          "pwId": "PW1001",
          "txnId": "ORDER-1",
        },
        "operation": "capture:pw_id=PW1001:full",
        "provider": "pipwave",
        "snapshot": {
          "capture": "full",
          "currency": "MYR",
          "requireCapture": true,
          "totalAmount": "100.00",
          "transactionStatus": 5,
        },
        "version": 1,
      }
    `)
    expect(outcome).toMatchObject({ status: 'unknown', handle: handles[0] })
  })

  it('keeps the capture from being sent when it rejects', async () => {
    const world = createWorld()
    const beforeSend = () => Promise.reject(new Error('the store is down'))
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' }, { beforeSend })))
    expect(error).toMatchObject({ code: 'not_sent', cause: { message: 'the store is down' } })
    expect(world.captures()).toHaveLength(0)
  })

  it.each(['declined', 'captured', 'unknown'])('is not called when nothing will be sent: %s', async (status) => {
    const world = createWorld()
    world.emulator.change('PW1001', {
      transactionStatus: { declined: 2, captured: 20, unknown: 99 }[status] ?? 0,
      requireCapture: false,
    })
    let called = false
    const beforeSend = async () => {
      called = true
    }
    expect(await world.run(world.client.capture({ pwId: 'PW1001' }, { beforeSend }))).toMatchObject({ status })
    expect(called).toBe(false)
  })
})

describe('the caller’s signal', () => {
  it('before the capture throws aborted', async () => {
    const world = createWorld({ latencyMs: 1_000 })
    const controller = new AbortController()
    world.clock.after(500, () => controller.abort())
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' }, { signal: controller.signal })))
    expect(error).toMatchObject({ code: 'aborted' })
    expect(world.captures()).toHaveLength(0)
  })

  it('after the capture is unknown', async () => {
    const world = createWorld()
    const controller = new AbortController()
    world.clock.after(500, () => controller.abort())
    world.plan = firstCapture({ silence: 'applied' })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }, { signal: controller.signal }))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'aborted', needs: 'resolve' })
  })
})

describe('describe', () => {
  it('says what the handle will say, without asking anybody', async () => {
    const world = createWorld({ client: { partialCapture: true } })
    world.plan = firstCapture({ lost: 'not applied' })
    const requests: PipwaveCaptureRequest[] = [
      { pwId: 'PW1001' },
      { txnId: 'ORDER-1' },
      { pwId: 'PW1001', txnId: 'ORDER-1', by: 'both', amount: money('40', 'MYR'), operationId: 'shipment-77' },
    ]
    for (const request of requests) {
      const described = await world.client.describe(request)
      const handles: CaptureHandle[] = []
      const beforeSend = async (handle: CaptureHandle) => {
        handles.push(handle)
      }
      const fresh = createWorld({ client: { partialCapture: true } })
      await fresh.run(fresh.client.capture(request, { beforeSend }))
      const { operation, account, environment, idempotencyKey, fingerprint } = described
      expect(handles[0]).toMatchObject({ operation, account, environment, idempotencyKey, fingerprint })
    }
    expect(world.seen).toHaveLength(0)
  })

  it('tells equal partial captures apart by operationId only', async () => {
    const { client } = createWorld()
    const amount = money('40.00', 'MYR')
    const one = await client.describe({ pwId: 'PW1001', amount, operationId: 'a' })
    const two = await client.describe({ pwId: 'PW1001', amount: { amount: '40', currency: 'MYR' }, operationId: 'b' })
    expect(one.operation).toBe('capture:pw_id=PW1001:40.00 MYR:a')
    expect(two.operation).toBe('capture:pw_id=PW1001:40.00 MYR:b')
    expect(one.fingerprint).toBe(two.fingerprint)
    expect(one).toMatchObject({
      paymentKey: 'pw_id=PW1001',
      idempotencyKey: null,
      secretPaths: [],
      environment: 'staging',
    })
    expect((await client.describe({ pwId: 'PW1001' })).operation).toBe('capture:pw_id=PW1001:full')
    expect((await client.describe({ txnId: 'ORDER-1' })).operation).toBe('capture:txn_id=ORDER-1:full')
  })
})
