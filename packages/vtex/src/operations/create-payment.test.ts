import { describe, expect, it } from 'vitest'
import { refused, reset, type Step, wire } from '../__fixtures__/settlement.ts'
import { type CreatePaymentRequest, createPayment, resolveCreatePayment } from '../operations.ts'
import { fixture, payment } from './__fixtures__/operations.ts'

const approved = fixture('approved')
const open = { ...approved, status: 'undefined', authorizationId: null, nsu: null, code: null, message: null }
const denied = { ...open, status: 'denied', code: 'DENIED', message: 'Denied by the issuer' }
const error = { status: 'error', code: 'ERR123', message: 'The currency ABC is not supported' }

const run = (steps: readonly Step[], asked: CreatePaymentRequest = payment, options = {}) => {
  const provider = wire(steps, options)
  return { ...provider, create: (more = {}) => createPayment(provider.gateway, asked, more) }
}

describe('an approved payment', () => {
  it('is done, with what a settlement needs', async () => {
    const outcome = await run([[200, approved]]).create()
    expect(outcome).toMatchObject({
      status: 'done',
      provider: 'vtex',
      value: {
        status: 'approved',
        paymentId: payment.paymentId,
        authorizationId: 'AUT123567',
        tid: 'TID1578324421',
        nsu: 'NSU987432',
        acquirer: 'FooBarPayments',
        code: '2000',
        message: 'Successfully approved transaction',
        delays: { toAutoSettle: 432_000, toAutoSettleAfterAntifraud: 120, toCancel: 600 },
        maxAmount: null,
        paymentUrl: null,
        bankInvoice: null,
        paymentApp: null,
        connectorMetadata: [{ name: 'MetadataName', value: 'MetadataValue' }],
      },
      reference: { paymentId: payment.paymentId, authorizationId: 'AUT123567', tid: 'TID1578324421', nsu: 'NSU987432' },
    })
  })

  it.each([
    [166.6, { amount: '166.60', currency: 'BRL' }],
    ['45.00', { amount: '45.00', currency: 'BRL' }],
    [-1, null],
    ['45,00', null],
    [null, null],
  ])('may be settled up to a maxValue of %j', async (maxValue, maxAmount) => {
    expect(await run([[200, { ...approved, maxValue }]]).create()).toMatchObject({ value: { maxAmount } })
  })

  it.each([
    ['numbers in quotes', '432000', 432_000],
    ['minus one', -1, null],
    ['a fraction', 1.5, null],
    ['words', 'soon', null],
    ['nothing', undefined, null],
  ])('with a delay of %s has it, or does without', async (_, delayToAutoSettle, toAutoSettle) => {
    expect(await run([[200, { ...approved, delayToAutoSettle }]]).create()).toMatchObject({
      value: { delays: { toAutoSettle, toCancel: 600 } },
    })
  })

  it('without an authorizationId cannot be settled: asked again, then unknown', async () => {
    const provider = run([[200, { ...approved, authorizationId: '' }]])
    expect(await provider.create()).toMatchObject({ status: 'unknown', cause: 'unreadable_answer' })
    expect(provider.sent).toHaveLength(3)
  })
})

