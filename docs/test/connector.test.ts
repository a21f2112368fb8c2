import {
  CaptureError,
  type CaptureHandle,
  type CaptureOutcome,
  memoryStore,
  money,
  type OutcomeCommon,
} from '@cap/core'
import { createVtexConnector } from '@cap/vtex/connector'
import { expect, test } from 'vitest'
import { pageNamed } from './pages.ts'

const common: OutcomeCommon = { provider: 'acquirer', reference: {}, attempts: [], raw: null }

/** What `capture` or `resolve` does, by the first cell of the table. */
const endings: Readonly<Record<string, (handle: CaptureHandle) => CaptureOutcome>> = {
  '`captured`': () => ({
    ...common,
    status: 'captured',
    captureId: 'CAPTURE-1',
    amount: money('45.00', 'BRL'),
    basis: 'answer',
    replayed: false,
  }),
  '`declined`': () => ({
    ...common,
    status: 'declined',
    code: 'no-funds',
    reason: 'insufficient_funds',
    advice: 'top_up_and_retry',
    message: 'No funds.',
  }),
  '`pending`': (handle) => ({ ...common, status: 'pending', code: null, message: 'Not yet.', handle }),
  '`unknown`': (handle) => ({ ...common, status: 'unknown', cause: 'no_answer', handle, needs: 'resolve' }),
  'throws a `CaptureError`': () => {
    throw new CaptureError({ code: 'refused', provider: 'acquirer', message: 'No.' })
  },
  'throws anything else': () => {
    throw new Error('the line to the acquirer was cut')
  },
}

const [, table = ''] = /<!-- table: connector -->\n(?:\|.*\n){2}((?:\|.*\n)*)/.exec(pageNamed('vtex').text) ?? []
const rows = table
  .trim()
  .split('\n')
  .map((row) => row.slice(2, -2).split(' | '))

test('the table of vtex.md names every way a capture can end', () => {
  expect(rows.map(([ending]) => ending)).toEqual(Object.keys(endings))
})

test.each(rows)('a capture that ends `%s` is answered %s with settleId %s, and asked again: %s', async (...row) => {
  const [ending = '', ...told] = row
  const called: string[] = []
  const end = endings[ending]
  if (end === undefined) throw new Error(`no ending is called ${ending}`)
  const connector = createVtexConnector({
    authenticate: [{ merchant: 'shop', appKey: 'key', appToken: 'token' }],
    store: memoryStore(),
    payment: () => ({ currency: 'BRL', authorized: '100.00', state: 'authorized' }),
    async capture(_, { beforeSend, handle }) {
      called.push('`capture`')
      await beforeSend()
      return end(handle)
    },
    async resolve(_, handle) {
      called.push('`resolve`')
      return end(handle)
    },
  })

  const first = await settle(connector)
  called.length = 0
  const second = await settle(connector)
  const settleId = JSON.parse(first.text).settleId === null ? 'null' : 'set'
  const again = called.length > 0 ? called.join() : first.text === second.text ? 'the same bytes' : 'other bytes'
  expect([String(first.status), settleId, again]).toEqual(told)
})

async function settle(connector: { fetch(request: Request): Promise<Response> }) {
  const body = {
    transactionId: 'TRANSACTION-1',
    requestId: 'REQUEST-1',
    paymentId: 'PAYMENT-1',
    value: 45,
    authorizationId: 'AUTHORIZATION-1',
  }
  const headers = {
    'content-type': 'application/json',
    'x-provider-api-appkey': 'key',
    'x-provider-api-apptoken': 'token',
  }
  const url = 'https://connector.example/payments/PAYMENT-1/settlements'
  const answer = await connector.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
  return { status: answer.status, text: await answer.text() }
}
