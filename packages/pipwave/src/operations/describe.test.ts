import { type CaptureDescription, type CaptureHandle, money } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../__fixtures__/world.ts'
import * as operations from '../operations.ts'
import type { PipwaveClient } from '../pipwave.ts'

type Announce = { readonly beforeSend: (handle: CaptureHandle) => Promise<void> }
type Call = (client: PipwaveClient, options: Announce) => Promise<unknown>

const pwId = 'PW1001'
const buyer = { id: 'B1', email: 'buyer@example.com', countryCode: 'MY' }
const amount = money('10.00', 'MYR')
const paid = { transactionStatus: 10, requireCapture: false }

/** Each operation, and its description, of one request. */
const table: readonly (readonly [
  name: string,
  before: object,
  call: Call,
  describe: (client: PipwaveClient) => Promise<CaptureDescription>,
  more: object,
])[] = [
  [
    'refund',
    paid,
    (client, options) => operations.refund(client, { pwId, amount }, options),
    (client) => operations.describeRefund(client, { pwId, amount }),
    { operation: 'refund:pw_id=PW1001:10.00 MYR', secretPaths: ['extraParam'] },
  ],
  [
    'cancel',
    {},
    (client, options) => operations.cancel(client, { pwId }, options),
    (client) => operations.describeCancel(client, { pwId }),
    { operation: 'cancel:pw_id=PW1001' },
  ],
  [
    'confirm',
    { requireCapture: false },
    (client, options) => operations.confirm(client, { pwId }, options),
    (client) => operations.describeConfirm(client, { pwId }),
    { operation: 'confirm:pw_id=PW1001' },
  ],
  [
    'process',
    { transactionStatus: 2 },
    (client, options) => operations.process(client, { pwId }, options),
    (client) => operations.describeProcess(client, { pwId }),
    { operation: 'process:pw_id=PW1001' },
  ],
  [
    'tagChargeback',
    { transactionStatus: 13 },
    (client, options) => operations.tagChargeback(client, { pwId, stage: 'chargeback' }, options),
    (client) => operations.describeTagChargeback(client, { pwId, stage: 'chargeback' }),
    { operation: 'tag-chargeback chargeback:pw_id=PW1001' },
  ],
  [
    'initiate',
    {},
    (client, options) => operations.initiate(client, { txnId: 'NEW-1', amount, buyer }, options),
    (client) => operations.describeInitiate(client, { txnId: 'NEW-1', amount, buyer }),
    { operation: 'initiate:txn_id=NEW-1', paymentKey: 'txn_id=NEW-1' },
  ],
]

describe.each(table)('the description of %s', (_, before, call, describeIt, more) => {
  it('says what its handle will say, and sends nothing', async () => {
    const world = createWorld({ payments: [before] })
    const description = await describeIt(world.client)
    expect(world.seen).toEqual([])
    expect(description).toMatchObject({ paymentKey: 'pw_id=PW1001', idempotencyKey: null, secretPaths: [], ...more })
    const handles: CaptureHandle[] = []
    await world.run(call(world.client, { beforeSend: async (handle) => void handles.push(handle) }))
    const { operation, account, environment, idempotencyKey, fingerprint } = description
    expect(handles).toMatchObject([{ operation, account, environment, idempotencyKey, fingerprint }])
  })

  it('needs a client', async () => {
    await expect(describeIt({} as PipwaveClient)).rejects.toMatchObject({ code: 'invalid_request', field: 'client' })
  })
})

it('of a request that makes no sense is refused like its call', async () => {
  const { client } = createWorld()
  await expect(operations.describeCancel(client, {})).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(operations.describeInitiate(client, { txnId: '', amount, buyer })).rejects.toMatchObject({
    field: 'txnId',
  })
})