describe('a payment that is undefined', () => {
  it.each([
    ['paymentUrl', { paymentUrl: 'https://bank.example/login' }],
    ['redirectUrl, which is deprecated', { redirectUrl: 'https://bank.example/login' }],
    ['bankIssueInvoiceId, which is deprecated', { bankIssueInvoiceId: 'https://bank.example/login' }],
    [
      'paymentUrl before the deprecated ones',
      { paymentUrl: 'https://bank.example/login', redirectUrl: 'https://x.example' },
    ],
  ])('is done, and not authorized: the buyer goes on at %s', async (_, fields) => {
    const outcome = await run([[200, { ...open, ...fields }]]).create()
    expect(outcome).toMatchObject({
      status: 'done',
      value: { status: 'undefined', paymentUrl: 'https://bank.example/login' },
    })
    expect(outcome).not.toHaveProperty('value.authorizationId')
  })

  it('has the invoice and the app of the checkout', async () => {
    const answer = {
      ...open,
      identificationNumber: '23797',
      barCodeImageType: 'i25',
      paymentAppData: { appName: 'vtex.pix-payment', payload: '{"code":"0002"}' },
    }
    expect(await run([[200, answer]]).create()).toMatchObject({
      value: {
        bankInvoice: {
          identificationNumber: '23797',
          identificationNumberFormatted: null,
          barCodeImageType: 'i25',
          barCodeImageNumber: null,
        },
        paymentApp: { appName: 'vtex.pix-payment', payload: '{"code":"0002"}' },
      },
    })
  })

  it('keeps a large payload whole, which raw would not', async () => {
    const payload = 'x'.repeat(100_000)
    const answer = { ...open, paymentAppData: { appName: 'pix', payload } }
    expect(await run([[200, answer]]).create()).toMatchObject({ value: { paymentApp: { payload } } })
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', '/relative', 'not a url'])(
    'sends no browser to %s, and warns',
    async (paymentUrl) => {
      const provider = run([[200, { ...open, paymentUrl }]])
      expect(await provider.create()).toMatchObject({ status: 'done', value: { paymentUrl: null } })
      expect(provider.events).toContainEqual(
        expect.objectContaining({ type: 'warning', code: 'payment_url_refused', field: 'paymentUrl' }),
      )
    },
  )

  it('shows where the buyer goes on to the caller, and to nobody else', async () => {
    const answer = {
      ...open,
      paymentUrl: 'https://bank.example/session-7f3a',
      paymentAppData: { appName: 'a', payload: 'pix-91c2' },
    }
    const { create, events } = run([[200, answer]])
    const { attempts, ...outcome } = await create()
    expect(JSON.stringify([attempts, events, 'raw' in outcome ? outcome.raw : null])).not.toMatch(
      /session-7f3a|pix-91c2/,
    )
  })

  it('is asked about again by the same call, and is approved or denied then', async () => {
    const provider = run([
      [200, open],
      [200, approved],
    ])
    expect(await provider.create()).toMatchObject({ value: { status: 'undefined' } })
    expect(await provider.create({ priorAttempt: true })).toMatchObject({ value: { status: 'approved' } })
    expect(provider.sent[1]!.body).toBe(provider.sent[0]!.body)
  })
})

describe('a denied payment', () => {
  it("is declined, with the provider's code", async () => {
    expect(await run([[200, denied]]).create()).toMatchObject({
      status: 'declined',
      code: 'DENIED',
      message: 'Denied by the issuer',
      reason: 'other',
      advice: 'change_method',
      reference: { tid: 'TID1578324421' },
    })
  })

  it("is declined after a lost answer too: it is the provider's own record, and constant", async () => {
    expect(await run([reset(), [200, denied]]).create()).toMatchObject({ status: 'declined' })
    expect(await run([[200, denied]]).create({ priorAttempt: true })).toMatchObject({ status: 'declined' })
  })

  it('without a code is declined as "denied"', async () => {
    expect(await run([[200, { ...denied, code: null, message: null }]]).create()).toMatchObject({ code: 'denied' })
  })
})

describe('any other answer to a Create Payment', () => {
  it.each(['authorized', 'Approved', 'error', 'settled', ''])(
    'with the status "%s" under 200 is not recognised',
    async (status) => {
      const provider = run([[200, { ...approved, status }]])
      expect(await provider.create()).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer' })
      expect(provider.sent).toHaveLength(1)
    },
  )

  it.each([
    ['another payment', 200, { ...approved, paymentId: 'X' }],
    ['another payment, denied', 200, { ...denied, paymentId: 'X' }],
    ['no payment', 200, { ...approved, paymentId: undefined }],
    ['an approval under 500', 500, approved],
    ['an undefined payment under 404', 404, open],
    ['another payment under 500', 500, { ...error, paymentId: 'X' }],
  ])('with %s is a mismatch for a person', async (_, status, body) => {
    const provider = run([[status, body]])
    expect(await provider.create()).toMatchObject({ status: 'unknown', cause: 'mismatch', needs: 'person' })
    expect(provider.sent).toHaveLength(1)
  })

  it('of 400 with the documented error throws: nothing was created', async () => {
    await expect(run([[400, error]]).create()).rejects.toMatchObject({
      code: 'refused',
      status: 400,
      causes: [{ code: 'ERR123', message: 'The currency ABC is not supported' }],
    })
    expect(await run([reset(), [400, error]]).create()).toMatchObject({ cause: 'refused_after_maybe_applied' })
  })

  it.each([
    ['400 without it', 400, { message: 'no' }],
    ['400 without a code', 400, { status: 'error', message: 'no' }],
    ['403', 403, error],
    ['409', 409, error],
    ['denied under 422', 422, denied],
  ])('of %s is not recognised', async (_, status, body) => {
    expect(await run([[status, body]]).create()).toMatchObject({ cause: 'unrecognised_answer' })
  })

  it.each([
    ['500 with the documented error', 500, error, 'server_error'],
    ['429', 429, '', 'rate_limited'],
    ['200 and HTML', 200, '<p>hello</p>', 'unreadable_answer'],
    ['200 and nothing', 200, '', 'unreadable_answer'],
  ])('of %s is asked again, then unknown', async (_, status, body, cause) => {
    const provider = run([[status, body]])
    expect(await provider.create()).toMatchObject({ status: 'unknown', cause, handle: { action: 'change' } })
    expect(provider.sent).toHaveLength(3)
  })

  it.each([
    ['an empty body', ''],
    ['the error', error],
  ])('of 401 with %s refuses the pair', async (_, body) => {
    await expect(run([[401, body]]).create()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('of 401 with the error of something on the way proves nothing', async () => {
    const provider = run([[401, { status: '401', error: 'Unauthorized', message: 'sign in' }]])
    expect(await provider.create()).toMatchObject({ status: 'unknown', cause: 'unrecognised_answer', raw: null })
  })

  it('that never comes throws when nothing was sent', async () => {
    await expect(run([refused()]).create()).rejects.toMatchObject({ code: 'not_sent' })
  })
})

describe('resolving a Create Payment', () => {
  it('reads by default, and asks the same again where that is allowed', async () => {
    const provider = run([
      [500, error],
      [500, error],
      [500, error],
      [200, approved],
    ])
    const first = await provider.create()
    if (first.status !== 'unknown') throw new Error('nothing is open')
    const handle = JSON.parse(JSON.stringify(first.handle))
    expect(await resolveCreatePayment(provider.gateway, handle)).toMatchObject({ cause: 'no_answer' })
    expect(provider.sent).toHaveLength(3)
    const options = { request: payment, replay: 'allow' } as const
    expect(await resolveCreatePayment(provider.gateway, handle, options)).toMatchObject({
      status: 'done',
      value: { status: 'approved' },
    })
  })

  it('notices another amount, and cannot notice another card', async () => {
    const provider = run([
      [500, error],
      [500, error],
      [500, error],
      [200, approved],
    ])
    const first = await provider.create()
    if (first.status !== 'unknown') throw new Error('nothing is open')
    const resolve = (change: object) =>
      resolveCreatePayment(provider.gateway, first.handle, { request: { ...payment, ...change }, replay: 'allow' })
    expect(await resolve({ installments: 2 })).toMatchObject({ cause: 'request_differs' })
    expect(await resolve({ card: undefined })).toMatchObject({ status: 'done' })
  })
})
