import { sha1Hex } from '@cap/core/signing'
import { describe, expect, it } from 'vitest'
import { account, createWorld } from './__fixtures__/world.ts'
import type { PipwaveCaptureRequest } from './capture-schema.ts'
import { sign } from './emulator/sha1-check.ts'
import { maskedBase, type Pair, signatureBase } from './signature.ts'

/** Nobody publishes a vector: these were computed with python3 hashlib from the algorithm of the signature page. */
const key = 'action:capture-paymentapi_key:TESTKEY123api_secret:TESTSECRET456'
const vectors: readonly [id: string, fields: readonly Pair[], base: string, hash: string][] = [
  ['C1', [['pw_id', 'PW1001']], `${key}pw_id:PW1001timestamp:1456790400`, 'd9e0ac098eec4cc1f9c3a7a96c48b8e596eda4b6'],
  [
    'C2',
    [['txn_id', 'ORDER-1']],
    `${key}timestamp:1456790400txn_id:ORDER-1`,
    'd03934bba9ec6047270797f47e878e2195adcc8c',
  ],
  [
    'C3',
    [
      ['pw_id', 'PW1001'],
      ['txn_id', 'ORDER-1'],
    ],
    `${key}pw_id:PW1001timestamp:1456790400txn_id:ORDER-1`,
    'eefa595a16aae027fee0009a573c6a256a86c2e0',
  ],
  [
    'C4',
    [
      ['pw_id', 'PW1001'],
      ['capture_amount', '10.00'],
    ],
    `${key}capture_amount:10.00pw_id:PW1001timestamp:1456790400`,
    '4c544a54aba9874f0c966f998fe9195b8cedfd8d',
  ],
  [
    'C5',
    [
      ['pw_id', 'PW1001'],
      ['capture_amount', '10'],
    ],
    `${key}capture_amount:10pw_id:PW1001timestamp:1456790400`,
    'ef785287414ae8f2a6eee487605f87cb1192efb1',
  ],
  [
    'C6',
    [
      ['pw_id', 'PW1001'],
      ['capture_amount', '10.5'],
    ],
    `${key}capture_amount:10.5pw_id:PW1001timestamp:1456790400`,
    '498e723c64d426b508140df9977a051477b81607',
  ],
  [
    'C6b',
    [
      ['pw_id', 'PW1001'],
      ['capture_amount', '10.50'],
    ],
    `${key}capture_amount:10.50pw_id:PW1001timestamp:1456790400`,
    'eea336216817411ead7d1772f95011dc4433b994',
  ],
  [
    'C7',
    [
      ['pw_id', 'PW1001'],
      ['txn_id', 'ORDER-1'],
      ['capture_amount', '10.00'],
    ],
    `${key}capture_amount:10.00pw_id:PW1001timestamp:1456790400txn_id:ORDER-1`,
    '7dfe7f6518531bdf309806950a922cfe75c21ced',
  ],
  [
    'C8',
    [
      ['txn_id', 'ORDER-1'],
      ['capture_amount', '10.00'],
    ],
    `${key}capture_amount:10.00timestamp:1456790400txn_id:ORDER-1`,
    '22899a6be9b413209e3060d9b455d3bf6b4ad6cf',
  ],
  [
    'C9',
    [['txn_id', '注文-42-\u00e9']],
    `${key}timestamp:1456790400txn_id:注文-42-\u00e9`,
    'a3601ac53f1c659d73f8205344e0c97ecc076d34',
  ],
  [
    'C9b',
    [['txn_id', '注文-42-e\u0301']],
    `${key}timestamp:1456790400txn_id:注文-42-e\u0301`,
    'ad835e1d4811d59ea4d9d2409836538bdd9a885e',
  ],
  [
    'C10',
    [['txn_id', 'ORDER-😀']],
    `${key}timestamp:1456790400txn_id:ORDER-😀`,
    '1befd81b7a59a07a1456cae0b79b91551aa03440',
  ],
  [
    'C11',
    [
      ['pw_id', 'PW1001'],
      ['capture_amount', '999999999.99'],
    ],
    `${key}capture_amount:999999999.99pw_id:PW1001timestamp:1456790400`,
    'b41b0fec3f2b912b276c7359fb4758f862a051fd',
  ],
]

const common: readonly Pair[] = [
  ['action', 'capture-payment'],
  ['timestamp', '1456790400'],
  ['api_key', 'TESTKEY123'],
]

