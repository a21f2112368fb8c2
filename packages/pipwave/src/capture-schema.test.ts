import { CaptureError } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { createWorld, thrownBy } from './__fixtures__/world.ts'
import { readApiAnswer } from './capture-schema.ts'

const myr = (amount: unknown) => ({ amount, currency: 'MYR' })

describe('a request that makes no sense', () => {
  const rows: readonly [name: string, request: unknown, field: string, message: string][] = [
    ['nothing', undefined, 'request', 'is required'],
    ['null', null, 'request', 'request'],
    ['a text', 'PW1001', 'request', 'request'],
    ['no id', {}, 'request', 'pass pwId, txnId or both'],
    ['an empty pwId', { pwId: '' }, 'pwId', 'must not be empty'],
    ['an empty txnId', { txnId: '' }, 'txnId', 'must not be empty'],
    ['a number for pwId', { pwId: 12345678901234567890n }, 'pwId', 'must be text'],
    ['null for txnId', { pwId: 'PW1', txnId: null }, 'txnId', 'must be text'],
    ['a pwId of 256 characters', { pwId: 'x'.repeat(256) }, 'pwId', 'at most 255'],
    ['a line break in an id', { pwId: 'PW1\n' }, 'pwId', 'control characters'],
    ['a C1 control character in an id', { txnId: 'a\u0085b' }, 'txnId', 'control characters'],
    ['half of a character in an id', { txnId: 'a\ud83d' }, 'txnId', 'well-formed'],
    ['an unknown field', { pwId: 'PW1', ammount: myr('1') }, 'ammount', 'is not a known field'],
    ['another by', { pwId: 'PW1', by: 'pw_id' }, 'by', "must be 'pwId', 'txnId' or 'both'"],
    ["by 'txnId' without one", { pwId: 'PW1', by: 'txnId' }, 'by', 'pass the txnId'],
    ["by 'both' with one", { txnId: 'T', by: 'both' }, 'by', 'pass pwId and txnId'],
    ['an empty operationId', { pwId: 'PW1', operationId: '' }, 'operationId', 'must not be empty'],
    ['a long operationId', { pwId: 'PW1', operationId: 'x'.repeat(129) }, 'operationId', 'at most 128'],
    ['a number for amount', { pwId: 'PW1', amount: 10 }, 'amount', 'must be money'],
    ['a number within amount', { pwId: 'PW1', amount: myr(10) }, 'amount.amount', 'must be decimal text'],
    ['null for amount', { pwId: 'PW1', amount: null }, 'amount', 'must be money'],
    ['an amount of 0', { pwId: 'PW1', amount: myr('0') }, 'amount', 'captures everything'],
    ['an amount of 0.00', { pwId: 'PW1', amount: myr('0.00') }, 'amount', 'captures everything'],
    ['a negative amount', { pwId: 'PW1', amount: myr('-1.00') }, 'amount.amount', 'no sign'],
    ['an exponent', { pwId: 'PW1', amount: myr('1e2') }, 'amount.amount', 'exponent'],
    ['a third decimal', { pwId: 'PW1', amount: myr('1.005') }, 'amount.amount', 'at most 2 fraction digits'],
    ['a fraction of a yen', { pwId: 'PW1', amount: { amount: '1.5', currency: 'JPY' } }, 'amount.amount', 'fraction'],
    [
      'a fraction of a yen that is zero',
      { pwId: 'PW1', amount: { amount: '1.0', currency: 'JPY' } },
      'amount.amount',
      'fraction',
    ],
    [
      'three decimals',
      { pwId: 'PW1', amount: { amount: '1.250', currency: 'KWD' } },
      'amount',
      'at most two fraction digits',
    ],
    [
      'a whole dinar',
      { pwId: 'PW1', amount: { amount: '1', currency: 'BHD' } },
      'amount',
      'at most two fraction digits',
    ],
    ['ten integer digits', { pwId: 'PW1', amount: myr('1000000000.00') }, 'amount', '999999999.99'],
    [
      'ten integer digits of yen',
      { pwId: 'PW1', amount: { amount: '1000000000', currency: 'JPY' } },
      'amount',
      '999999999.99',
    ],
    [
      'an unknown currency',
      { pwId: 'PW1', amount: { amount: '1.00', currency: 'ZZZ' } },
      'amount.currency',
      'ISO 4217',
    ],
  ]
  it.each(rows)('is refused before anything is sent: %s', async (_, request, field, message) => {
    const world = createWorld()
    const error = await thrownBy(world.client.capture(request as { pwId: string }))
    expect(error).toBeInstanceOf(CaptureError)
    expect(error).toMatchObject({ code: 'invalid_request', provider: 'pipwave', field, retryable: false })
    expect((error as CaptureError).message).toContain(message)
    expect(await thrownBy(world.client.describe(request as { pwId: string }))).toMatchObject({
      code: 'invalid_request',
      field,
    })
    expect(world.seen).toHaveLength(0)
  })

  it.each([
    ['signal', { signal: {} }],
    ['deadlineMs', { deadlineMs: 0 }],
    ['deadlineMs', { deadlineMs: 1.5 }],
    ['attemptTimeoutMs', { attemptTimeoutMs: -1 }],
    ['beforeSend', { beforeSend: true }],
    ['priorAttempt', { priorAttempt: 'yes' }],
  ])('is refused for its option %s', async (field, options) => {
    const world = createWorld()
    const error = await thrownBy(world.client.capture({ pwId: 'PW1001' }, options as object))
    expect(error).toMatchObject({ code: 'invalid_request', field })
    expect(world.seen).toHaveLength(0)
  })

  it('counts options and fields that are undefined as absent', async () => {
    const world = createWorld()
    const request = { pwId: 'PW1001', txnId: undefined, amount: undefined, by: undefined, operationId: undefined }
    const options = { signal: undefined, deadlineMs: undefined, attemptTimeoutMs: undefined, beforeSend: undefined }
    expect(await world.run(world.client.capture(request, options))).toMatchObject({ status: 'captured' })
  })
})

describe('the body of an answer', () => {
  it.each([
    ['{"status":200}', 200],
    ['{"status":"200"}', 200],
    ['{"status":0}', 0],
    ['{"status":"0200"}', null],
    ['{"status":""}', null],
    ['{}', null],
  ])('%s has the status %s', (text, status) => {
    expect(readApiAnswer(text)?.status).toBe(status)
  })

  it.each([
    ['"plain"', 'plain'],
    ['["one","two"]', 'one; two'],
    ['{"a":"one","b":{"c":["two",3,null]}}', 'one; two; 3'],
    ['null', null],
    ['""', null],
    ['[]', null],
    ['7', '7'],
    ['true', 'true'],
  ])('takes the message %s for %j', (message, flat) => {
    expect(readApiAnswer(`{"status":200,"message":${message}}`)?.message).toBe(flat)
  })

  it('keeps a long message whole: it is cut where secrets have been hidden', () => {
    expect(readApiAnswer(JSON.stringify({ status: 400, message: 'x'.repeat(5_000) }))?.message).toHaveLength(5_000)
  })
})
