import { describe, expect, it } from 'vitest'
import { minimal, notSettled, refused, reset, type Step, settled, wire } from './__fixtures__/settlement.ts'

const day = 24 * 60 * 60 * 1000

describe('a settlement under 2xx', () => {
  it.each([200, 201, 202, 206, 299])('is captured with %i, an id, both echoes and the whole value', async (status) => {
    const { capture, sent } = wire([[status, settled]])
    const outcome = await capture()
    expect(outcome).toMatchObject({
      status: 'captured',
      provider: 'vtex',
      captureId: '2EA354989E7E4BBC9F9D7B66674C2574',
      amount: { amount: '45.00', currency: 'BRL' },
      basis: 'answer',
      replayed: false,
      reference: {
        transactionId: minimal.transactionId,
        paymentId: minimal.paymentId,
        requestId: minimal.requestId,
        settleId: '2EA354989E7E4BBC9F9D7B66674C2574',
      },
      raw: settled,
    })
    expect(outcome).not.toHaveProperty('short')
    expect(sent).toHaveLength(1)
  })

  it('is captured, and short, when less was settled', async () => {
    const outcome = await wire([[200, { ...settled, value: 37.8 }]]).capture()
    expect(outcome).toMatchObject({
      status: 'captured',
      amount: { amount: '37.80', currency: 'BRL' },
      short: { amount: '7.20', currency: 'BRL' },
    })
  })

  it('is short by one unit where one is missing', async () => {
    const outcome = await wire([[200, { ...settled, value: 44.99 }]]).capture()
    expect(outcome).toMatchObject({ status: 'captured', short: { amount: '0.01', currency: 'BRL' } })
  })

  it.each([
    ['the ids of its own samples, which differ', { ...settled, requestId: 'DCEAA1FC8372E430E8236649DB5EBD08E' }],
    ["another payment's id", { ...settled, paymentId: '0123456789ABCDEF0123456789ABCDEF' }],
    ['the payment id in another case', { ...settled, paymentId: minimal.paymentId.toLowerCase() }],
    ['no payment id', { ...settled, paymentId: undefined }],
    ['no request id', { ...settled, requestId: undefined }],
    ['an empty request id', { ...settled, requestId: '' }],
    ['a null payment id', { ...settled, paymentId: null }],
    ['neither id', { ...settled, paymentId: undefined, requestId: undefined }],
    ['a value above the asked one', { ...settled, value: 45.01 }],
    ['the value in cents', { ...settled, value: 4500 }],
    ['a value of 0', { ...settled, value: 0 }],
    ['a quoted 0', { ...settled, value: '0.00' }],
    ['a negative value', { ...settled, value: -45 }],
    ['more digits than the currency has', { ...settled, value: 44.999 }],
    ['the noise of a float', { ...settled, value: 44.99999999999999 }],
    ['a value beyond any payment', { ...settled, value: 1e21 }],
  ])('is a mismatch for a person with %s, keeps the id, and is never sent again', async (_, body) => {
    const { capture, gateway, sent } = wire([[200, body]])
    const outcome = await capture()
    expect(outcome).toMatchObject({
      status: 'unknown',
      cause: 'mismatch',
      needs: 'person',
      reference: { settleId: '2EA354989E7E4BBC9F9D7B66674C2574' },
      handle: { mismatch: true, ids: { settleId: '2EA354989E7E4BBC9F9D7B66674C2574' } },
    })
    expect(sent).toHaveLength(1)
    if (outcome.status !== 'unknown') throw new Error('unreachable')
    const again = await gateway.resolve(JSON.parse(JSON.stringify(outcome.handle)), {
      request: minimal,
      replay: 'allow',
    })
    expect(again).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person', handle: { mismatch: true } })
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['nothing', ''],
    ['an empty object', {}],
    ['null', 'null'],
    ['a list', '[]'],
    ['a web page', '<!doctype html><title>Sign in</title>'],
    ['JSON that ends early', '{"paymentId":"F5C1'],
    ['an answer of another kind', { status: 'ok', requestId: 'of-a-gateway' }],
    ['a number for the id', { ...settled, settleId: 67012142 }],
    ['an object for the id', { ...settled, settleId: { id: 'x' } }],
    ['true for the id', { ...settled, settleId: true }],
    ['an id longer than any', { ...settled, settleId: 'x'.repeat(501) }],
    ['a list for an echo', { ...settled, paymentId: [] }],
    ['no value', { ...settled, value: undefined }],
    ['a null value', { ...settled, value: null }],
    ['a value with a comma', { ...settled, value: '45,00' }],
    ['a value in words', { ...settled, value: 'many' }],
    ['an object for the value', { ...settled, value: { amount: 45 } }],
  ])('is unreadable with %s: repeated, then unknown', async (_, body) => {
    const { capture, sent } = wire([[200, body]])
    expect(await capture()).toMatchObject({ status: 'unknown', cause: 'unreadable_answer', needs: 'resolve' })
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map((exchange) => exchange.body)).size).toBe(1)

    const healed = wire([
      [200, body],
      [200, settled],
    ])
    expect(await healed.capture()).toMatchObject({ status: 'captured' })
    expect(healed.sent).toHaveLength(2)
  })

  it('keeps the id of a settlement whose value cannot be read', async () => {
    const outcome = await wire([[200, { ...settled, value: null }], reset()]).capture()
    expect(outcome).toMatchObject({
      status: 'unknown',
      reference: { settleId: '2EA354989E7E4BBC9F9D7B66674C2574' },
      handle: { ids: { settleId: '2EA354989E7E4BBC9F9D7B66674C2574' } },
    })
    expect(outcome).not.toHaveProperty('handle.mismatch')
  })

  it('is a mismatch when one request id is answered with two settlements', async () => {
    const outcome = await wire([
      [200, { ...settled, value: null }],
      [200, { ...settled, settleId: 'ANOTHER' }],
    ]).capture()
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'mismatch', reference: { settleId: 'ANOTHER' } })
  })

  it.each([
    ['a quoted value', { ...settled, value: '45.00' }],
    ['a quoted value with more zeros', { ...settled, value: '45.0000' }],
    ['null code and message', { ...settled, code: null, message: null }],
    ['neither code nor message', { ...settled, code: undefined, message: undefined }],
    ['a code that is a number and a message that is a list', { ...settled, code: 0, message: ['done'] }],
    ['a value as Java may write it', JSON.stringify(settled).replace('"value":45', '"value":4.5E+1')],
    ['fields nobody documents', { ...settled, acquirer: 'x', connectorMetadata: [{ name: 'a', value: 'b' }] }],
  ])('is captured with %s', async (_, body) => {
    expect(await wire([[200, body]]).capture()).toMatchObject({
      status: 'captured',
      amount: { amount: '45.00', currency: 'BRL' },
    })
  })
})

