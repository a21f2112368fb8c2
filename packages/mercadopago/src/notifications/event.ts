import type { JsonObject, JsonValue } from '@cap/core/http'
import type { NotificationProblem, NotificationVerdict } from '../notification.ts'

/** What every notification says. The body is never signed: its ids name what to read, and nothing in it is to be believed. */
interface Common {
  /**
   * What was proven. `id`: the signature covers the id of what it is about; `call`: it covers the call, in which no id was;
   * `none`: there is no signature that holds, and `unverified` handed it over all the same.
   */
  readonly signed: 'id' | 'call' | 'none'
  /** Why no signature holds; null where one does. */
  readonly problem: NotificationProblem | null
  /** What repeated deliveries of one event share; null where the event has no id, and cannot be recognised. */
  readonly eventKey: string | null
  /** What the body says. A hint at most: read the resource by its id. */
  readonly claims: {
    readonly id: string | null
    readonly action: string | null
    /** As printed, ISO 8601, approximate. */
    readonly date: string | null
    readonly version: string | null
    readonly body: JsonObject
  }
}

/** An agreement was approved or cancelled. A cancelled one voids its payer token: read it by `getAgreement`. */
export interface AgreementStatusNotification extends Common {
  readonly type: 'agreement_status'
  readonly agreementId: string
  /** `confirmed_by_user` or `cancelled`, as claimed. */
  readonly claimedStatus: string | null
}

/** The buyer changed how the wallet pays: the documented hint that a charge that was declined may be tried again. */
export interface AgreementPaymentMethodNotification extends Common {
  readonly type: 'agreement_payment_method'
  readonly agreementId: string
}

/** A payment was made or has changed. No page promises it for this API. */
export interface PaymentNotification extends Common {
  readonly type: 'payment'
  /** Of a payment of `/v1/payments`: one of the `paymentIds` of an outcome's `reference`, not the advanced payment. */
  readonly paymentId: string
}

/** Anything else: Mercado Pago adds topics, and repeats are cheaper than an error. */
export interface UnknownNotification extends Common {
  readonly type: 'unknown'
  readonly dataId: string | null
  /** As claimed. */
  readonly topic: string | null
}

export type MercadoPagoNotification =
  | AgreementStatusNotification
  | AgreementPaymentMethodNotification
  | PaymentNotification
  | UnknownNotification

/**
 * What a notification tells, by its id.
 *
 * Fields: guides/wallet-connect/notifications.en.md for agreements, guides/additional-content/notifications/webhooks/webhooks.en.md
 * for payments, both in https://github.com/mercadopago/devsite-docs.
 */
export function readNotification(body: JsonObject, verdict: NotificationVerdict): MercadoPagoNotification {
  const verified = verdict.status === 'verified' ? verdict : null
  const data = objectOf(body.data)
  const dataId = verified?.dataId ?? textOf(data.id)
  const claims = {
    id: textOf(body.id),
    action: textOf(body.action),
    date: textOf(body.date) ?? textOf(body.date_created),
    version: textOf(body.version),
    body,
  }
  const signed = verified === null ? 'none' : verified.dataId === null ? 'call' : 'id'
  const common: Common = {
    signed,
    problem: verdict.status === 'verified' ? null : verdict.reason,
    eventKey: claims.id === null ? null : keyOf(signed, claims, dataId),
    claims,
  }
  const topic = textOf(body.type)
  if (dataId !== null && topic === 'wallet_connect' && body.entity === 'agreement') {
    if (claims.action === 'status.updated') {
      return { type: 'agreement_status', agreementId: dataId, claimedStatus: textOf(data.status), ...common }
    }
    if (claims.action === 'payment_method.updated') {
      return { type: 'agreement_payment_method', agreementId: dataId, ...common }
    }
  }
  if (dataId !== null && topic === 'payment') return { type: 'payment', paymentId: dataId, ...common }
  return { type: 'unknown', dataId, topic, ...common }
}

/**
 * One sample has the agreement's id for the event's, which several events then share; the page tells duplicates of one id
 * apart by `version`. What nobody signed never passes for what somebody did: it could be sent first, to have that ignored.
 */
function keyOf(signed: Common['signed'], claims: Common['claims'], dataId: string | null): string {
  const { id, action, date, version } = claims
  return JSON.stringify([signed === 'none' ? 'unsigned' : 'signed', id, action, date, version, dataId])
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

/** Ids come as numbers too. */
function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
