import { randomBytes } from 'node:crypto'
import { isObject } from '../../../probe/text.ts'
import { metadata } from './answers.ts'

const giveUpMs = 400
const betweenMs = 60
const mostCalls = 15

/** A stand-in for VTEX, in a hurry: creates a payment, asks for its settlement until it is settled in full, and refunds it. */
export async function rehearseGateway(url: string): Promise<void> {
  const hex = () => randomBytes(16).toString('hex').toUpperCase()
  const ids = { paymentId: hex(), transactionId: hex() }
  await call(url, '/manifest')
  await call(url, '/payments', { ...ids, reference: '1', value: 45, currency: 'BRL', paymentMethod: 'Visa' })
  const requestId = `${new Date().toISOString().replace('Z', '')}-4500`
  let settleId: unknown = null
  for (let count = 0; count < mostCalls && settleId === null; count++) {
    const settlement = { ...ids, requestId, value: 45, authorizationId: 'AUT-1', connectorMetadata: metadata }
    const answer = await call(url, `/payments/${ids.paymentId}/settlements`, settlement)
    if (answer.value === settlement.value) settleId = answer.settleId ?? null
    await new Promise<void>((resolve) => setTimeout(resolve, betweenMs))
  }
  await call(url, `/payments/${ids.paymentId}/refunds`, { ...ids, requestId: `${requestId}-R`, settleId, value: 45 })
}

async function call(url: string, path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
  try {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        'x-provider-api-appkey': 'rehearsal-key',
        'x-provider-api-apptoken': 'rehearsal-token',
        'x-vtex-api-is-testsuite': 'true',
      },
      signal: AbortSignal.timeout(giveUpMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json: unknown = await answer.json()
    return answer.ok && isObject(json) ? json : {}
  } catch {
    return {}
  }
}
