import { inspect } from 'node:util'
import { transcript } from '@cap/core'
import { checkSaid } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { appKey, appToken, reset, type Step, settingSecret, wire } from '../__fixtures__/settlement.ts'
import {
  cancel,
  createPayment,
  describeCreatePayment,
  getManifest,
  inbound,
  refund,
  resolveCreatePayment,
  resolveRefund,
} from '../operations.ts'
import { inboundRequest } from './__fixtures__/inbound.ts'
import { cancellation, card, fixture, partialRefund, payment } from './__fixtures__/operations.ts'

const approved = fixture('approved')
const pair = [appKey, appToken, settingSecret]
const merchantSettings = [{ name: 'merchantPassword', value: settingSecret }]
const leakyPair = `${appKey} / ${appToken} / ${settingSecret} / ${encodeURIComponent(appToken)}`

const asked = { ...payment, merchantSettings }
const signature = 'c4llb4ck-s1gn4ture'
/** What stands alone in no id, time or digest of these tests. */
const loose = [
  /(?<![\dA-Za-z-])973(?![\dA-Za-z])/,
  /12[/-](20)?31/,
  /jane q\. buyer/i,
  /4444[ -]?3333[ -]?2222[ -]?1111/,
]

/** A provider that quotes the card in every way it can. */
const quotes =
  'card 4444333322221111 (4444 3333 2222 1111, 4444-3333-2222-1111) of JANE Q. BUYER, CVV:973, exp 12/31 and 12/2031'

/** Everything a Create Payment and its resolve say, in every form it could be written down. */
async function said(steps: readonly Step[], options = {}) {
  const { gateway, events } = wire(steps, options)
  const everything: unknown[] = [gateway, events]
  const first = await createPayment(gateway, asked).catch((error: unknown) => error)
  everything.push(first, transcript(first as never))
  if (typeof first === 'object' && first !== null && 'handle' in first) {
    everything.push(first.handle)
    everything.push(await resolveCreatePayment(gateway, first.handle as never, { request: asked, replay: 'allow' }))
  }
  everything.push(await describeCreatePayment(gateway, asked))
  checkSaid(everything, [...pair, card.number, card.holder, card.document!, signature])
  const text = everything
    .map((item) => `${JSON.stringify(item)}\n${inspect(item, { depth: 20 })}\n${String(item)}`)
    .join()
  for (const pattern of loose) expect(text).not.toMatch(pattern)
  return { first, events }
}

