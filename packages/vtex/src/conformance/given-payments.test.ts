import { describe, expect, it } from 'vitest'
import { optionsFor } from './__fixtures__/play.ts'
import type { AuthorizedPayment } from './options.ts'
import { runConformance } from './run.ts'

const payments = (count: number, value = '100.00'): AuthorizedPayment[] =>
  Array.from({ length: count }, (_, index) => ({ paymentId: `P${index}`, value }))

describe('payments that were authorized elsewhere', () => {
  it('are used once each, and a check that finds none left says which it wants', async () => {
    const sent: string[] = []
    const options = optionsFor()
    const { checks, ok } = await runConformance({
      ...options,
      payments: payments(1),
      only: ['settle.zero', 'settle.negative'],
      transport: async (exchange, signal) => {
        sent.push(exchange.url)
        return options.transport?.(exchange, signal) ?? expect.unreachable()
      },
    })
    expect(sent.some((url) => url.endsWith('/payments'))).toBe(false)
    expect(sent.filter((url) => url.includes('/payments/P0/')).length).toBeGreaterThan(0)
    expect(checks.map(({ status, reason }) => [status, reason])[1]).toEqual([
      'blocked',
      'needs an authorized payment of 100.00, and none of 100.00 is left of the 1 that were given to the run',
    ])
    expect(ok).toBe(false)
  })

  it('are not asked for by checks of Create Payment, which are skipped with the reason', async () => {
    const { checks } = await runConformance({
      ...optionsFor(),
      payments: [],
      only: ['create', 'flow.denied', 'flow.async-denied', 'callback', 'state.capture-denied'],
    })
    expect(checks.length).toBeGreaterThan(2)
    for (const { status, reason } of checks) {
      expect([status, reason]).toEqual([
        'skipped',
        'payments were given to the run, so that Create Payment is not played',
      ])
    }
  })

  it('carry their own ids and ceiling', async () => {
    const bodies: string[] = []
    const options = optionsFor()
    const given = {
      paymentId: 'P',
      value: '100.00',
      transactionId: 'TX',
      authorizationId: 'AU',
      tid: 'TI',
      nsu: 'NS',
      maxValue: '120.50',
    }
    await runConformance({
      ...options,
      payments: [given],
      only: ['settle.over-capture'],
      transport: async (exchange, signal) => {
        if (exchange.url.includes('/payments/P/')) bodies.push(exchange.body ?? '')
        return options.transport?.(exchange, signal) ?? expect.unreachable()
      },
    })
    const { value, ...ids } = JSON.parse(bodies[0] ?? '')
    expect(ids).toMatchObject({ transactionId: 'TX', authorizationId: 'AU', tid: 'TI', nsu: 'NS' })
    expect(value).toBe(120.51)
  })

  it('may be authorized when they are needed, and a failure of that blocks the check', async () => {
    const wanted: string[] = []
    const run = (give: (value: string) => AuthorizedPayment | Promise<AuthorizedPayment>) =>
      runConformance({ ...optionsFor(), only: ['settle.zero'], payments: give })
    const broken = await run((value) => {
      wanted.push(value)
      throw new Error('the sandbox is down')
    })
    expect(broken.checks[0]).toMatchObject({
      status: 'blocked',
      reason: 'needs an authorized payment of 100.00, and payments(100.00) gave none: the sandbox is down',
    })
    expect(wanted).toEqual(['100.00'])
    const other = await run(async () => ({ paymentId: 'P', value: '50.00' }))
    expect(other.checks[0]?.reason).toContain('payments().value must be 100.00')
  })

  it.each([
    ['payments.0', [null]],
    ['payments.0.paymentId', [{ paymentId: '', value: '1.00' }]],
    ['payments.0.value', [{ paymentId: 'P', value: '1' }]],
    ['payments.0.value', [{ paymentId: 'P', value: 1 }]],
    ['payments.0.tid', [{ paymentId: 'P', value: '1.00', tid: 5 }]],
    [
      'payments.1.maxValue',
      [
        { paymentId: 'P', value: '1.00' },
        { paymentId: 'Q', value: '10.00', maxValue: '9.99' },
      ],
    ],
    ['payments', payments(1).concat(payments(1))],
  ])('must make sense: %s', async (field, given) => {
    await expect(runConformance({ ...optionsFor(), payments: given as never })).rejects.toMatchObject({
      code: 'invalid_request',
      field,
    })
  })
})

it.each([
  ['inbound.action', { action: 'a/b' }],
  ['inbound.action', { action: '' }],
  ['inbound.body', { action: 'hook', body: {} }],
])('an inbound action must make sense: %s', async (field, inbound) => {
  await expect(runConformance({ ...optionsFor(), inbound: inbound as never })).rejects.toMatchObject({ field })
})
