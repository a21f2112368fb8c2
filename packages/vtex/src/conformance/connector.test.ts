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

/** The connector of this package, in front of a provider that says yes to everything at once. */
function connectorOf(captures: Settlement[]) {
  const authorization = ({ paymentId }: PaymentRequest, number: number) => ({
    authorizationId: String(5_000_000 + number),
    tid: `TID-${paymentId}`,
    nsu: `NSU-${paymentId}`,
    acquirer: 'Acquirer',
  })
  let payments = 0
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