describe('a settlement under another status', () => {
  it.each([302, 400, 401, 403, 404, 409, 422, 429, 500, 501, 503])(
    'is a mismatch for a person with %i and a settleId',
    async (status) => {
      const { capture, sent } = wire([[status, settled]])
      expect(await capture()).toMatchObject({
        status: 'unknown',
        cause: 'mismatch',
        needs: 'person',
        reference: { settleId: settled.settleId },
        handle: { mismatch: true },
      })
      expect(sent).toHaveLength(1)
    },
  )

  it('is a mismatch without the ids too: something was settled', async () => {
    const body = { ...settled, paymentId: undefined, requestId: undefined }
    expect(await wire([[500, body]]).capture()).toMatchObject({ status: 'unknown', cause: 'mismatch' })
  })
})

describe('the failure body', () => {
  it.each([200, 201, 202, 500, 501, 502, 503, 504])('is pending under %i, and is not asked again', async (status) => {
    const now = Date.UTC(2026, 10, 20, 12)
    const clock = { now: () => now, after: () => () => {} }
    const { capture, sent } = wire([[status, notSettled]], { clock })
    expect(await capture()).toMatchObject({
      status: 'pending',
      code: 'ERR123',
      message: 'The settlement has not completed yet',
      giveUpAt: new Date(now + day).toISOString(),
      handle: { provider: 'vtex', firstSentAt: new Date(now).toISOString(), idempotencyKey: minimal.requestId },
      raw: notSettled,
    })
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['without a settleId', { ...notSettled, settleId: undefined }],
    ['with an empty settleId', { ...notSettled, settleId: '' }],
    ['with the whole value, which settles nothing', { ...notSettled, value: 45 }],
    ['without a value', { ...notSettled, value: undefined }],
    ['with a value in words', { ...notSettled, value: 'none' }],
    ['with the whole request around it', { ...notSettled, value: 45, authorizationId: '1', recipients: [] }],
  ])('is pending %s', async (_, body) => {
    expect(await wire([[200, body]]).capture()).toMatchObject({ status: 'pending', code: 'ERR123' })
    expect(await wire([[500, body]]).capture()).toMatchObject({ status: 'pending', code: 'ERR123' })
  })

  it('is pending without a reason when code and message are null', async () => {
    const outcome = await wire([[500, { ...notSettled, code: null, message: null }]]).capture()
    expect(outcome).toMatchObject({ status: 'pending', code: null, message: expect.stringContaining('no reason') })
  })

  it('is pending under 500 without echoes: a provider may have failed before it read them', async () => {
    const body = { settleId: null, value: 0, code: 'E', message: 'm' }
    expect(await wire([[500, body]]).capture()).toMatchObject({ status: 'pending', code: 'E' })
  })

  it('is pending after an attempt without an answer', async () => {
    const outcome = await wire([reset(), [500, notSettled]]).capture()
    expect(outcome).toMatchObject({ status: 'pending' })
  })

  it.each([
    [200, { ...notSettled, requestId: 'another' }],
    [500, { ...notSettled, requestId: 'another' }],
    [500, { ...notSettled, paymentId: 'another' }],
    [200, { ...notSettled, paymentId: undefined }],
    [200, { settleId: null, value: 0 }],
  ])('is a mismatch with %i when it is not about what was asked: %j', async (status, body) => {
    const { capture, sent } = wire([[status, body]])
    const outcome = await capture()
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person', handle: { mismatch: true } })
    expect(outcome.reference).not.toHaveProperty('settleId')
    expect(sent).toHaveLength(1)
  })

  it.each(['refund-manually', 'cancel-manually'])('is pending, and warned of, with the code %s', async (code) => {
    const { capture, events } = wire([[500, { ...notSettled, code }]])
    expect(await capture()).toMatchObject({ status: 'pending', code })
    expect(events.filter((event) => event.type === 'warning')).toMatchObject([
      { code: 'manual_code_in_settlement', field: 'code', message: expect.stringContaining('615050') },
    ])
  })

  it('is not warned of otherwise', async () => {
    const { capture, events } = wire([[500, notSettled]])
    await capture()
    expect(events.filter((event) => event.type === 'warning')).toEqual([])
  })
})

