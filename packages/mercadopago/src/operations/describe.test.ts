import { type CaptureDescription, type CaptureHandle, money } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { payerToken, scripted } from '../__fixtures__/client.ts'
import { agreementId, code } from '../__fixtures__/wallet.ts'
import type { MercadoPago } from '../mercadopago.ts'
import * as operations from '../operations.ts'

type Announce = { readonly beforeSend: (handle: CaptureHandle) => Promise<void> }

const idempotencyKey = 'key-1'
const amount = money('10.00', 'MXN')
const step = { paymentId: '1234', amount, idempotencyKey }
const invitation = {
  returnUri: 'https://shop.example/back',
  externalUser: { id: 'u', description: 'd' },
  idempotencyKey,
}
const linked = { agreementId, idempotencyKey }
const approved = { ...linked, code }
const question = { payerToken, amount, idempotencyKey }
const ofPayment = { paymentKey: 'advanced_payment_id=1234', secretPaths: [] }
const ofAgreement = { paymentKey: `agreement_id=${agreementId}`, secretPaths: [] }

/** Each operation, and its description, of one request. */
const table: readonly (readonly [
  operation: string,
  call: (client: MercadoPago, options: Announce) => Promise<unknown>,
  describe: (client: MercadoPago) => Promise<CaptureDescription>,
  more: object,
])[] = [
  ['refund', (mp, on) => operations.refund(mp, step, on), (mp) => operations.describeRefund(mp, step), ofPayment],
  ['cancel', (mp, on) => operations.cancel(mp, step, on), (mp) => operations.describeCancel(mp, step), ofPayment],
  [
    'capture-authorized',
    (mp, on) => operations.captureAuthorized(mp, step, on),
    (mp) => operations.describeCaptureAuthorized(mp, step),
    ofPayment,
  ],
  [
    'create-agreement',
    (mp, on) => operations.createAgreement(mp, invitation, on),
    (mp) => operations.describeCreateAgreement(mp, invitation),
    { paymentKey: 'create-agreement:key-1', secretPaths: [] },
  ],
  [
    'cancel-agreement',
    (mp, on) => operations.cancelAgreement(mp, linked, on),
    (mp) => operations.describeCancelAgreement(mp, linked),
    ofAgreement,
  ],
  [
    'create-payer-token',
    (mp, on) => operations.createPayerToken(mp, approved, on),
    (mp) => operations.describeCreatePayerToken(mp, approved),
    { ...ofAgreement, secretPaths: ['code'] },
  ],
  [
    'promise-discount',
    (mp, on) => operations.promiseDiscount(mp, question, on),
    (mp) => operations.describePromiseDiscount(mp, question),
    { paymentKey: 'promise-discount:key-1', secretPaths: ['payerToken'] },
  ],
]

describe.each(table)('the description of %s', (operation, call, describeIt, more) => {
  it('says what its handle will say, and sends nothing', async () => {
    const { client, clock, seen } = scripted(['lost'])
    const description = await describeIt(client)
    expect(seen).toEqual([])
    expect(description).toMatchObject({ operation: `${operation}:key-1`, idempotencyKey, environment: 'test', ...more })
    expect(JSON.stringify(description)).not.toMatch(new RegExp(`${payerToken}|${code}`))
    const handles: CaptureHandle[] = []
    await clock.run(call(client, { beforeSend: async (handle) => void handles.push(handle) }))
    const { account, environment, fingerprint } = description
    expect(handles).toMatchObject([{ operation: description.operation, account, environment, fingerprint }])
  })

  it('needs a client', async () => {
    await expect(describeIt({} as MercadoPago)).rejects.toMatchObject({ code: 'invalid_request', field: 'client' })
  })
})

it('refuses a key that a secret is in, as the call does', async () => {
  const { client } = scripted(['lost'])
  const bad = { payerToken: 'abcdefgh', amount, idempotencyKey: 'my-abcdefgh' }
  await expect(operations.describePromiseDiscount(client, bad)).rejects.toMatchObject({ field: 'idempotencyKey' })
})
