import * as v from 'valibot'
import { shortText, time } from './json.ts'

const provider = v.picklist(['mercadopago', 'pipwave'])

export const defects = ['none', 'wrong-secret', 'old-timestamp', 'swapped-field', 'duplicate'] as const

/** A notification to make, valid or broken in a chosen way. */
export const notificationOrderSchema = v.strictObject({
  provider,
  defect: v.optional(v.picklist(defects), 'none'),
  url: v.pipe(
    v.optional(shortText),
    v.description('Where to send it; empty: to the harness itself. On this machine only, unless --allow-remote.'),
  ),
})

/** What arrived at the harness, and what the package made of it. */
export const receivedSchema = v.object({
  id: v.string(),
  at: time,
  provider,
  status: v.picklist(['verified', 'rejected']),
  /** Why it was rejected. */
  reason: v.nullable(v.string()),
  message: v.nullable(v.string()),
  /** The same notification was verified before: its effect must not happen twice. */
  duplicate: v.boolean(),
  /** Values the signature covers. */
  trusted: v.record(v.string(), v.string()),
})

export const notificationSentSchema = v.object({
  id: v.string(),
  at: time,
  provider,
  defect: v.picklist(defects),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
  /** The text that was signed, its secret masked. */
  signatureBase: v.string(),
  replies: v.array(
    v.object({
      /** null: no answer. */
      status: v.nullable(v.number()),
      body: v.string(),
      ms: v.number(),
      /** What the harness made of it, when it was sent there. */
      received: v.nullable(receivedSchema),
    }),
  ),
})

export const receivedListSchema = v.object({ received: v.array(receivedSchema) })

export type NotificationOrder = v.InferOutput<typeof notificationOrderSchema>
export type NotificationInput = v.InferInput<typeof notificationOrderSchema>
export type NotificationSent = v.InferOutput<typeof notificationSentSchema>
export type ReceivedNotification = v.InferOutput<typeof receivedSchema>
export type Defect = (typeof defects)[number]
