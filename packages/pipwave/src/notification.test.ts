import { readFileSync } from 'node:fs'
import { sha1Hex } from '@cap/core/signing'
import { describe, expect, it } from 'vitest'
import { account, createWorld, thrownBy } from './__fixtures__/world.ts'
import { verifyNotification } from './notification.ts'

const { apiKey, apiSecret } = account

/** The text of a notification, with values as they stand in JSON. */
function body(values: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Record<string, string | undefined> = {
    amount: '"10.00"',
    api_key: '"TESTKEY123"',
    currency_code: '"MYR"',
    pw_id: '"PW1001"',
    timestamp: '1456790400',
    transaction_status: '10',
    txn_id: '"ORDER-1"',
    final_amount: '"10.00"',
    ...values,
  }
  const fields = Object.entries(all).filter(([, value]) => value !== undefined)
  return `{${fields.map(([name, value]) => `"${name}":${value}`).join(',')}}`
}

function verify(text: string) {
  return verifyNotification({ body: text, apiKey, apiSecret })
}

const p1 = '"da0ca5dc15521d30a509f21356aae052ffee0075"'
const p2 = '"2f919f7cf2ec25b54d46c2386042108a40740df4"'
const p3 = '"76430785af891ed2b75ac29b090493be675cebcd"'
const p4 = '"b28464b70883eb23f1a8951932e8054a5768dd65"'

