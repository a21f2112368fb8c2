import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { webhookSecret as secret, type Vector, vectors, webhookRequestId } from './__fixtures__/signatures.ts'
import { type NotificationInput, verifyNotification } from './index.ts'

const [first] = vectors
if (first === undefined) throw new Error('there are no vectors')
const url = 'https://shop.example/hooks?data.id=3870106238&type=payment'
const headers = { 'x-signature': `ts=${first.ts},v1=${first.v1}`, 'x-request-id': webhookRequestId }

function inputOf({ dataId, requestId, ts, v1 }: Vector): NotificationInput {
  return { secret, dataId, requestId, signature: `ts=${ts},v1=${v1}` }
}

describe('verifyNotification', () => {
  it.each(vectors)('verifies $name', async (vector) => {
    const { dataId, requestId, signedAt } = vector
    expect(await verifyNotification(inputOf(vector))).toEqual({
      status: 'verified',
      dataId,
      requestId,
      signedAt,
      secretIndex: 0,
    })
  })

  it.each(vectors)('rejects $name under another secret, id, request id or time', async (vector) => {
    const input = inputOf(vector)
    const wrong: NotificationInput[] = [
      { ...input, secret: `${secret}x` },
      { ...input, dataId: '1' },
      { ...input, requestId: 'x' },
      { ...input, signature: `ts=${vector.ts}0,v1=${vector.v1}` },
      { ...input, signature: `ts=${vector.ts},v1=${vector.v1.replace(/.$/, (end) => (end === '0' ? '1' : '0'))}` },
    ]
    for (const one of wrong) {
      expect(await verifyNotification(one)).toMatchObject({ status: 'rejected', reason: 'signature_mismatch' })
    }
  })

  it.each([
    ['an object of headers and a URL', { headers, url }],
    [
      'headers in other case, and a path',
      {
        headers: { 'X-Signature': headers['x-signature'], 'X-Request-ID': webhookRequestId },
        url: '/hooks?data.id=3870106238',
      },
    ],
    [
      'lists of one, as some servers give',
      { headers: { 'x-signature': [headers['x-signature']], 'x-request-id': [webhookRequestId] }, url: new URL(url) },
    ],
    ['Web headers', { headers: new Headers(headers), url }],
    ['blanks in the signature', { headers: { ...headers, 'x-signature': ` v1=${first.v1} , ts=${first.ts} ` }, url }],
    ['a part nobody knows', { headers: { ...headers, 'x-signature': `${headers['x-signature']},v2=abc` }, url }],
  ] satisfies [string, Omit<NotificationInput, 'secret'>][])('takes %s', async (_, input) => {
    expect(await verifyNotification({ secret, ...input })).toMatchObject({ status: 'verified', dataId: '3870106238' })
  })

  it('takes a Web request, and leaves its body alone', async () => {
    const request = new Request(url, { method: 'POST', headers, body: '{"data":{"id":"3870106238"}}' })
    expect(await verifyNotification({ secret, request })).toMatchObject({ status: 'verified' })
    expect(request.bodyUsed).toBe(false)
    expect(await request.json()).toEqual({ data: { id: '3870106238' } })
  })

  it('tries every secret, and says which one it was', async () => {
    expect(await verifyNotification({ secret: ['old', secret, 'other'], headers, url })).toMatchObject({
      status: 'verified',
      secretIndex: 1,
    })
  })

  it.each([
    ['no signature', { headers: {}, url }, 'signature_missing'],
    ['an empty signature', { signature: ' ', url }, 'signature_missing'],
    ['a null signature', { signature: null, url }, 'signature_missing'],
    ['a signature without parts', { signature: 'abc', url }, 'signature_malformed'],
    ['no ts', { signature: `v1=${first.v1}`, url }, 'part_missing'],
    ['no v1', { signature: `ts=${first.ts}`, url }, 'part_missing'],
    ['an empty v1', { signature: `ts=${first.ts},v1=`, url }, 'part_missing'],
    ['ts twice', { signature: `ts=1,ts=${first.ts},v1=${first.v1}`, url }, 'part_repeated'],
    ['v1 twice', { signature: `ts=${first.ts},v1=${first.v1},v1=${first.v1}`, url }, 'part_repeated'],
    [
      'the header twice, joined',
      { signature: `${headers['x-signature']}, ${headers['x-signature']}`, url },
      'part_repeated',
    ],
    [
      'the header twice',
      { headers: { 'x-signature': [headers['x-signature'], headers['x-signature']] }, url },
      'header_repeated',
    ],
    [
      'the header in two spellings',
      { headers: { ...headers, 'X-Signature': headers['x-signature'] }, url },
      'header_repeated',
    ],
    ['the request id twice', { headers: { ...headers, 'x-request-id': ['a', 'b'] }, url }, 'header_repeated'],
    ['a ts that is no number', { signature: `ts=-1,v1=${first.v1}`, url }, 'signature_malformed'],
    ['a ts beyond all time', { signature: `ts=${'9'.repeat(16)},v1=${first.v1}`, url }, 'signature_malformed'],
    ['a short v1', { signature: `ts=${first.ts},v1=${first.v1.slice(1)}`, url }, 'signature_malformed'],
    [
      'a v1 as long in characters, longer in bytes',
      { signature: `ts=${first.ts},v1=${'é'.repeat(64)}`, url },
      'signature_malformed',
    ],
    [
      'a v1 as long in bytes, shorter in characters',
      { signature: `ts=${first.ts},v1=${'é'.repeat(32)}`, url },
      'signature_malformed',
    ],
    ['two ids', { headers, url: `${url}&data.id=1` }, 'id_repeated'],
    ['a URL that cannot be read', { headers, url: 'http://' }, 'url_malformed'],
    ['an id that is two values', { headers, dataId: `3870106238;request-id:${webhookRequestId}` }, 'value_malformed'],
  ] satisfies [string, Omit<NotificationInput, 'secret'>, string][])('rejects %s', async (_, input, reason) => {
    expect(await verifyNotification({ secret, ...input })).toMatchObject({ status: 'rejected', reason })
  })

  it('never accepts a signature without an id for a call that names one', async () => {
    const [, , noId] = vectors
    if (noId === undefined) throw new Error('there is no such vector')
    const input = { ...inputOf(noId), dataId: undefined, url: '/hooks?data.id=3870106238' }
    expect(await verifyNotification(input)).toMatchObject({ status: 'rejected', reason: 'signature_mismatch' })
  })

  it("takes the body's id only where the URL has none, and says when no id was covered", async () => {
    const bodyDataId = first.dataId
    const bare = { secret, headers, url: '/hooks' }
    expect(await verifyNotification(bare)).toMatchObject({ status: 'rejected' })
    expect(await verifyNotification({ ...bare, bodyDataId })).toMatchObject({ status: 'verified', dataId: bodyDataId })
    const [, , noId] = vectors
    if (noId === undefined) throw new Error('there is no such vector')
    expect(await verifyNotification({ ...inputOf(noId), bodyDataId })).toMatchObject({
      status: 'verified',
      dataId: null,
    })
  })

  it('reads a number for the id in the body, and throws for nothing that is there', async () => {
    const bare = { secret, headers, url: '/hooks' }
    expect(await verifyNotification({ ...bare, bodyDataId: Number(first.dataId) })).toMatchObject({
      status: 'verified',
      dataId: first.dataId,
    })
    for (const bodyDataId of [{}, [], true, Number.NaN]) {
      expect(await verifyNotification({ ...bare, bodyDataId: bodyDataId as never })).toMatchObject({
        status: 'rejected',
        reason: 'signature_mismatch',
      })
    }
  })

  it.each([
    ['seconds', '1704908010', 1_704_908_010_000],
    ['milliseconds', '1742505638683', 1_742_505_638_683],
  ])('measures the age in %s, with the clock it is given', async (_, ts, signedAt) => {
    const v1 = createHmac('sha256', secret).update(`ts:${ts};`).digest('hex')
    const at = (now: number) =>
      verifyNotification({ secret, signature: `ts=${ts},v1=${v1}`, toleranceMs: 300_000, now: () => now })
    expect(await at(signedAt)).toMatchObject({ status: 'verified' })
    expect(await at(signedAt + 300_000)).toMatchObject({ status: 'verified' })
    expect(await at(signedAt - 300_000)).toMatchObject({ status: 'verified' })
    expect(await at(signedAt + 300_001)).toMatchObject({ status: 'rejected', reason: 'too_old' })
    expect(await at(signedAt - 300_001)).toMatchObject({ status: 'rejected', reason: 'in_the_future' })
    expect(await at(Number.NaN)).toMatchObject({ status: 'rejected', reason: 'too_old' })
  })

  it.each([
    ['no secret', { secret: '' }, 'secret'],
    ['no secrets', { secret: [] }, 'secret'],
    ['an empty secret among others', { secret: [secret, ''] }, 'secret'],
    ['a tolerance below zero', { secret, toleranceMs: -1 }, 'toleranceMs'],
  ])('throws for %s: that is a mistake of the caller', async (_, input, field) => {
    await expect(verifyNotification({ headers, url, ...input })).rejects.toMatchObject({
      code: 'invalid_request',
      field,
    })
  })
})
