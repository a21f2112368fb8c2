import { describe, expect, it } from 'vitest'
import { type Step, wire } from '../__fixtures__/settlement.ts'
import { cancel, createPayment, describeRefund, inbound, refund } from '../operations.ts'
import { inboundRequest } from './__fixtures__/inbound.ts'
import { cancellation, fixture, partialRefund, payment } from './__fixtures__/operations.ts'

/** Where VTEX's sources contradict each other beside the settlement: which reading is taken, and where the other one is. */
const sources = {
  contract: 'https://developers.vtex.com/docs/api-reference/payment-provider-protocol',
  page2020: 'developers.vtex.com, page "Capture Payment", 2020-11-05',
  guide: 'https://developers.vtex.com/docs/guides/payments-integration-implementing-a-payment-provider',
  proxy: 'https://developers.vtex.com/docs/guides/payments-integration-secure-proxy',
  helpCenter: 'https://help.vtex.com/docs/tutorials/payment-provider-protocol',
  knownIssues: 'https://help.vtex.com/known-issues',
}

const refunded = fixture('refunded')
const manually = fixture('refund-manually')
const cancelled = fixture('cancelled')
const approved = fixture('approved')

const refundAt = (steps: readonly Step[], request = partialRefund) => refund(wire(steps).gateway, request)
const createAt = (body: object, status = 200) => createPayment(wire([[status, body]]).gateway, payment)

async function sentBy(run: (gateway: ReturnType<typeof wire>['gateway']) => Promise<unknown>, answer: unknown) {
  const provider = wire([[200, answer]])
  await run(provider.gateway)
  return { ...provider.sent[0]!, json: JSON.parse(provider.sent[0]!.body) }
}