describe('a server error without the failure body', () => {
  it.each([
    [500, ''],
    [500, { message: 'Internal server error' }],
    [500, { message: 'Internal server error', requestId: 'of-the-gateway' }],
    [502, '<html>Bad gateway</html>'],
    [503, 'upstream connect error'],
    [504, { message: 'Endpoint request timed out' }],
    [599, 'a web page'],
  ])('is repeated with %i %j, then unknown', async (status, body) => {
    const { capture, sent } = wire([[status, body]])
    expect(await capture()).toMatchObject({ status: 'unknown', cause: 'server_error', needs: 'resolve' })
    expect(sent).toHaveLength(3)
    expect(
      await wire([
        [status, body],
        [200, settled],
      ]).capture(),
    ).toMatchObject({ status: 'captured' })
  })
})

describe('a refusal', () => {
  it.each([
    ['a failure body', { ...notSettled, code: 'UNAUTHORIZED', message: 'Unknown key' }],
    ['an empty body', ''],
    ['a blank body', ' \n'],
  ])('of the credentials throws with 401 and %s', async (_, body) => {
    const { capture, sent } = wire([[401, body, { 'x-request-id': 'req-77' }]])
    await expect(capture()).rejects.toMatchObject({
      name: 'CaptureError',
      code: 'unauthorized',
      status: 401,
      provider: 'vtex',
      retryable: false,
      requestId: 'req-77',
      message: expect.stringContaining('headerFamily'),
    })
    expect(sent).toHaveLength(1)
  })

  it("keeps the provider's words", async () => {
    const { capture } = wire([[401, { ...notSettled, code: 'UNAUTHORIZED', message: 'Unknown key' }]])
    await expect(capture()).rejects.toMatchObject({ causes: [{ code: 'UNAUTHORIZED', message: 'Unknown key' }] })
  })

  it('of the credentials is a mismatch when it answers another request', async () => {
    expect(await wire([[401, { ...notSettled, requestId: 'x' }]]).capture()).toMatchObject({ cause: 'mismatch' })
  })

  it.each([
    ['a web page', '<html>Sign in</html>'],
    ["a gateway's body", { message: 'Unauthorized' }],
  ])('of the credentials is unknown with 401 and %s', async (_, body) => {
    const { capture, sent } = wire([[401, body]])
    expect(await capture()).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
    expect(sent).toHaveLength(1)
  })

  it.each([300, 301, 302, 304, 307, 308, 400, 402, 403, 404, 405, 406, 408, 409, 410, 413, 415, 422, 423, 424, 451])(
    'with %i is unknown, whatever the body says',
    async (status) => {
      const bodies = status === 304 ? [''] : ['', '<html>', notSettled]
      for (const step of bodies.map((body): Step => [status, body])) {
        const { capture, sent } = wire([step])
        expect(await capture()).toMatchObject({
          status: 'unknown',
          cause: 'unrecognised_answer',
          needs: 'resolve',
          handle: { provider: 'vtex' },
        })
        expect(sent).toHaveLength(1)
      }
    },
  )
})

