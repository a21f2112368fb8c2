import { money } from '@cap/core/http'
import { sha1Hex } from '@cap/core/signing'
import { describe, expect, it } from 'vitest'
import { createWorld, type World } from '../__fixtures__/world.ts'
import { sign } from '../emulator/sha1-check.ts'
import { signatureBase } from '../signature.ts'
import { cancel } from './cancel.ts'
import { confirm } from './confirm.ts'
import { initiate } from './initiate.ts'
import { process } from './process.ts'
import { refund } from './refund.ts'
import { tagChargeback } from './tag-chargeback.ts'

const named = { pwId: 'PW1001' }
const buyer = { id: 'B1', email: 'buyer@example.com', countryCode: 'MY' }

/** Nobody publishes a vector: these were computed with python3 hashlib from the algorithm and the lists of the pages. */
const vectors: readonly [
  id: string,
  label: string,
  status: number,
  run: (world: World) => Promise<unknown>,
  hash: string,
][] = [
  ['N1', 'cancel-payment', 5, ({ client }) => cancel(client, named), '0301b72855d912c2b68a3c075beb2a16f895d9fb'],
  [
    'N2',
    'cancel-payment',
    5,
    ({ client }) => cancel(client, { ...named, reason: 'Buyer cancelled', refTag: 'A1' }),
    '054e582972f574933369f76825366128fc954d56',
  ],
  ['F1', 'confirm-payment', 5, ({ client }) => confirm(client, named), 'bb4406f6b3edf2fdfe20420cdc15558a1c774229'],
  [
    'RF1',
    'refund initiate',
    10,
    ({ client }) => refund(client, { ...named, amount: 'full' }),
    '38d1c5f045bc8b7795142a568af30ac30ca4dc67',
  ],
  [
    'RF2',
    'refund submit',
    10,
    ({ client }) => refund(client, { ...named, amount: money('10.00', 'MYR') }),
    'dbe7dea385bb912d4bd28cedd6845810d693167c',
  ],
  [
    'I2',
    'initiate-payment',
    5,
    ({ client }) => initiate(client, { txnId: 'REF001', amount: money('1.00', 'MYR'), buyer }),
    'fa57b0b96a909f81598748e6cfd589ecb8ca1b1b',
  ],
]

describe('what is signed is what is sent', () => {
  it.each(vectors)('%s', async (_, label, transactionStatus, run, hash) => {
    const world = createWorld({ payments: [{ transactionStatus, requireCapture: false }] })
    await world.run(run(world))
    const [sent] = world.of(label)
    expect(sent?.body.signature).toBe(hash)
  })

  it.each<[string, number, (world: World) => Promise<unknown>]>([
    ['process-payment', 0, ({ client }) => process(client, { ...named, reason: 'late', refTag: 'A1' })],
    ['tag-chargeback', 10, ({ client }) => tagChargeback(client, { ...named, stage: 'disputed', reason: 'others' })],
    [
      'refund submit',
      10,
      ({ client }) => refund(client, { ...named, amount: 'full', extraParam: '{"account":"é注文"}' }),
    ],
  ])('%s, over the fields of its list and no other', async (label, transactionStatus, run) => {
    const world = createWorld({ payments: [{ transactionStatus, requireCapture: false }] })
    await world.run(run(world))
    const { signature, ...sent } = world.of(label)[0]?.body ?? {}
    const unsigned = label === 'tag-chargeback' ? ['reason'] : []
    const pairs = Object.entries(sent)
      .filter(([name]) => !unsigned.includes(name))
      .map(([name, value]) => [name, String(value)] as const)
    expect(signature).toBe(sha1Hex(signatureBase(pairs, 'TESTSECRET456')))
    const list = label.split(' ')[0] as 'refund'
    expect(signature).toBe(await sign(list, sent, 'TESTSECRET456'))
  })
})
