import { inspect } from 'node:util'
import { checkSaid } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import {
  appKey,
  appToken,
  complete,
  minimal,
  notSettled,
  reset,
  type Step,
  settingSecret,
  settled,
  wire,
} from './__fixtures__/settlement.ts'

const secrets = [appKey, appToken, settingSecret]

/** Everything a capture and its resolve say, in every form it could be written down. */
async function said(steps: readonly Step[], request = complete) {
  const { capture, gateway, events } = wire(steps)
  const everything: unknown[] = [gateway, { gateway }, events]
  const first = await capture(request).catch((error: unknown) => error)
  everything.push(first)
  if (typeof first === 'object' && first !== null && 'handle' in first) {
    everything.push(await gateway.resolve(first.handle as never, { request, replay: 'allow' }))
  }
  everything.push(await gateway.describe(request))
  checkSaid(everything, secrets)
  return {
    first,
    events,
    text: everything.map((item) => `${JSON.stringify(item)}${inspect(item, { depth: 20 })}`).join(),
  }
}

/** A provider that repeats the key, the token and the settings wherever it can. */
const leaky = `${appKey} / ${appToken} / ${settingSecret} / ${encodeURIComponent(appToken)}`

describe('no secret is said', () => {
  it.each<[string, Step[]]>([
    ['when all is well', [[200, settled]]],
    ['when the provider repeats them in a settlement', [[200, { ...settled, code: leaky, message: leaky }]]],
    ['when it repeats them in a failure', [[500, { ...notSettled, code: leaky, message: leaky }]]],
    ['when it names the settlement by them', [[200, { ...settled, settleId: `S-${appToken}` }]]],
    ['when it answers for something named by them', [[200, { ...settled, requestId: leaky }]]],
    ['when it refuses them by name', [[401, { ...notSettled, code: leaky, message: leaky }]]],
    ['when it refuses them by headers', [[401, '', { 'x-request-id': leaky, 'www-authenticate': leaky }]]],
    ['when it answers a web page with them', [[502, `<p>${leaky}</p>`, { 'x-debug': leaky }]]],
    ['when it answers JSON of another kind', [[200, { [appToken]: leaky, list: [[{ value: settingSecret }]] }]]],
    [
      'when it sends the whole request back',
      [[200, { ...complete, value: 45, recipients: [], settleId: null, code: 'pending', message: null }]],
    ],
    [
      'when it sends the settings back under another name',
      [[500, { ...notSettled, MerchantSettings: complete.merchantSettings }]],
    ],
    ['when the library that sends quotes them', [Object.assign(new Error(leaky), { code: leaky })]],
    ['when the answer is lost', [reset()]],
  ])('%s', async (_, steps) => {
    await said(steps)
  })

  it('when the request is refused', async () => {
    const merchantSettings = [{ name: 'x', value: settingSecret, [settingSecret]: settingSecret }]
    const { gateway } = wire([])
    const error: unknown = await gateway
      .capture({ ...minimal, merchantSettings } as never)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'invalid_request' })
    expect(JSON.stringify(error)).not.toContain(`"${settingSecret}"`)
  })

  it('by a setting that is too short to be found by its value', async () => {
    const request = {
      ...complete,
      merchantSettings: [
        { name: 'pin', value: '4 45' },
        { name: 'installments', value: '45' },
      ],
    }
    const { events, first } = await said([[200, { ...complete, ...settled }]], request)
    const bodies = events.flatMap((event) => (event.type === 'attempt_started' ? [event.body] : []))
    expect(bodies).toMatchObject([{ merchantSettings: '[hidden]', value: 45 }])
    // And it tears no hole into what is not a secret.
    expect(first).toMatchObject({ status: 'captured', captureId: settled.settleId })
  })
})

it('a short key tears no hole into ids and messages', async () => {
  const acme = { settleId: 'acme-settle-7', message: 'settled for acme' }
  const request = { ...minimal, paymentId: 'acme-1001', requestId: 'acme-r-1' }
  const answer = { ...settled, ...acme, paymentId: request.paymentId, requestId: request.requestId }
  const { capture, events } = wire([[200, answer]], { appKey: 'acme' })
  const outcome = await capture(request)
  expect(outcome).toMatchObject({
    status: 'captured',
    captureId: acme.settleId,
    reference: { paymentId: 'acme-1001', requestId: 'acme-r-1', settleId: acme.settleId },
    raw: acme,
  })
  expect(events[0]).toMatchObject({ headers: { 'x-provider-api-appkey': '[hidden]' } })
})

describe('what is shown', () => {
  it('is enough to see what was asked and answered', async () => {
    const { events } = await said([[200, settled]])
    expect(events).toMatchObject([
      {
        type: 'attempt_started',
        method: 'POST',
        url: expect.stringContaining(minimal.paymentId),
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'x-provider-api-appkey': '[hidden]',
          'x-provider-api-apptoken': '[hidden]',
        },
        body: {
          value: 45,
          requestId: minimal.requestId,
          authorizationId: '5784589',
          recipients: [
            { id: 'mymarketplace', role: 'marketplace', amount: 7.2, document: '[hidden]', name: '[hidden]' },
            { id: 'myseller', commissionAmount: 7.2 },
          ],
          merchantSettings: '[hidden]',
        },
      },
      { type: 'attempt_finished', attempt: { status: 200, verdict: 'captured' }, reply: { body: settled } },
      { type: 'finished', outcome: { status: 'captured' }, error: null },
    ])
  })

  it('of an answer is its documented fields and no others', async () => {
    const metadata = [{ name: 'store', value: 'sao-paulo-1', more: 1 }]
    const { first } = await said([
      [200, { ...complete, ...settled, acquirer: 'x', value: 45, connectorMetadata: metadata }],
    ])
    expect(first).toHaveProperty('raw', {
      ...settled,
      connectorMetadata: [{ name: 'store', value: 'sao-paulo-1' }],
    })
    const { first: other } = await said([[200, { ...settled, connectorMetadata: { store: 1 } }]])
    expect(other).toHaveProperty('raw', settled)
  })
})