describe('the signature', () => {
  it.each(vectors)('hashes %s as the algorithm says', (_, fields, base, hash) => {
    const text = signatureBase([...common, ...fields], account.apiSecret)
    expect(text).toBe(base)
    expect(sha1Hex(text)).toBe(hash)
  })

  it.each(vectors)('of %s is the one the emulator computes by its own code', async (_, fields, __, hash) => {
    const data = {
      action: 'capture-payment',
      timestamp: 1_456_790_400,
      api_key: 'TESTKEY123',
      ...Object.fromEntries(fields),
    }
    expect(await sign('capture-payment', data, account.apiSecret)).toBe(hash)
  })

  it.each([
    ['R1', { pwId: 'PW1001' }, '1f38df13125b0f76121020800ac79e43c8768bf9'],
    ['R2', { txnId: 'ORDER-1' }, '315a0efb050d8e77f47815367cc2be7b17c75e30'],
  ])('of a requery is %s', async (_, ask, hash) => {
    const world = createWorld()
    await world.run(world.client.requery(ask as { pwId: string }))
    expect(world.seen[0]?.body.signature).toBe(hash)
  })

  const requests: readonly [id: string, request: PipwaveCaptureRequest, total?: string][] = [
    ['C1', { pwId: 'PW1001' }],
    ['C1', { pwId: 'PW1001', txnId: 'ORDER-1' }],
    ['C1', { txnId: 'ORDER-1' }],
    ['C2', { txnId: 'ORDER-1', by: 'txnId' }],
    ['C3', { pwId: 'PW1001', txnId: 'ORDER-1', by: 'both' }],
    ['C4', { pwId: 'PW1001', amount: { amount: '10', currency: 'MYR' } }, '10.00'],
    ['C6b', { pwId: 'PW1001', amount: { amount: '10.5', currency: 'MYR' } }, '10.50'],
    ['C7', { pwId: 'PW1001', txnId: 'ORDER-1', by: 'both', amount: { amount: '10.00', currency: 'MYR' } }, '10.00'],
    ['C8', { txnId: 'ORDER-1', by: 'txnId', amount: { amount: '10.00', currency: 'MYR' } }, '10.00'],
    ['C11', { pwId: 'PW1001', amount: { amount: '999999999.99', currency: 'MYR' } }, '999999999.99'],
  ]
  it.each(requests)('on the wire is %s for %j', async (id, request, total = '100.00') => {
    const world = createWorld({ payments: [{ total }] })
    const outcome = await world.run(world.client.capture(request))
    expect(outcome.status).toBe('captured')
    expect(world.captures()[0]?.body.signature).toBe(vectors.find(([name]) => name === id)?.[3])
  })

  it.each(['注文-42-\u00e9', '注文-42-e\u0301', 'ORDER-😀'])('is over UTF-8, not normalised: %s', async (txnId) => {
    const world = createWorld({ payments: [{ txnId }] })
    await world.run(world.client.capture({ txnId, by: 'txnId' }))
    const expected = vectors.find(([, fields]) => fields[0]?.[1] === txnId)?.[3]
    expect(world.captures()[0]?.body.signature).toBe(expected)
  })

  const wrong: readonly [id: string, mistake: string, hash: string, ours: string][] = [
    ['X1', 'an empty pw_id is hashed', '20b2701e8feb9ee141b74b254a4e5729833afd38', 'C2'],
    ['X2', 'the order of the documentation', 'f971ad89ab5aafd3f1c65090a654678591afeee3', 'C1'],
    ['X3', 'no secret', '83efc1f3ef0001190439f4b7fbe01ccde0e595ce', 'C1'],
    ['X4', 'milliseconds', '1d5b207204b0c5063a409bb2cc08651f53f18b89', 'C1'],
    ['X6', 'ISO-8859-1', '67e62abac4a05d74e305ac7d4708de56fba85806', 'C9'],
  ]
  it.each(wrong)('is not %s: %s', async (_, __, hash, ours) => {
    const fields = vectors.find(([id]) => id === ours)?.[1] ?? []
    expect(sha1Hex(signatureBase([...common, ...fields], account.apiSecret))).not.toBe(hash)
  })

  it('is never made over an amount of 0 (X5)', async () => {
    const world = createWorld()
    const request = { pwId: 'PW1001', amount: { amount: '0', currency: 'MYR' } }
    await expect(world.run(world.client.capture(request))).rejects.toThrow('must be greater than 0')
    expect(world.seen).toHaveLength(0)
  })

  it('shows people the text with the secret masked', () => {
    expect(maskedBase([...common, ['pw_id', 'PW1001']])).toBe(
      'action:capture-paymentapi_key:TESTKEY123api_secret:[hidden]pw_id:PW1001timestamp:1456790400',
    )
  })
})
