import { readFile } from 'node:fs/promises'
import { memoryStore } from '@cap/core'
import { expect, it } from 'vitest'
import { openCallbackServer } from '../bin/callback-server.ts'
import { dropAfterSending } from '../bin/drop.ts'
import { createVtexConnector, defineManifest, type PaymentRequest, type Settlement } from '../connector.ts'
import { credentials } from './__fixtures__/broken-connector.ts'
import { serveFetch } from './__fixtures__/serve.ts'
import { testCards } from './bodies.ts'
import { allChecks } from './checks.ts'
import { humanReport } from './human.ts'
import { runConformance } from './run.ts'

const captured = (settlement: Settlement, basis: 'answer' | 'lookup') => ({
  status: 'captured' as const,
  provider: 'fake',
  reference: {},
  attempts: [],
  raw: null,
  captureId: `c-${settlement.requestId}`,
  amount: settlement.amount,
  basis,
  replayed: false,
})

/** The connector of this package, in front of a provider that says yes to everything at once. */
function connectorOf(captures: Settlement[]) {
  const authorization = ({ paymentId }: PaymentRequest, number: number) => ({
    authorizationId: String(5_000_000 + number),
    tid: `TID-${paymentId}`,
    nsu: `NSU-${paymentId}`,
    acquirer: 'Acquirer',
  })
  let payments = 0
  const connector = createVtexConnector({
    authenticate: [{ merchant: 'store', ...credentials }],
    store: memoryStore(),
    manifest: defineManifest({
      paymentMethods: [{ name: 'Visa', allowsSplit: 'onCapture' }, { name: 'BankInvoice' }, { name: 'PayPal' }],
    }),
    callback: { allowedHosts: ['127.0.0.1:*'] },
    async createPayment(payment) {
      const ids = authorization(payment, ++payments)
      const number = payment.card?.number
      if (number === testCards.approved) return { status: 'approved', ...ids }
      if (number === testCards.denied) return { status: 'denied' }
      const approved = number !== testCards.asyncDenied
      setTimeout(() => {
        const result = approved ? { status: 'approved' as const, ...ids } : { status: 'denied' as const }
        connector.finishPayment({ merchant: 'store', paymentId: payment.paymentId, result }).catch(() => {})
      }, 50)
      const url = `https://pay.example.com/${payment.paymentId}`
      if (payment.paymentMethod === 'BankInvoice') return { status: 'undefined', bankInvoice: { url } }
      return payment.paymentMethod === 'PayPal' ? { status: 'undefined', redirectUrl: url } : { status: 'undefined' }
    },
    async capture(settlement, { beforeSend }) {
      await beforeSend()
      captures.push(settlement)
      await new Promise((resolve) => setTimeout(resolve, 2))
      return captured(settlement, 'answer')
    },
    resolve: async (settlement) => captured(settlement, 'lookup'),
    cancel: async () => ({ status: 'cancelled' }),
    refund: async () => ({ status: 'refunded' }),
    inbound: async ({ action }) => ({ statusCode: 200, contentType: 'text/plain', content: `${action} ${++payments}` }),
    configuration: {
      createToken: () => crypto.randomUUID(),
      loginUrl: ({ token }) => `https://login.example.com/?token=${token}`,
      credentials: () => null,
    },
  })
  return connector
}

it('the connector of this package passes every check, over sockets', async () => {
  const captures: Settlement[] = []
  const connector = connectorOf(captures)
  const server = await serveFetch((request) => connector.fetch(request))
  const callbacks = await openCallbackServer(0)
  try {
    const report = await runConformance({
      baseUrl: server.url,
      credentials,
      callbacks,
      paymentMethods: { redirect: 'PayPal' },
      inbound: { action: 'hook' },
      timeLimits: { callbackMs: 5000, retryMs: 50 },
      drop: dropAfterSending,
    })
    const open = report.checks.filter(({ status }) => status !== 'passed')
    expect(open.length === 0 ? '' : humanReport({ ...report, checks: open })).toBe('')
    expect(report.counts.passed).toBe(allChecks.length)
    const requests = captures.map(({ paymentId, requestId }) => `${paymentId} ${requestId}`)
    expect(new Set(requests).size).toBe(requests.length)
  } finally {
    await callbacks.close()
    await server.close()
  }
})

it('a connector that does not serve Create Payment is checked with payments authorized elsewhere', async () => {
  const authorized = new Map<string, string>()
  const connector = createVtexConnector({
    authenticate: [{ merchant: 'store', ...credentials }],
    store: memoryStore(),
    payment: (paymentId) => {
      const value = authorized.get(paymentId)
      return value === undefined ? null : { currency: 'BRL', authorized: value, state: 'authorized' }
    },
    async capture(settlement, { beforeSend }) {
      await beforeSend()
      return captured(settlement, 'answer')
    },
    resolve: async (settlement) => captured(settlement, 'lookup'),
    cancel: async () => ({ status: 'cancelled' }),
    refund: async () => ({ status: 'refunded' }),
    inbound: async () => ({ statusCode: 200, contentType: 'text/plain', content: '' }),
    manifest: defineManifest({ paymentMethods: [{ name: 'Private label', allowsSplit: 'onCapture' }] }),
  })
  const server = await serveFetch((request) => connector.fetch(request))
  try {
    const report = await runConformance({
      baseUrl: server.url,
      credentials,
      inbound: { action: 'hook' },
      paymentMethods: { card: 'Private label' },
      timeLimits: { retryMs: 50 },
      drop: dropAfterSending,
      payments: (value) => {
        const paymentId = `elsewhere-${authorized.size}`
        authorized.set(paymentId, value)
        return { paymentId, value, authorizationId: String(5_000_000 + authorized.size), tid: 'T', nsu: 'N' }
      },
    })
    const wrong = report.checks.filter(({ status }) => status === 'failed' || status === 'blocked')
    expect(wrong.length === 0 ? '' : humanReport({ ...report, checks: wrong })).toBe('')
    const skipped = report.checks.filter(({ status }) => status === 'skipped').map(({ id }) => id)
    expect(skipped.filter((id) => !/^(?:flow|create|callback|configuration)\./.test(id))).toEqual([
      'state.capture-denied',
      'answer.create',
    ])
    // How many of each amount a whole run takes is what whoever writes the list must know.
    const amounts = [...authorized.values()]
    const counts = [...new Set(amounts)].map((value) => ({
      value,
      count: amounts.filter((one) => one === value).length,
    }))
    counts.sort((a, b) => b.count - a.count || Number(a.value) - Number(b.value))
    const text = await readFile(new URL('../../CONFORMANCE.md', import.meta.url), 'utf8')
    expect(text).toContain(`\n${counts.map(({ value, count }) => `${count} × ${value}`).join(', ')}\n`)
  } finally {
    await server.close()
  }
})
