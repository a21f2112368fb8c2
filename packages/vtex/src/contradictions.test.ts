import { describe, expect, it } from 'vitest'
import { complete, minimal, notSettled, settled, wire } from './__fixtures__/settlement.ts'
import { createVtexGateway } from './index.ts'

/** Where VTEX's sources contradict each other, or have a trap: which reading is taken, and where the other one is. */
const sources = {
  contract: 'https://developers.vtex.com/docs/api-reference/payment-provider-protocol',
  page2020: 'developers.vtex.com, page "Capture Payment", 2020-11-05',
  guide: 'https://developers.vtex.com/docs/guides/payments-integration-implementing-a-payment-provider',
  split: 'https://developers.vtex.com/docs/guides/split-payouts-on-payment-provider-protocol',
  helpCenter: 'https://help.vtex.com/docs/tutorials/payment-provider-protocol',
  knownIssues: 'https://help.vtex.com/known-issues',
}

async function sent(request = complete, options = {}) {
  const provider = wire([[200, settled]], options)
  await provider.capture(request)
  const [exchange] = provider.sent
  return { ...exchange!, json: JSON.parse(exchange!.body) }
}

describe('VTEX contradicts itself:', () => {
  it(`1. the samples of ${sources.page2020} are refunds: a settlement goes to /settlements and names no settlement`, async () => {
    const { url, json } = await sent()
    expect(url).toMatch(/\/settlements$/)
    expect(json).not.toHaveProperty('settleId')
    expect(json).not.toHaveProperty('refundId')
  })

  it(`1. an answer of those samples is no settlement: a refundId counts for nothing`, async () => {
    const { settleId: _, ...rest } = settled
    expect(await wire([[200, { ...rest, refundId: 'C4D23547BDB9427B971D01CD969ECBA3' }]]).capture()).toMatchObject({
      status: 'pending',
    })
  })

  it(`1. "refund-manually" in a settlement's answer makes VTEX refund twice (${sources.knownIssues} 615050): pending, and a warning`, async () => {
    const provider = wire([
      [200, { ...notSettled, code: 'refund-manually', message: 'Refund should be done manually' }],
    ])
    expect(await provider.capture()).toMatchObject({ status: 'pending', code: 'refund-manually' })
    expect(provider.events.some((event) => event.type === 'warning')).toBe(true)
  })

  it(`2. authorizationId is a number in ${sources.page2020}, text in ${sources.contract}: text is sent, a number refused`, async () => {
    expect((await sent()).json.authorizationId).toBe('5784589')
    const { capture } = wire([[200, settled]])
    await expect(capture({ ...minimal, authorizationId: 5784589 as never })).rejects.toMatchObject({
      field: 'authorizationId',
    })
  })

  it(`3. authorizationId is required by ${sources.contract} and absent in ${sources.guide}: it is always sent`, async () => {
    expect((await sent(minimal)).json).toHaveProperty('authorizationId')
    const { authorizationId: _, ...rest } = minimal
    await expect(wire([]).capture(rest as never)).rejects.toMatchObject({ field: 'authorizationId' })
  })

  it(`4. tid and nsu were required once, and are optional in ${sources.contract}: sent when known`, async () => {
    expect((await sent()).json).toMatchObject({ tid: 'TID-2803DE74DA', nsu: 'NSU987432' })
    const { json } = await sent(minimal)
    expect(json).not.toHaveProperty('tid')
    expect(json).not.toHaveProperty('nsu')
  })

  it(`5. message is not nullable in ${sources.contract}, and null in ${sources.guide}: null decides nothing`, async () => {
    expect(await wire([[200, { ...settled, message: null }]]).capture()).toMatchObject({ status: 'captured' })
  })

  it(`5. settleId is not nullable in ${sources.contract}, and must be null on failure in ${sources.page2020}: null is "not yet"`, async () => {
    expect(await wire([[200, { ...settled, settleId: null }]]).capture()).toMatchObject({ status: 'pending' })
  })

  it(`6. a failure is 200 in ${sources.page2020} and 500 in ${sources.contract}: the id and the status decide together`, async () => {
    const outcomes = [
      [200, settled, 'captured'],
      [200, notSettled, 'pending'],
      [500, notSettled, 'pending'],
      [500, settled, 'unknown'],
    ] as const
    for (const [status, body, expected] of outcomes) {
      expect(await wire([[status, body]]).capture()).toMatchObject({ status: expected })
    }
  })

  it(`7. the samples of ${sources.contract} do not echo: an answer that does not is a mismatch, never a success`, async () => {
    const request = { ...minimal, amount: { amount: '57.00', currency: 'BRL' } }
    const answer = { ...settled, value: 57, requestId: 'DCEAA1FC8372E430E8236649DB5EBD08E' }
    expect(await wire([[200, answer]]).capture(request)).toMatchObject({ status: 'unknown', cause: 'mismatch' })
  })

  it(`7. the samples of ${sources.contract} settle 57 of 45: more than asked is a mismatch`, async () => {
    expect(await wire([[200, { ...settled, value: 57 }]]).capture()).toMatchObject({ cause: 'mismatch' })
  })

  it(`9. settleId is called VTEX's in ${sources.contract}, and is the provider's: it becomes the id of the capture`, async () => {
    expect(await wire([[200, { ...settled, settleId: 'ours-1' }]]).capture()).toMatchObject({ captureId: 'ours-1' })
  })

  it(`10. a commission is comissionAmount in ${sources.split}, commissionAmount in a settlement of ${sources.contract}: two m are sent`, async () => {
    const { body } = await sent()
    expect(body).toContain('"commissionAmount":7.2')
    expect(body).not.toContain('comissionAmount')
  })

  it(`11. sandboxMode is spelt sandBoxMode in Create Payment, and was text once (${sources.contract}): a boolean, with a small b`, async () => {
    expect((await sent({ ...minimal, sandboxMode: true })).json).toMatchObject({ sandboxMode: true })
    await expect(wire([]).capture({ ...minimal, sandBoxMode: true } as never)).rejects.toMatchObject({
      field: 'sandBoxMode',
    })
  })

  it(`14. the pair travels in X-PROVIDER-API headers in ${sources.contract}, in X-VTEX-API headers in ${sources.helpCenter}: one family, by option, never both`, async () => {
    const provider = await sent(minimal)
    expect(Object.keys(provider.headers).filter((name) => name.startsWith('x-'))).toEqual([
      'x-provider-api-appkey',
      'x-provider-api-apptoken',
    ])
    const vtex = await sent(minimal, { headerFamily: 'vtex' })
    expect(Object.keys(vtex.headers).filter((name) => name.startsWith('x-'))).toEqual([
      'x-vtex-api-appkey',
      'x-vtex-api-apptoken',
    ])
  })

  it(`14. the Test Suite may send an empty pair (${sources.helpCenter}): only with testSuite`, async () => {
    const empty = { baseUrl: 'https://provider.example', appKey: '', appToken: '' }
    expect(createVtexGateway({ ...empty, testSuite: true }).provider).toBe('vtex')
    expect(() => createVtexGateway(empty)).toThrow(/must not be empty/)
  })

  it(`15. the header of the Test Suite is sent by option only: a call of the live gateway never carries it`, async () => {
    expect((await sent()).headers).not.toHaveProperty('x-vtex-api-is-testsuite')
    expect((await sent(complete, { testSuite: true })).headers).toHaveProperty('x-vtex-api-is-testsuite', 'true')
  })

  it(`16. a cancellation's value is documented in cents, a settlement's in major units (${sources.contract}): 45 is 45`, async () => {
    expect((await sent()).json.value).toBe(45)
    expect(await wire([[200, { ...settled, value: 4500 }]]).capture()).toMatchObject({ cause: 'mismatch' })
  })

  it(`23. a requestId is not unique across payments (${sources.guide} uses one twice): the operation is named by both`, async () => {
    const { gateway } = wire([])
    const one = await gateway.describe({ ...minimal, paymentId: 'p1', requestId: '5678' })
    const other = await gateway.describe({ ...minimal, paymentId: 'p2', requestId: '5678' })
    expect(one.operation).not.toBe(other.operation)
    expect(one.idempotencyKey).toBe(other.idempotencyKey)
  })

  it('24. connectors have keyed settlements by payment and value: two equal partial captures are two operations', async () => {
    const { gateway } = wire([])
    const one = await gateway.describe({ ...minimal, requestId: 'shipment-1' })
    const other = await gateway.describe({ ...minimal, requestId: 'shipment-2' })
    expect(one.operation).not.toBe(other.operation)
    expect(one.paymentKey).toBe(other.paymentKey)
  })

  it('25. connectors answer "pending" with the whole request, value and settings included: pending, and nothing of it kept', async () => {
    const { json } = await sent()
    const outcome = await wire([[200, { ...json, settleId: null, code: 'pending', message: 'processing' }]]).capture(
      complete,
    )
    expect(outcome).toMatchObject({ status: 'pending', code: 'pending' })
    expect(Object.keys(outcome.raw as object)).toEqual([
      'paymentId',
      'settleId',
      'value',
      'code',
      'message',
      'requestId',
      'connectorMetadata',
    ])
  })

  it(`27. paymentId is in the path and in the body (${sources.contract}): the same one, encoded in the path`, async () => {
    const provider = wire([[200, { ...settled, paymentId: 'a/b' }]])
    await provider.capture({ ...minimal, paymentId: 'a/b' })
    expect(provider.sent[0]!.url).toContain('/payments/a%2Fb/settlements')
    expect(JSON.parse(provider.sent[0]!.body).paymentId).toBe('a/b')
  })

  it(`a value may be quoted, and have a comma (${sources.guide}, Create Payment): quotes are read, a comma is not guessed at`, async () => {
    expect(await wire([[200, { ...settled, value: '45.00' }]]).capture()).toMatchObject({ status: 'captured' })
    expect(await wire([[200, { ...settled, value: '45,00' }]]).capture()).toMatchObject({ cause: 'unreadable_answer' })
  })

  it(`501 is documented for cancellations and refunds only (${sources.contract}): in a settlement it is like 500`, async () => {
    expect(await wire([[501, { ...notSettled, code: 'cancel-manually' }]]).capture()).toMatchObject({
      status: 'pending',
    })
  })

  it(`there is no documented final no (${sources.contract}): nothing ends declined`, async () => {
    for (const status of [200, 400, 402, 403, 404, 409, 422, 500, 501]) {
      const outcome = await wire([[status, { ...notSettled, code: 'denied', message: 'Denied for ever' }]]).capture()
      expect(outcome.status).toMatch(/^(pending|unknown)$/)
    }
  })
})
