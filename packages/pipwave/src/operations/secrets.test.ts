import { inspect } from 'node:util'
import { money } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { account, createWorld, first, type Instead, says, type World } from '../__fixtures__/world.ts'
import { cancel } from './cancel.ts'
import { confirm } from './confirm.ts'
import { initiate } from './initiate.ts'
import { process } from './process.ts'
import { refund } from './refund.ts'
import { tagChargeback } from './tag-chargeback.ts'

const { apiSecret } = account
const named = { pwId: 'PW1001' }
const extraParam = '{"bank_account":"1234567890"}'

/** Everything a person or a log could get to see. */
function said(...items: unknown[]): string {
  return items
    .map((item) => `${JSON.stringify(item)}\n${inspect(item, { depth: 20, showHidden: true })}\n${String(item)}`)
    .join('\n')
}

const request = {
  txnId: 'ORDER-9',
  amount: money('10.00', 'MYR'),
  buyer: { id: 'B1', email: 'personal@example.com', countryCode: 'MY' },
  billing: { name: 'Buyer Personal-Name' },
}

const operations: readonly [string, number, (world: World) => Promise<unknown>][] = [
  ['cancel-payment', 5, ({ client }) => cancel(client, named)],
  ['confirm-payment', 5, ({ client }) => confirm(client, named)],
  ['process-payment', 0, ({ client }) => process(client, named)],
  ['refund submit', 10, ({ client }) => refund(client, { ...named, amount: 'full', extraParam })],
  ['refund initiate', 10, ({ client }) => refund(client, { ...named, amount: 'full', extraParam })],
  ['tag-chargeback', 10, ({ client }) => tagChargeback(client, { ...named, stage: 'disputed', reason: 'others' })],
  ['initiate-payment', 5, ({ client }) => initiate(client, request)],
]

describe.each(operations)('%s', (label, transactionStatus, run) => {
  /** A provider that repeats what it was sent, and the secret, wherever it can. */
  const echo = (status: number) =>
    says({
      status,
      message: label.startsWith('refund') ? `${apiSecret} ${extraParam}` : apiSecret,
      [apiSecret]: apiSecret,
      reverse_pw_id: apiSecret,
    })
  it.each<[string, Instead]>([
    ['a good answer', null],
    ...[200, 400, 401, 4002, 500].map((status): [string, Instead] => [
      `an echo under ${status}`,
      { answer: echo(status) },
    ]),
    ['an error of the transport', { throws: new Error(`failed with ${apiSecret}`) }],
    ['silence', { silence: 'applied' }],
  ])('says no secret after %s', async (_, instead) => {
    const world = createWorld({ payments: [{ transactionStatus, requireCapture: false }] })
    world.plan = first(label, instead)
    const end: unknown = await world.run(run(world)).catch((error: unknown) => error)
    expect(world.of(label)).not.toHaveLength(0)
    const text = said(end, world.events, world.client)
    expect(text).not.toContain(apiSecret)
    expect(text).not.toContain('1234567890')
    expect(said(world.events)).not.toMatch(/[Pp]ersonal/)
    expect(JSON.stringify(world.seen)).not.toContain(apiSecret)
  })
})

describe('the token of an initiated payment', () => {
  it('is the caller’s, and in no event', async () => {
    const world = createWorld()
    const outcome = await world.run(initiate(world.client, request))
    const token = outcome.status === 'done' ? outcome.value.token : ''
    expect(token).toMatch(/^token-of-payment/)
    expect(said(world.events)).not.toContain(token)
    expect(said({ ...outcome, value: null })).not.toContain(token)
    expect(world.events.at(-1)).toMatchObject({ type: 'finished', outcome: { status: 'done', value: null } })
  })

  it('is in no event when pipwave repeats it in its message', async () => {
    const world = createWorld()
    const answer = { status: 200, message: 'T0K3N-abcdef at https://pay.example/T0K3N', token: 'T0K3N-abcdef' }
    world.plan = first('initiate-payment', { answer: says({ ...answer, redirect_url: 'https://pay.example/T0K3N' }) })
    const outcome = await world.run(initiate(world.client, request))
    expect(outcome).toMatchObject({ status: 'done', value: { token: 'T0K3N-abcdef' } })
    expect(said(world.events)).not.toContain('T0K3N')
    expect(said({ ...outcome, value: null })).not.toContain('T0K3N')
  })
})

it('shows none of the values in the extra parameter when pipwave repeats one of them alone', async () => {
  const world = createWorld({ payments: [{ transactionStatus: 10, requireCapture: false }] })
  const message = 'account 1122334455 of Jos\u00e9 Pereira is closed, bank 77'
  world.plan = first('refund submit', { answer: says({ status: 400, message }) })
  const parameter = '{"bank_account":1122334455,"holder":{"name":"Jos\\u00e9 Pereira"},"bank":"77"}'
  const outcome = await world.run(refund(world.client, { ...named, amount: 'full', extraParam: parameter }))
  const text = said(outcome, world.events)
  expect(text).not.toMatch(/1122334455|Pereira/)
  // What is as short as this occurs by chance.
  expect(text).toContain('bank 77')
})

it('shows no extra parameter in the signed text, however short', async () => {
  const world = createWorld({ payments: [{ transactionStatus: 10, requireCapture: false }] })
  await world.run(refund(world.client, { ...named, amount: 'full', extraParam: '{"b":7}' }))
  expect(said(world.events)).not.toContain('"b":7')
  expect(world.of('refund submit')[0]?.body.extra_param).toBe('{"b":7}')
})

it('shows in events what helps to read them', async () => {
  const world = createWorld({ payments: [{ transactionStatus: 10, requireCapture: false }] })
  await world.run(refund(world.client, { ...named, amount: money('10.00', 'MYR'), extraParam }))
  const started = world.events.filter((event) => event.type === 'attempt_started')
  expect(started.at(-1)).toMatchObject({
    purpose: 'refund',
    body: { action: 'refund', op: 'submit', pw_id: 'PW1001', refund_amount: '10.00', extra_param: '[hidden]' },
    signatureBase:
      'action:refundapi_key:TESTKEY123api_secret:[hidden]extra_param:[hidden]op:submitpw_id:PW1001refund_amount:10.00timestamp:1456790400',
  })
})