describe('too many requests', () => {
  it('are waited for, and repeated', async () => {
    const { capture, sent, events } = wire([
      [429, '', { 'retry-after': '0' }],
      [200, settled],
    ])
    expect(await capture()).toMatchObject({ status: 'captured' })
    expect(sent).toHaveLength(2)
    expect(events).toContainEqual(expect.objectContaining({ type: 'waiting', reason: 'rate_limited' }))
  })

  it('are no proof with a failure body', async () => {
    const { capture, sent } = wire([[429, notSettled]])
    expect(await capture()).toMatchObject({ status: 'unknown', cause: 'rate_limited' })
    expect(sent).toHaveLength(3)
  })

  it('end the call at once when the wait would be beyond the deadline', async () => {
    const { capture, sent } = wire([[429, '', { 'retry-after': '3600' }]])
    expect(await capture()).toMatchObject({ status: 'unknown', cause: 'rate_limited' })
    expect(sent).toHaveLength(1)
  })
})

describe('no answer', () => {
  it('is a throw that may be repeated when nothing was sent', async () => {
    const { capture, sent } = wire([refused()])
    await expect(capture()).rejects.toMatchObject({ code: 'not_sent', retryable: true })
    expect(sent).toHaveLength(3)
  })

  it('is unknown when something may have been sent', async () => {
    const { capture, sent } = wire([reset()])
    expect(await capture()).toMatchObject({ status: 'unknown', cause: 'no_answer', needs: 'resolve' })
    expect(sent).toHaveLength(3)
  })

  it('is forgotten when a repetition is answered', async () => {
    expect(await wire([reset(), refused(), [200, settled]]).capture()).toMatchObject({ status: 'captured' })
  })
})

describe('after an attempt that may have been applied', () => {
  it.each([
    ['401 and a failure body', [401, notSettled], 'refused_after_maybe_applied'],
    ['401 and nothing', [401, ''], 'refused_after_maybe_applied'],
    ['400', [400, notSettled], 'unrecognised_answer'],
    ['404', [404, notSettled], 'unrecognised_answer'],
    ['409', [409, notSettled], 'unrecognised_answer'],
  ] as const)('%s concludes nothing', async (_, step, cause) => {
    for (const first of [reset(), [500, ''] as Step, [200, 'OK'] as Step]) {
      const { capture, sent } = wire([first, step])
      expect(await capture()).toMatchObject({ status: 'unknown', cause })
      expect(sent).toHaveLength(2)
    }
  })

  it('a refused connection concludes nothing', async () => {
    expect(await wire([reset(), refused()]).capture()).toMatchObject({ status: 'unknown', cause: 'no_answer' })
  })

  it('a settlement with our ids is captured', async () => {
    expect(
      await wire([
        [500, ''],
        [200, settled],
      ]).capture(),
    ).toMatchObject({ status: 'captured' })
  })

  it('of an earlier call, 401 concludes nothing', async () => {
    const { capture } = wire([[401, notSettled]])
    expect(await capture(minimal, { priorAttempt: true })).toMatchObject({
      status: 'unknown',
      cause: 'refused_after_maybe_applied',
    })
  })

  it('of an earlier call, a request that cannot be sent is unknown', async () => {
    expect(await wire([refused()]).capture(minimal, { priorAttempt: true })).toMatchObject({ status: 'unknown' })
  })
})
