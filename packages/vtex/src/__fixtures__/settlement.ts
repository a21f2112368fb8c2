import { readFileSync } from 'node:fs'
import { type CaptureEvent, type CaptureOptions, createVtexGateway, type SettlementRequest } from '../index.ts'
import type { VtexGatewayOptions } from '../vtex.ts'

export const appKey = 'merchant-key-41b7'
export const appToken = 'merchant-token-9c03e5'
export const settingSecret = 'setting-a8d1f0c2'

export function fixture(name: string): Record<string, unknown> {
  return JSON.parse(fixtureText(name))
}

export function fixtureText(name: string): string {
  return readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')
}

/** The settlement of `settlement-request-minimal.json`. */
export const minimal: SettlementRequest = {
  transactionId: 'D3AA1FC8372E430E8236649DB5EBD08E',
  requestId: '2019-02-04T22:53:42-40000',
  paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91',
  amount: { amount: '45.00', currency: 'BRL' },
  authorizationId: '5784589',
}

/** The settlement of `settlement-request.json`. */
export const complete: SettlementRequest = {
  ...minimal,
  tid: 'TID-2803DE74DA',
  nsu: 'NSU987432',
  recipients: [
    {
      id: 'mymarketplace',
      name: 'My Marketplace',
      documentType: 'CNPJ',
      document: '05314972000174',
      role: 'marketplace',
      amount: '7.20',
      chargeProcessingFee: true,
      chargebackLiable: true,
    },
    {
      id: 'myseller',
      name: 'My Seller',
      documentType: 'CNPJ',
      document: '99.999.999/0001-26',
      role: 'seller',
      amount: { amount: '37.80', currency: 'BRL' },
      chargeProcessingFee: false,
      chargebackLiable: false,
      commissionAmount: '7.2',
    },
  ],
  sandboxMode: false,
  merchantSettings: [{ name: 'merchantPassword', value: settingSecret }],
  connectorMetadata: [{ name: 'store', value: 'sao-paulo-1' }],
}

/** An answer of the provider: a status and a body, or a failure of the exchange. */
export type Step = readonly [status: number, body: unknown, headers?: Record<string, string>] | Error | 'silence'

export interface Wire {
  /** What was sent, in order. */
  readonly sent: { readonly url: string; readonly headers: Record<string, string>; readonly body: string }[]
  readonly events: CaptureEvent[]
  readonly gateway: ReturnType<typeof createVtexGateway>
  capture(request?: SettlementRequest, options?: CaptureOptions): ReturnType<Wire['gateway']['capture']>
}

/**
 * A gateway whose provider gives these answers, through `fetch`; the last one is repeated.
 *
 * Text is sent as it is, everything else as JSON.
 */
export function wire(steps: readonly Step[], options: Partial<VtexGatewayOptions> = {}): Wire {
  const sent: Wire['sent'] = []
  const events: CaptureEvent[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push({ url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() })
    const step = steps[Math.min(sent.length, steps.length) - 1]
    if (step === undefined) throw new TypeError('no answer was prepared')
    if (step instanceof Error) throw step
    if (step === 'silence') {
      return new Promise((_, reject) => {
        const { signal } = request
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    }
    const [status, body, headers] = step
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return new Response(status === 204 || status === 304 ? null : text, {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    })
  }
  const gateway = createVtexGateway({
    baseUrl: 'https://provider.example',
    appKey,
    appToken,
    fetch,
    random: () => 0,
    onEvent: (event) => events.push(event),
    ...options,
  })
  return { sent, events, gateway, capture: (request = minimal, more = {}) => gateway.capture(request, more) }
}

/** A `fetch` failure that proves nothing. */
export function reset(): Error {
  return Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
  })
}

/** A `fetch` failure that proves that nothing was sent. */
export function refused(): Error {
  return Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  })
}

export const settled = fixture('settled')
export const notSettled = fixture('not-settled')
