import { idempotencyKey, memoryStore, money } from '@cap/core'
import { type Exchange, kyTransport, loadDigest } from '@cap/core/http'
import { equalConstantTime, hmacSha256Hex, sha1Hex, sha256Hex } from '@cap/core/signing'
import { verifyNotification as verifyMercadoPago } from '@cap/mercadopago'
import { mercadoPagoCodes } from '@cap/mercadopago/messages'
import { verifyNotification as verifyPipwave } from '@cap/pipwave'
import { clientOf } from './play.ts'
import { providers } from './protocol.ts'
import type { Stage } from './stage-client.ts'

/** Text that tells encoders apart: beyond the basic plane, and half a character. */
const awkward = 'R$ é 💳 \ud800'

/** What needs no capture: each value must be the same everywhere. */
export async function gatherFacts(stage: Stage): Promise<Readonly<Record<string, unknown>>> {
  return {
    digests: [sha1Hex(awkward), sha256Hex(awkward), hmacSha256Hex('secret', awkward), (await loadDigest())(awkward)],
    comparison: [equalConstantTime('a', 'a'), equalConstantTime('a', 'b')],
    key: idempotencyKey('mercadopago', 'live', 'café', 'capture', 'order-1001', '1'),
    money: money('700.50', 'BRL'),
    descriptions: await descriptions(stage),
    notifications: await notifications(stage),
    stalled: await stalledTransport(stage),
    withoutBody: await lostWithoutBody(stage),
    store: (await memoryStore().begin('key', { group: 'g', fingerprint: 'f', leaseMs: 1_000 })).state,
    messages: Object.keys(mercadoPagoCodes).length,
  }
}

async function descriptions(stage: Stage): Promise<unknown> {
  const described: unknown[] = []
  for (const provider of providers) {
    const opened = await stage.open({ provider })
    const client = clientOf(provider, opened)
    described.push(await client.describe(opened.request as never))
  }
  return described
}

async function notifications(stage: Stage): Promise<unknown> {
  const { mercadopago, pipwave } = await stage.notices()
  const { secret, url } = mercadopago
  const headers = new Headers(mercadopago.headers)
  const forged = new Headers(headers)
  forged.set('x-request-id', 'another')
  const { apiKey, apiSecret, body } = pipwave
  const verdicts = [
    await verifyMercadoPago({ secret, url, headers }),
    await verifyMercadoPago({ secret, url: url.replace(/data\.id=\d/, 'data.id=9'), headers }),
    await verifyMercadoPago({ secret, url, headers: forged }),
    await verifyPipwave({ apiKey, apiSecret, body }),
    await verifyPipwave({ apiKey, apiSecret, body: body.replace('100.00', '900.00') }),
  ]
  return verdicts.map((verdict) => [verdict.status, 'reason' in verdict ? verdict.reason : null])
}

/** The seam below the clients by itself: it ends when its signal says so, and says what it knows. */
async function stalledTransport(stage: Stage): Promise<unknown> {
  const harm = { fault: 'stall-after-head', moved: false, times: 'onwards' } as const
  const { url } = await stage.open({ provider: 'vtex', harm })
  return sentBy({ method: 'POST', url: `${url}/payments/P/settlements`, body: '{}' }, AbortSignal.timeout(300))
}

/** On a connection that is kept, where some runtimes repeat what has no body, whatever its method. */
async function lostWithoutBody(stage: Stage): Promise<unknown> {
  const harm = { fault: 'close-after-request', moved: false, times: 'onwards' } as const
  const { url, id } = await stage.open({ provider: 'vtex', harm })
  const { signal } = new AbortController()
  const read = await sentBy({ method: 'GET', url: `${url}/manifest`, body: null }, signal)
  const { name, sent } = await sentBy({ method: 'POST', url: `${url}/payments/P/settlements`, body: null }, signal)
  return { read, lost: { name, sent }, arrived: (await stage.seen(id)).captures }
}

type Sent = { readonly status?: number; readonly name?: string; readonly sent?: string; readonly code?: string }

async function sentBy(what: Pick<Exchange, 'method' | 'url' | 'body'>, signal: AbortSignal): Promise<Sent> {
  try {
    const { status } = await kyTransport()({ ...what, headers: {}, maxReplyBytes: 100_000 }, signal)
    return { status }
  } catch (error) {
    const { name, sent, code } = error as Sent
    return { name: String(name), sent: String(sent), code: String(code) }
  }
}
