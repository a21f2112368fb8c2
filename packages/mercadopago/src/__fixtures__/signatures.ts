/** Computed by the recipe of https://www.mercadopago.com.mx/developers/es/docs/your-integrations/notifications/webhooks.md */
export const webhookSecret = 'test_secret_2f1c9d7e8b3a4c5d6e7f8091a2b3c4d5'
export const webhookRequestId = 'bb56a2f1-6aae-46ac-982e-9dcd3581d08e'

export interface Vector {
  readonly name: string
  readonly dataId: string | null
  readonly requestId: string | null
  readonly ts: string
  readonly v1: string
  readonly signedAt: string
}

const seconds = { ts: '1704908010', signedAt: '2024-01-10T17:33:30.000Z' }
const milliseconds = { ts: '1742505638683', signedAt: '2025-03-20T21:20:38.683Z' }
const requestId = webhookRequestId

export const vectors: readonly Vector[] = [
  {
    name: 'a payment id, in seconds',
    dataId: '3870106238',
    requestId,
    ...seconds,
    v1: 'a7c7774e9e2fc60e2b0d80b2ff267df59979f720faad2611f37284107dbfe099',
  },
  {
    name: 'an agreement id, in milliseconds',
    dataId: '22abcd1235ed497f945f755fcaba3c6c',
    requestId,
    ...milliseconds,
    v1: '16bf0d4f4236e462b663094b08f077e2c492980f9506f8dccda61d65c01475b8',
  },
  {
    name: 'no id',
    dataId: null,
    requestId,
    ...seconds,
    v1: 'f87ef974d78636da945bf9034a924a5682226eccd4068551e776f9447360ebeb',
  },
  {
    name: 'no request id',
    dataId: '3870106238',
    requestId: null,
    ...seconds,
    v1: '8ee95c2af0501c680911e2d0fe21e7c9ca7bae829214b6c04597661f37beab27',
  },
  {
    name: 'neither',
    dataId: null,
    requestId: null,
    ...seconds,
    v1: '9e6b5f18c0e0e492e48510bd610dfd4a10ba56c3d3e8154bec00c0b92ad3642d',
  },
  {
    name: 'an id in capitals, signed as received',
    dataId: 'ORD01JQ4S4KY8HWQ6NA5PXB65B3D3',
    requestId,
    ...milliseconds,
    v1: 'e1b9bf2696882f4ea78df3a81392e0ebe053f56140c5943f2856cd63cea739b1',
  },
  {
    name: 'an id in capitals, signed lower-cased',
    dataId: 'ORD01JQ4S4KY8HWQ6NA5PXB65B3D3',
    requestId,
    ...milliseconds,
    v1: '0a09c053371c99f7ce2761c328256830a4bdf1fb0632a6d15bc5ad4a478fd832',
  },
]
