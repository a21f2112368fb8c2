import { createHash, createHmac, randomInt, randomUUID } from 'node:crypto'
import type { Defect } from '../api/notification.ts'
import type { NotificationKeys } from './keys.ts'

/** A notification as the provider would send it. Signed here, not by the package: one mistake must not prove itself. */
export interface MadeNotification {
  /** Query to add to the address. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signatureBase: string
}

const dayMs = 24 * 60 * 60_000

/** Mercado Pago: an HMAC over the id of the called URL, the request id and the time. The body is not signed. */
export function mercadopagoNotification(keys: NotificationKeys, defect: Defect): MadeNotification {
  const dataId = String(randomInt(10_000_000, 99_999_999))
  const requestId = randomUUID()
  const now = defect === 'old-timestamp' ? Date.now() - dayMs : Date.now()
  const signatureBase = `id:${dataId};request-id:${requestId};ts:${now};`
  const secret = defect === 'wrong-secret' ? `${keys.webhookSecret}-of-another-application` : keys.webhookSecret
  const v1 = createHmac('sha256', secret).update(signatureBase).digest('hex')
  const named = defect === 'swapped-field' ? String(Number(dataId) + 1) : dataId
  return {
    query: `?data.id=${named}&type=payment`,
    headers: {
      'content-type': 'application/json',
      'x-request-id': requestId,
      'x-signature': `ts=${now},v1=${v1}`,
    },
    body: JSON.stringify({
      action: 'payment.updated',
      api_version: 'v1',
      data: { id: named },
      date_created: new Date(now).toISOString(),
      id: randomInt(100_000_000_000),
      live_mode: false,
      type: 'payment',
    }),
    signatureBase,
  }
}

/** pipwave: SHA-1 over the sorted fields and the secret, each after its name, with nothing in between. */
export function pipwaveNotification(keys: NotificationKeys, defect: Defect): MadeNotification {
  const now = defect === 'old-timestamp' ? Date.now() - dayMs : Date.now()
  const signed: Record<string, string> = {
    amount: '19.99',
    api_key: keys.apiKey,
    currency_code: 'MYR',
    pw_id: `PW${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`,
    timestamp: String(Math.floor(now / 1_000)),
    transaction_status: '10',
    txn_id: `TXN-${randomInt(1_000_000)}`,
  }
  const base = (secret: string) =>
    Object.entries({ ...signed, api_secret: secret })
      .toSorted(([one], [two]) => (one < two ? -1 : 1))
      .map(([name, value]) => `${name}:${value}`)
      .join('')
  const secret = defect === 'wrong-secret' ? `${keys.apiSecret}-of-another-account` : keys.apiSecret
  const signature = createHash('sha1').update(base(secret)).digest('hex')
  const sent = defect === 'swapped-field' ? { ...signed, amount: '1999.00' } : signed
  return {
    query: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...sent, type: 'payment', notification_id: `N${randomInt(1_000_000)}`, signature }),
    signatureBase: base('[hidden]'),
  }
}