describe('VTEX contradicts itself, beside the settlement:', () => {
  it(`1. the samples of ${sources.page2020} are refunds: they are read, and sent, as such`, async () => {
    expect(await refundAt([[200, refunded]])).toMatchObject({ status: 'refunded' })
    const { url, json } = await sentBy((gateway) => refund(gateway, partialRefund), refunded)
    expect([url.endsWith('/refunds'), json]).toEqual([true, fixture('refund-request')])
  })

  it(`1. "refund-manually" comes under 200 in ${sources.page2020}, under 501 in ${sources.contract}: both are the final no`, async () => {
    for (const status of [200, 501]) {
      expect(await refundAt([[status, manually]])).toMatchObject({ status: 'declined', code: 'refund-manually' })
    }
  })

  it(`1. after "refund-manually" VTEX is known to refund twice (${sources.knownIssues} 615050): it is final only as documented`, async () => {
    expect(await refundAt([[501, { ...manually, value: 2.5 }]])).toMatchObject({ status: 'pending' })
    expect(
      await refundAt([
        [502, ''],
        [501, manually],
      ]),
    ).toMatchObject({ status: 'unknown' })
  })

  it(`2. authorizationId is text in ${sources.contract}, and a number in ${sources.page2020}: a number is read as text`, async () => {
    expect(await createAt({ ...approved, authorizationId: 5784589 })).toMatchObject({
      value: { authorizationId: '5784589' },
    })
    const digits = JSON.stringify(approved).replace('"AUT123567"', '12345678901234567890')
    expect(await createPayment(wire([[200, digits]]).gateway, payment)).toMatchObject({
      value: { authorizationId: '12345678901234567890' },
    })
  })

  it(`3. authorizationId is required of a cancellation by ${sources.contract}, "in case it was authorized", and absent in ${sources.guide}: sent when there is one`, async () => {
    expect((await sentBy((gateway) => cancel(gateway, cancellation), cancelled)).json).toHaveProperty('authorizationId')
    const { authorizationId: _, ...rest } = cancellation
    expect((await sentBy((gateway) => cancel(gateway, rest), cancelled)).json).not.toHaveProperty('authorizationId')
  })

  it(`4. tid is required of a refund by ${sources.contract}, and optional in a settlement: it is required of the caller`, async () => {
    const { tid: _, ...rest } = partialRefund
    await expect(refundAt([[200, refunded]], rest as never)).rejects.toMatchObject({ field: 'tid' })
  })

  it(`5. refundId and message are not nullable in ${sources.contract}, and null in ${sources.page2020}: null is read`, async () => {
    expect(await refundAt([[200, { ...refunded, message: null }]])).toMatchObject({ status: 'refunded' })
    expect(await refundAt([[200, { ...refunded, refundId: null }]])).toMatchObject({ status: 'pending' })
  })

  it(`7. the samples of ${sources.contract} refund 57 of 20, under another requestId: a mismatch, never a success`, async () => {
    expect(await refundAt([[200, { ...refunded, value: 57 }]])).toMatchObject({ cause: 'mismatch' })
    const requestId = 'LA4E20D3B4E07B7E871F5B5BC9F91'
    expect(await refundAt([[200, { ...refunded, requestId }]])).toMatchObject({ cause: 'mismatch' })
  })

  it(`8. "200 only when settled, else 500" stands under refunds in ${sources.contract}: 500 with the failure body is "not yet"`, async () => {
    expect(await refundAt([[500, { ...manually, code: 'ERR123' }]])).toMatchObject({ status: 'pending' })
  })

  it(`10. a commission has one m in a refund and a Create Payment, two in a settlement (${sources.contract}): each its own`, async () => {
    const recipients = partialRefund.recipients!.map((one) => ({ ...one, commissionAmount: '0.10' }))
    const back = await sentBy((gateway) => refund(gateway, { ...partialRefund, recipients }), refunded)
    const created = await sentBy((gateway) => createPayment(gateway, payment), approved)
    for (const { body } of [back, created]) {
      expect(body).toContain('"comissionAmount":')
      expect(body).not.toContain('"commissionAmount":')
    }
  })

  it(`11. sandBoxMode in a Create Payment, sandboxMode everywhere else (${sources.contract}): each its own`, async () => {
    const created = await sentBy((gateway) => createPayment(gateway, { ...payment, sandboxMode: true }), approved)
    expect(created.json).toMatchObject({ sandBoxMode: true })
    expect(created.json).not.toHaveProperty('sandboxMode')
    const back = await sentBy((gateway) => refund(gateway, { ...partialRefund, sandboxMode: true }), refunded)
    expect(back.json).toMatchObject({ sandboxMode: true })
  })

  it(`12. inboundRequestUrl in the field table, inboundRequestsUrl in the sample (${sources.contract}): both are sent`, async () => {
    const { json } = await sentBy((gateway) => createPayment(gateway, payment), approved)
    expect(json.inboundRequestUrl).toBe(payment.inboundRequestUrl)
    expect(json.inboundRequestsUrl).toBe(payment.inboundRequestUrl)
  })

  it(`12. /inbound/{action} in the field table, /inbound-request/{action} in the index (${sources.contract}): the first, and the other by option`, async () => {
    const { paymentId, requestId } = inboundRequest
    const answer = { paymentId, requestId, responseData: { statusCode: 200, contentType: 'a/b', content: '' } }
    const urls = await Promise.all(
      [undefined, 'inbound-request' as const].map((path) =>
        sentBy((gateway) => inbound(gateway, { ...inboundRequest, path }), answer),
      ),
    )
    expect(urls.map(({ url }) => url.split('/').at(-2))).toEqual(['inbound', 'inbound-request'])
  })

  it(`13. /cancellations in ${sources.contract}, /cancelations in ${sources.helpCenter}: two l`, async () => {
    expect((await sentBy((gateway) => cancel(gateway, cancellation), cancelled)).url).toMatch(/\/cancellations$/)
  })

  it(`16. a cancellation's value is in cents, every other amount in major units (${sources.contract}): each as documented`, async () => {
    const amount = { amount: '23.00', currency: 'BRL' }
    const { recipients: _, ...whole } = partialRefund
    const cents = await sentBy((gateway) => cancel(gateway, { ...cancellation, amount }), cancelled)
    const back = await sentBy((gateway) => refund(gateway, { ...whole, amount }), { ...refunded, value: 23 })
    expect([cents.json.value, back.json.value]).toEqual([2300, 23])
  })

  it(`16. nobody says what the cents of a currency without cents are (${sources.contract}): such a value is not sent`, async () => {
    const amount = { amount: '2300', currency: 'JPY' }
    await expect(cancel(wire([]).gateway, { ...cancellation, amount })).rejects.toMatchObject({ field: 'amount' })
  })

  it(`17. maxValue is an integer in ${sources.contract}, and 16.6 in its sample: a decimal number`, async () => {
    expect(await createAt({ ...approved, maxValue: 16.6 })).toMatchObject({
      value: { maxAmount: { amount: '16.60', currency: 'BRL' } },
    })
  })

  it(`18. delayToCancel is at least 600 in ${sources.contract}, 300 in its own note, and longer than its maximum in a sample: read as it is`, async () => {
    const answer = { ...approved, delayToCancel: 300, delayToAutoSettle: 1_209_600 }
    expect(await createAt(answer)).toMatchObject({ value: { delays: { toCancel: 300, toAutoSettle: 1_209_600 } } })
  })

  it(`19. "authorized" in the prose, "approved" among the values (${sources.contract}): only the values are known`, async () => {
    expect(await createAt({ ...approved, status: 'authorized' })).toMatchObject({ cause: 'unrecognised_answer' })
  })

  it(`20. paymentUrl in ${sources.contract}, redirectUrl and bankIssueUrl in ${sources.helpCenter}: the new one, else the deprecated ones`, async () => {
    const open = { ...approved, status: 'undefined', authorizationId: null }
    const [url, old] = ['https://new.example/', 'https://old.example/']
    expect(await createAt({ ...open, paymentUrl: url, redirectUrl: old })).toMatchObject({ value: { paymentUrl: url } })
    expect(await createAt({ ...open, redirectUrl: old })).toMatchObject({ value: { paymentUrl: old } })
    expect(await createAt({ ...open, bankIssueInvoiceId: old })).toMatchObject({ value: { paymentUrl: old } })
  })

  it(`20. the Test Suite asks a cancellation for a status (${sources.helpCenter}), which is deprecated: the id decides`, async () => {
    const { cancellationId: _, ...rest } = cancelled
    const provider = wire([[200, { ...rest, status: 'canceled' }]])
    expect(await cancel(provider.gateway, cancellation)).toMatchObject({ status: 'pending' })
  })

  it(`22. the first call has no paymentId in the prose, and always one in the field table (${sources.contract}): it is the key`, async () => {
    const { paymentId: _, ...rest } = payment
    await expect(createPayment(wire([]).gateway, rest as never)).rejects.toMatchObject({ field: 'paymentId' })
  })

  it(`23. one requestId serves a settlement and a refund in ${sources.guide}: they are two operations`, async () => {
    const { gateway } = wire([])
    const ids = { paymentId: 'p1', requestId: '5678' }
    const { settleId: _, tid: __, recipients: ___, ...settlement } = partialRefund
    const settled = await gateway.describe({ ...settlement, ...ids, authorizationId: 'a' })
    const back = await describeRefund(gateway, { ...partialRefund, ...ids })
    expect(settled.operation).not.toBe(back.operation)
  })

  it(`the card is whole in ${sources.contract}, and tokens in ${sources.proxy}: never a card in the clear beside a proxy`, async () => {
    const secureProxyUrl = 'https://account.vtexpayments.example/proxy'
    await expect(createPayment(wire([]).gateway, { ...payment, secureProxyUrl })).rejects.toMatchObject({
      field: 'secureProxyUrl',
    })
  })
})
