import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { account, createWorld, firstCapture, type Instead, says, thrownBy } from './__fixtures__/world.ts'
import { createPipwave } from './pipwave.ts'

const { apiSecret } = account
const personal = /Personal|411111|0123456789/

/** Everything a person or a log could get to see. */
function said(...items: unknown[]): string {
  return items
    .map((item) => `${JSON.stringify(item)}\n${inspect(item, { depth: 20, showHidden: true })}\n${String(item)}`)
    .join('\n')
}

describe('the secret', () => {
  /** A provider that repeats the secret wherever it can. */
  const echo = {
    status: 400,
    message: `${apiSecret} ${encodeURIComponent(apiSecret)}`,
    [apiSecret]: apiSecret,
    pw_id: 'PW1001',
  }
  const answers: readonly [string, Instead][] = [
    ['a captured payment', null],
    ['an echo under 400', { answer: says(echo) }],
    ['an echo under 401', { answer: says({ ...echo, status: 401 }) }],
    ['an echo under 1001', { answer: says({ ...echo, status: 1001 }) }],
    ['an echo under 0', { answer: says({ ...echo, status: 0 }) }],
    [
      'an echo in headers',
      { answer: { ...says({ status: 500 }), headers: { 'x-request-id': apiSecret, location: apiSecret } } },
    ],
    ['an error of the transport', { throws: new Error(`failed with ${apiSecret}`) }],
    ['silence', { silence: 'applied' }],
  ]
  it.each(answers)('is in no outcome, error or event: %s', async (_, instead) => {
    for (const at of ['requery', 'capture-payment']) {
      const world = createWorld()
      world.plan = (action, index) => (action === at && index === 0 ? instead : null)
      const end: unknown = await world
        .run(world.client.capture({ pwId: 'PW1001' }, { deadlineMs: 8_000 }))
        .catch((error: unknown) => error)
      expect(world.events.length).toBeGreaterThan(0)
      expect(said(end, world.events, world.client, { client: world.client })).not.toContain(apiSecret)
    }
  })

  it.each([400, 401, 1001, 9001, 500])('is not in half where a long message is cut: status %s', async (status) => {
    for (const length of [190, 490, 1_890, 1_990]) {
      const world = createWorld()
      world.plan = firstCapture({ answer: says({ status, message: `${'x'.repeat(length)}${apiSecret}` }) })
      const deadline = { deadlineMs: 8_000 }
      const end: unknown = await world
        .run(world.client.capture({ pwId: 'PW1001' }, deadline))
        .catch((error: unknown) => error)
      expect(said(end, world.events)).not.toContain(apiSecret.slice(0, 6))
      if (end instanceof Error) expect(end.message.length).toBeLessThanOrEqual(2_000)
    }
  })

  it('is never sent', async () => {
    const world = createWorld()
    world.plan = firstCapture({ lost: 'applied' })
    await world.run(world.client.capture({ txnId: 'ORDER-1' }))
    expect(JSON.stringify(world.seen)).not.toContain(apiSecret)
  })

  it('is in no error of beforeSend, requery and resolve', async () => {
    const world = createWorld()
    const beforeSend = () => Promise.reject(new Error(`could not store ${apiSecret}`))
    const first = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' }, { beforeSend })))
    world.plan = () => ({ answer: says({ status: 400, message: apiSecret }) })
    const second = await thrownBy(world.run(world.client.requery({ pwId: 'PW1001' })))
    expect(said(first, second)).not.toContain(apiSecret)
  })

  it('is masked in the text that was signed', async () => {
    const world = createWorld()
    await world.run(world.client.capture({ pwId: 'PW1001' }))
    const started = world.events.filter((event) => event.type === 'attempt_started')
    expect(started.map((event) => event.signatureBase)).toEqual([
      'action:requeryapi_key:TESTKEY123api_secret:[hidden]pw_id:PW1001timestamp:1456790400',
      'action:capture-paymentapi_key:TESTKEY123api_secret:[hidden]pw_id:PW1001timestamp:1456790400',
    ])
  })

  it.each(['with\nbreak', 'with space', '', 'ünïcode', 5, undefined, 'x'.repeat(5_000)])(
    'that could not go through a header safely is refused unseen: %j',
    (bad) => {
      for (const field of ['apiKey', 'apiSecret']) {
        const make = () => createPipwave({ ...account, environment: 'live', [field]: bad as string })
        expect(make).toThrowError(expect.objectContaining({ code: 'invalid_request', field }))
        try {
          make()
        } catch (error) {
          if (typeof bad === 'string' && bad !== '') expect(said(error)).not.toContain(bad)
        }
      }
    },
  )
})