describe('a notification', () => {
  it('is verified over the seven values and the secret (P1)', async () => {
    expect(await verify(body({ signature: p1 }))).toEqual({
      status: 'verified',
      trusted: {
        amount: '10.00',
        apiKey: 'TESTKEY123',
        currencyCode: 'MYR',
        pwId: 'PW1001',
        txnId: 'ORDER-1',
        timestamp: '1456790400',
        transactionStatus: '10',
      },
      untrusted: { final_amount: '10.00' },
    })
  })

  it('is verified as the very text that came, line breaks and all', async () => {
    const text = readFileSync(new URL('__fixtures__/notification-p1.json', import.meta.url), 'utf8')
    const result = await verify(text)
    expect(result).toMatchObject({
      status: 'verified',
      trusted: { transactionStatus: '10' },
      untrusted: { notification_id: 'N1' },
    })
    expect(result).not.toHaveProperty('untrusted.signature')
  })

  it.each(['0', '"0"'])('of a pending payment hashes the status %s as 0 (P2), not as nothing (P3)', async (status) => {
    const pending = body({ transaction_status: status, signature: p2 })
    expect(await verify(pending)).toMatchObject({ status: 'verified', trusted: { transactionStatus: '0' } })
    const blank = body({ transaction_status: status, signature: p3 })
    expect(await verify(blank)).toMatchObject({ status: 'rejected', reason: 'signature_mismatch' })
  })

  it.each([
    ['10.00 signed as it stands', '10.00', p1, '10.00'],
    ['10.00 signed as PHP prints it (P4)', '10.00', p4, '10'],
    ['10 signed as it stands (P4)', '10', p4, '10'],
    ['"10" signed as it stands (P4)', '"10"', p4, '10'],
  ])('with the amount %s', async (_, amount, signature, trusted) => {
    expect(await verify(body({ amount, signature }))).toMatchObject({
      status: 'verified',
      trusted: { amount: trusted },
    })
  })

  it.each([
    ['"10.00"', p4],
    ['10', p1],
    ['"10"', p1],
  ])('does not turn the amount %s into another spelling', async (amount, signature) => {
    expect(await verify(body({ amount, signature }))).toMatchObject({
      status: 'rejected',
      reason: 'signature_mismatch',
    })
  })

  it('keeps every digit of ids beyond 2^53 that come as JSON numbers', async () => {
    const text =
      'amount:10.00api_key:TESTKEY123api_secret:TESTSECRET456currency_code:MYRpw_id:12345678901234567890timestamp:1456790400transaction_status:10txn_id:9007199254740993'
    const ids = { pw_id: '12345678901234567890', txn_id: '9007199254740993' }
    expect(await verify(body({ ...ids, signature: JSON.stringify(sha1Hex(text)) }))).toMatchObject({
      status: 'verified',
      trusted: { pwId: '12345678901234567890', txnId: '9007199254740993' },
    })
  })

  const fields = ['amount', 'api_key', 'currency_code', 'pw_id', 'timestamp', 'transaction_status', 'txn_id']
  it.each([...fields, 'signature'])('without %s is rejected', async (field) => {
    for (const missing of [undefined, 'null']) {
      const result = await verify(body({ signature: p1, [field]: missing }))
      expect(result).toMatchObject({ status: 'rejected', reason: 'missing_field', field })
    }
  })

  it.each(fields)('with another %s is rejected', async (field) => {
    const result = await verify(body({ signature: p1, [field]: field === 'currency_code' ? '"SGD"' : '"1"' }))
    expect(result).toMatchObject({
      status: 'rejected',
      reason: field === 'api_key' ? 'other_api_key' : 'signature_mismatch',
    })
  })

  it.each(fields)('with %s of another type is rejected', async (field) => {
    for (const value of ['true', '[]', '{"a":1}']) {
      const result = await verify(body({ signature: p1, [field]: value }))
      expect(result).toMatchObject({ status: 'rejected', reason: 'malformed_field', field })
    }
  })

  it.each([p1.toUpperCase(), '"da0ca5dc"', `"${'0'.repeat(41)}"`, '""', '" da0ca5dc15521d30a509f21356aae052ffee0075"'])(
    'with the malformed signature %s is rejected',
    async (signature) => {
      expect(await verify(body({ signature }))).toMatchObject({ status: 'rejected', reason: 'malformed_signature' })
    },
  )

  it.each(['', 'OK', '[]', 'null', '"text"', '{"amount":', '7'])(
    'that is no JSON object (%s) is rejected',
    async (text) => {
      expect(await verify(text)).toMatchObject({ status: 'rejected', reason: 'not_json' })
    },
  )

  it('cannot be split anew into one of another order, though nothing separates the signed fields', async () => {
    // What pipwave signs for a pending payment whose txn_id somebody has chosen with care …
    const chosen = 'ORDER-1timestamp:1456790400transaction_status:10txn_id:ORDER-2'
    const text = `amount:10.00api_key:${apiKey}api_secret:${apiSecret}currency_code:MYRpw_id:PW1001timestamp:1456790400transaction_status:0txn_id:${chosen}`
    const signature = JSON.stringify(sha1Hex(text))
    expect(await verify(body({ transaction_status: '0', txn_id: JSON.stringify(chosen), signature }))).toMatchObject({
      status: 'rejected',
      reason: 'malformed_field',
      field: 'txn_id',
    })
    // … and the same text as a paid notification of another order.
    const pwId = 'PW1001timestamp:1456790400transaction_status:0txn_id:ORDER-1'
    const split = { pw_id: JSON.stringify(pwId), txn_id: '"ORDER-2"', signature }
    expect(await verify(body(split))).toMatchObject({ status: 'rejected', reason: 'malformed_field', field: 'pw_id' })
  })

  it.each([
    ['timestamp', '"1456790400 "'],
    ['transaction_status', '"paid"'],
    ['currency_code', '"RM"'],
    ['amount', '"10,00"'],
  ])('is rejected when %s is %s, whatever the signature', async (name, value) => {
    expect(await verify(body({ [name]: value, signature: p1 }))).toMatchObject({
      reason: 'malformed_field',
      field: name,
    })
  })

  it('is signed with the configured key, even when it names another one consistently', async () => {
    const forged = sha1Hex(
      'amount:10.00api_key:OTHERapi_secret:TESTSECRET456currency_code:MYRpw_id:PW1001timestamp:1456790400transaction_status:10txn_id:ORDER-1',
    )
    const result = await verify(body({ api_key: '"OTHER"', signature: JSON.stringify(forged) }))
    expect(result).toMatchObject({ status: 'rejected', reason: 'other_api_key' })
  })

  it('is verified by any of several secrets, while they are being exchanged', async () => {
    const text = body({ signature: p1 })
    expect(await verifyNotification({ body: text, apiKey, apiSecrets: ['new', apiSecret] })).toMatchObject({
      status: 'verified',
    })
    expect(await verifyNotification({ body: text, apiKey, apiSecret: 'new', apiSecrets: [apiSecret] })).toMatchObject({
      status: 'verified',
    })
    expect(await verifyNotification({ body: text, apiKey, apiSecrets: ['new'] })).toMatchObject({ status: 'rejected' })
  })

  it('that was parsed already is a mistake of the caller, and is called one', async () => {
    const parsed = JSON.parse(body({ signature: p1 })) as string
    const error = await thrownBy(verifyNotification({ body: parsed, apiKey, apiSecret }))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'body' })
    expect((error as Error).message).toContain('a parsed object was passed')
  })

  it.each([
    ['body', { body: undefined }],
    ['apiKey', { apiKey: '' }],
    ['apiSecret', { apiSecret: undefined }],
    ['apiSecret', { apiSecret: '' }],
    ['apiSecret', { apiSecret: undefined, apiSecrets: [] }],
    ['apiSecret', { apiSecrets: [undefined] }],
  ])('without a sensible %s throws', async (field, options) => {
    const call = verifyNotification({ body: body({ signature: p1 }), apiKey, apiSecret, ...(options as object) })
    expect(await thrownBy(call)).toMatchObject({ code: 'invalid_request', field })
  })

  it('says nothing of its values, or the secret, when it is rejected', async () => {
    const result = await verify(body({ amount: '"99.99"', signature: p1 }))
    expect(JSON.stringify(result)).not.toMatch(/99\.99|TESTSECRET456|TESTKEY123/)
  })

  it('of the emulator, signed by its own code, is verified', async () => {
    for (const shownAs of [
      {},
      { amounts: 'number' },
      { amounts: 'unpadded', status: 'text' },
      { ids: 'number' },
    ] as const) {
      const payments = [{ pwId: '12345678901234567890', txnId: '77', total: '10.50' }]
      const world = createWorld({ payments, emulator: { shownAs } })
      await world.run(world.client.capture({ pwId: '12345678901234567890' }))
      const result = await verify(await world.emulator.notify('12345678901234567890'))
      expect(result).toMatchObject({ status: 'verified', trusted: { transactionStatus: '10', txnId: '77' } })
    }
  })
})

it('is not signed by a letter of a secret that was given where a list belongs', async () => {
  const guessed = 'S'
  const base = `amount:10.00api_key:TESTKEY123api_secret:${guessed}currency_code:MYRpw_id:PW1001timestamp:1456790400transaction_status:10txn_id:ORDER-1`
  const forged = body({ signature: `"${sha1Hex(base)}"` })
  for (const apiSecrets of [apiSecret, new Set([guessed]), { length: 1, 0: guessed }, null]) {
    const error = await thrownBy(verifyNotification({ body: forged, apiKey, apiSecrets: apiSecrets as never }))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'apiSecrets' })
  }
})
