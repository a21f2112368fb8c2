import type { Transport } from '@cap/core'
import { accessToken, description, externalReference, payerToken } from '../samples.ts'
import { type Capture, type Client, expect } from './client.ts'

type Options = { readonly baseUrl: string; readonly transport?: Transport }

/** Each provider twice: as it comes, with ky over `fetch`, and over undici. */
function bothTransports(
  label: string,
  exchanges: 1 | 2,
  connect: (options: Options) => Promise<Capture>,
): readonly [Client, Client] {
  return [
    { label, exchanges, connect: (origin) => connect({ baseUrl: origin }) },
    {
      label: `${label}, undiciTransport`,
      exchanges,
      async connect(origin) {
        const { undiciTransport } = await import('@cap/core/undici')
        return connect({ baseUrl: origin, transport: undiciTransport() })
      },
    },
  ]
}

export const [capMercadoPago, capMercadoPagoUndici] = bothTransports('@cap/mercadopago', 1, async (options) => {
  const { createMercadoPago } = await import('@cap/mercadopago')
  const client = createMercadoPago({ ...options, accessToken })
  return async (number) => {
    const outcome = await client.capture({
      amount: { amount: '700.50', currency: 'BRL' },
      description,
      externalReference,
      payerToken,
      idempotencyKey: `operation-${number}`,
    })
    expect(outcome.status === 'captured', outcome)
  }
})

/** One capture is a requery and the capture. Every capture is of a payment of its own: those of one payment wait in line. */
export const [capPipwave, capPipwaveUndici] = bothTransports('@cap/pipwave', 2, async ({ baseUrl, ...options }) => {
  const { createPipwave } = await import('@cap/pipwave')
  const client = createPipwave({
    ...options,
    baseUrl: `${baseUrl}/payment`,
    apiKey: 'benchmark-key',
    apiSecret: 'benchmark-secret',
    environment: 'staging',
  })
  return async (number) => {
    const outcome = await client.capture({ pwId: `PW${number}`, amount: { amount: '700.50', currency: 'MYR' } })
    expect(outcome.status === 'captured', outcome)
  }
})

export const [capVtex, capVtexUndici] = bothTransports('@cap/vtex', 1, async (options) => {
  const { createVtexGateway } = await import('@cap/vtex')
  const client = createVtexGateway({ ...options, appKey: 'benchmark-key', appToken: 'benchmark-token' })
  return async (number) => {
    const outcome = await client.capture({
      transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
      requestId: `2020-06-22T21:50:11-${number}`,
      paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
      amount: { amount: '700.50', currency: 'BRL' },
      authorizationId: '5784589',
      tid: '5784589',
      nsu: 'NSU987432',
    })
    expect(outcome.status === 'captured', outcome)
  }
})