describe('no card, key or setting is said by a Create Payment', () => {
  it.each<[string, Step[]]>([
    ['when all is well', [[200, approved]]],
    [
      'when the provider quotes the card in an approval',
      [[200, { ...approved, code: quotes, message: quotes, acquirer: quotes }]],
    ],
    ['when it denies by quoting the card', [[200, { ...approved, status: 'denied', code: quotes, message: quotes }]]],
    ['when it refuses by quoting the card', [[400, { status: 'error', code: quotes, message: quotes }]]],
    ['when it refuses the pair by quoting the card', [[401, { status: 'error', code: quotes, message: leakyPair }]]],
    [
      'when it fails by quoting the card',
      [[500, { status: 'error', code: quotes, message: `${quotes} ${leakyPair}` }]],
    ],
    ['when the status quotes the card', [[200, { ...approved, status: quotes }]]],
    ['when it sends the whole request back', [[200, { ...JSON.parse(JSON.stringify(asked)), ...approved }]]],
    [
      'when its ids are the card',
      [[200, { ...approved, tid: card.number, nsu: `N${card.number}`, authorizationId: 'A1' }]],
    ],
    ['when it answers for a payment named by the card', [[200, { ...approved, paymentId: card.number }]]],
    ['when it answers a web page with the card', [[502, `<p>${quotes}</p>`]]],
    ['when it answers JSON of another kind', [[200, { [card.number]: quotes, card: asked.card, csc: '973' }]]],
    [
      'when the library that sends quotes it',
      [Object.assign(new Error(`${card.number} ${leakyPair}`), { code: card.number })],
    ],
    ['when the answer is lost', [reset()]],
  ])('%s', async (_, steps) => {
    const { first } = await said(steps)
    // What the caller gets is clean too, but for what only the caller may see.
    if (typeof first === 'object' && first !== null && 'value' in first) {
      for (const pattern of loose.slice(0, 3)) expect(JSON.stringify(first.value)).not.toMatch(pattern)
    }
  })

  it('nor is the URL whose signature authenticates the provider, or the proxy that exchanges tokens', async () => {
    const proxies = { secureProxyUrl: 'https://account.vtexpayments.example/pr0xy-s3cret?key=pr0xy-k3y' }
    const tokens = { holderToken: '#holder', bin: '444433', numberToken: '#number', numberLength: 16, cscToken: '#csc' }
    const tokenized = { ...tokens, cscLength: 3, expiration: card.expiration }
    const message = `${payment.callbackUrl} timed out; ${proxies.secureProxyUrl}; signature ${signature}`
    for (const [status, body] of [
      [200, { ...approved, status: 'denied', code: signature, message }],
      [400, { status: 'error', code: signature, message }],
    ] as const) {
      const { gateway, events } = wire([[status, body]])
      const ended = await createPayment(gateway, { ...asked, ...proxies, card: tokenized }).catch((error) => error)
      checkSaid([ended, events], [signature, 'pr0xy-s3cret'])
    }
  })

  it('nor is half of one, where a long message is cut', async () => {
    const message = `${'x'.repeat(490)}${appToken}`
    for (const [status, said] of [
      [200, 'denied'],
      [400, 'error'],
      [500, 'error'],
    ] as const) {
      const { gateway, events } = wire([[status, { ...approved, status: said, code: 'c', message }]])
      const end = await createPayment(gateway, asked).catch((error: unknown) => error)
      expect(JSON.stringify([end, events]) + String(end)).not.toContain(appToken.slice(0, 9))
    }
  })

  it('by tokens either', async () => {
    const { gateway, events } = wire([
      [500, { status: 'error', code: 'E', message: '#vtex#token#d799bae#number# failed' }],
    ])
    const outcome = await createPayment(gateway, {
      ...asked,
      card: {
        holderToken: '#vtex#token#d799bae#holder#',
        bin: '444433',
        numberToken: '#vtex#token#d799bae#number#',
        numberLength: 16,
        cscToken: '#vtex#token#d799bae#csc#',
        cscLength: 3,
        expiration: card.expiration,
      },
      secureProxyUrl: 'https://account.vtexpayments.example/pr0xy-s3cret',
    })
    checkSaid([outcome, events], ['#vtex#token#', 'pr0xy-s3cret'])
  })

  it('by the buyer, whose name and address are nobody else', async () => {
    const { events } = await said([[200, approved]])
    checkSaid(events, ['jane.buyer@example.com', 'Praia de Botafogo', '01234567890', '187.105.111.65'])
  })

  it('and what is shown is enough to see what was asked and answered', async () => {
    const { events } = await said([[200, { ...approved, message: quotes }]])
    expect(events).toMatchObject([
      {
        type: 'attempt_started',
        purpose: 'change',
        operation: 'change',
        body: {
          paymentId: payment.paymentId,
          value: 31.9,
          currency: 'BRL',
          paymentMethod: 'Diners',
          card: '[hidden]',
          miniCart: '[hidden]',
          merchantSettings: '[hidden]',
          callbackUrl: '[hidden]',
        },
      },
      {
        type: 'attempt_finished',
        reply: { status: 200, body: { authorizationId: 'AUT123567', status: '[hidden]', message: '[hidden]' } },
      },
      {
        type: 'finished',
        outcome: { status: 'done', value: null, raw: { message: expect.stringContaining('[hidden]') } },
      },
    ])
  })

  it('and an id keeps the digits it shares with the security code', async () => {
    const { first } = await said([[200, { ...approved, authorizationId: 'AUT973567' }]])
    expect(first).toMatchObject({
      value: { authorizationId: 'AUT973567' },
      reference: { authorizationId: 'AUT973567' },
    })
  })
})

describe('no key or setting is said', () => {
  it.each<[string, Step[]]>([
    [
      'in a failure',
      [[500, { paymentId: partialRefund.paymentId, refundId: null, code: leakyPair, message: leakyPair }]],
    ],
    ['in a final no', [[501, { ...fixture('refund-manually'), message: leakyPair }]]],
    ['in a 401', [[401, { paymentId: partialRefund.paymentId, code: leakyPair, message: leakyPair }]]],
    ['in a web page', [[502, leakyPair]]],
    [
      'in the whole request',
      [[200, { ...JSON.parse(JSON.stringify(partialRefund)), merchantSettings, refundId: null }]],
    ],
  ])('by a refund whose provider repeats them %s', async (_, steps) => {
    const { gateway, events } = wire(steps)
    const request = { ...partialRefund, merchantSettings }
    const first = await refund(gateway, request).catch((error: unknown) => error)
    const handle = typeof first === 'object' && first !== null && 'handle' in first ? first.handle : null
    const again = handle && (await resolveRefund(gateway, handle as never, { request, replay: 'allow' }))
    checkSaid([first, again, events, gateway], pair)
  })

  it('by a cancellation', async () => {
    const { gateway, events } = wire([[500, { ...cancellation, message: leakyPair }]])
    checkSaid([await cancel(gateway, { ...cancellation, merchantSettings }), events], pair)
  })

  it('by an inbound request, whose body and answer are nobody else', async () => {
    const { paymentId, requestId, body } = inboundRequest
    const responseData = { statusCode: 200, contentType: 'text/plain', content: 'answer-for-one-person' }
    const { gateway, events } = wire([[200, { paymentId, requestId, message: body, responseData }]])
    const outcome = await inbound(gateway, { ...inboundRequest, merchantSettings })
    checkSaid(events, [...pair, body, 'answer-for-one-person'])
    const { attempts, reference } = outcome
    checkSaid([attempts, reference, outcome.raw], [...pair, body, 'answer-for-one-person'])
    expect(outcome).toMatchObject({ status: 'done', value: { content: 'answer-for-one-person' } })
  })

  it('by a manifest that cannot be read', async () => {
    const { gateway, events } = wire([[404, leakyPair]])
    const error = await getManifest(gateway).catch((thrown: unknown) => thrown)
    checkSaid([error, events], pair)
  })
})