describe('the key', () => {
  it('is shown nowhere when it is as long as keys are', async () => {
    const apiKey = 'k1e2y3-k1e2y3-k1e2y3-k1e2y3-k1e2y3-k1e2'
    const world = createWorld({ emulator: { apiKey }, client: { apiKey } })
    world.plan = firstCapture({ answer: says({ status: 403, message: `no such key: ${apiKey}` }) })
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' })))
    expect(error).toMatchObject({ code: 'unauthorized' })
    expect(said(error, world.events, world.client)).not.toContain(apiKey)
  })

  it('does not tear holes into ids when it is as short as the page’s sample', async () => {
    const apiKey = '123456'
    const payments = [{ pwId: '1234567', txnId: '123456' }]
    const world = createWorld({ payments, emulator: { apiKey }, client: { apiKey } })
    const outcome = await world.run(world.client.capture({ txnId: '123456' }))
    expect(outcome).toMatchObject({ status: 'captured', reference: { pwId: '1234567', txnId: '123456' } })
  })
})

describe('what a requery tells of people and cards', () => {
  it('is in no outcome, event or requery', async () => {
    const world = createWorld()
    const shown = await world.run(world.client.requery({ pwId: 'PW1001' }))
    world.plan = firstCapture({ lost: 'applied' })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }))
    expect(outcome).toMatchObject({ status: 'captured', raw: { transaction_status: '10' } })
    expect(said(shown, outcome, world.events)).not.toMatch(personal)
    expect(outcome.raw).toEqual({
      status: '200',
      message: '',
      pw_id: 'PW1001',
      txn_id: 'ORDER-1',
      pg_txn_id: 'PG-PW1001',
      amount: '100.00',
      total_amount: '100.00',
      final_amount: '100.00',
      currency_code: 'MYR',
      transaction_status: '10',
      require_capture: false,
      reversible_payment: true,
      payment_method_code: 'adyen_card',
    })
  })
})

describe('the client', () => {
  it('is frozen, and shows nothing of what it knows', () => {
    const { client } = createWorld()
    expect(Object.isFrozen(client)).toBe(true)
    expect(JSON.stringify(client)).toBe('{"provider":"pipwave"}')
    expect(inspect(client, { showHidden: true, depth: 10 })).not.toMatch(/TESTKEY123|TESTSECRET456/)
    expect(() => Object.assign(client, { provider: 'other' })).toThrow(TypeError)
  })

  it('does not see later changes of its options', async () => {
    const world = createWorld()
    const options = {
      ...account,
      environment: 'staging' as const,
      fetch: (request: Request) => world.emulator.fetch(request),
    }
    const client = createPipwave({ ...options, fetch: options.fetch as typeof fetch })
    options.apiSecret = 'changed'
    expect(await client.capture({ pwId: 'PW1001' })).toMatchObject({ status: 'captured' })
  })

  it.each([
    ['environment', { environment: 'test' }],
    ['environment', { environment: undefined }],
    ['partialCapture', { partialCapture: 'yes' }],
    ['account', { account: '' }],
    ['account', { account: 7 }],
    ['baseUrl', { baseUrl: 'http://api.pipwave.com/payment' }],
    ['baseUrl', { baseUrl: 'api.pipwave.com' }],
    ['deadlineMs', { deadlineMs: 0 }],
    ['transport', { transport: {} }],
    ['onEvent', { onEvent: 'log' }],
    ['clock', { clock: {} }],
  ])('is not made with a wrong %s', (field, options) => {
    const make = () => createPipwave({ ...account, environment: 'live', ...(options as object) })
    expect(make).toThrowError(expect.objectContaining({ code: 'invalid_request', field }))
  })

  it.each([undefined, null, 'live'])('is not made from %j', (options) => {
    expect(() => createPipwave(options as never)).toThrowError(expect.objectContaining({ code: 'invalid_request' }))
  })

  it('takes options that are undefined for absent', () => {
    const undefinedOptions = {
      partialCapture: undefined,
      account: undefined,
      baseUrl: undefined,
      fetch: undefined,
      clock: undefined,
    }
    expect(createPipwave({ ...account, environment: 'live', ...undefinedOptions }).provider).toBe('pipwave')
  })
})
