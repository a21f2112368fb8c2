import { type JsonObject, type JsonValue, type Money, readWireAmount } from '@cap/core/http'
import * as v from 'valibot'
import { parsed, present } from '../answer.ts'
import type { NamedValue } from '../capture-schema.ts'
import type { CardMask } from './card-secrets.ts'

/** Seconds, as the provider wants VTEX to wait; null where it does not say. */
export interface PaymentDelays {
  /** Until the automatic settlement. */
  readonly toAutoSettle: number | null
  /** The same, after an antifraud's approval. */
  readonly toAutoSettleAfterAntifraud: number | null
  /** Until an unanswered payment is cancelled. */
  readonly toCancel: number | null
}

/** What the buyer pays an invoice (boleto) by, besides its `paymentUrl`. */
export interface BankInvoice {
  readonly identificationNumber: string | null
  readonly identificationNumberFormatted: string | null
  /** Such as `i25`. */
  readonly barCodeImageType: string | null
  readonly barCodeImageNumber: string | null
}

interface PaymentCommon {
  readonly paymentId: string
  /** The provider's id of the transaction: a refund must name it. */
  readonly tid: string | null
  readonly nsu: string | null
  readonly acquirer: string | null
  readonly code: string | null
  readonly message: string | null
  readonly delays: PaymentDelays
  /** Where the buyer goes on: a page to be redirected to, or an invoice. An `http:` or `https:` URL. */
  readonly paymentUrl: string | null
  readonly bankInvoice: BankInvoice | null
  /** The app of VTEX's checkout in which the buyer goes on; `payload` is text, mostly JSON (a Pix code, for one). */
  readonly paymentApp: { readonly appName: string; readonly payload: string } | null
  /** To be sent with later requests for the payment. */
  readonly connectorMetadata: readonly NamedValue[]
}

/** The payment is authorized: it can be settled. */
export interface ApprovedPayment extends PaymentCommon {
  readonly status: 'approved'
  /** The provider's id of the authorization: a settlement must name it. */
  readonly authorizationId: string
  /** The most that may be settled, where the provider allows another amount than the payment's. */
  readonly maxAmount: Money | null
}

/** The payment has begun and is not decided: the buyer, or the provider, still has to act. Nothing can be settled yet. */
export interface UndefinedPayment extends PaymentCommon {
  readonly status: 'undefined'
}

/** A payment the provider has created. */
export type CreatedPayment = ApprovedPayment | UndefinedPayment

const label = v.fallback(v.nullish(v.union([v.string(), v.pipe(v.number(), v.transform(String))])), null)
const metadata = v.fallback(v.array(v.object({ name: v.string(), value: v.string() })), [])
const app = v.fallback(v.nullish(v.object({ appName: v.string(), payload: v.string() })), null)

/**
 * Tolerant: only `paymentId` and `status` decide, and `authorizationId` of what is approved.
 *
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol#post-/payments}
 */
const answerSchema = v.object({
  paymentId: v.nullish(v.string()),
  status: v.string(),
  authorizationId: label,
  tid: label,
  nsu: label,
  acquirer: label,
  code: label,
  message: label,
  paymentUrl: label,
  redirectUrl: label,
  bankIssueInvoiceId: label,
  identificationNumber: label,
  identificationNumberFormatted: label,
  barCodeImageType: label,
  barCodeImageNumber: label,
  paymentAppData: app,
  connectorMetadata: metadata,
  delayToAutoSettle: v.optional(v.unknown()),
  delayToAutoSettleAfterAntifraud: v.optional(v.unknown()),
  delayToCancel: v.optional(v.unknown()),
  maxValue: v.optional(v.unknown()),
})

/** What an answer to a Create Payment says. Empty text counts as absent. */
export interface PaymentAnswer {
  readonly paymentId: string | null
  readonly status: string
  readonly authorizationId: string | null
  readonly code: string | null
  readonly message: string | null
  /** Everything but the status. */
  readonly common: Omit<PaymentCommon, 'paymentId'>
  readonly maxAmount: Money | null
  /** A `paymentUrl` is there, and no browser may be sent to it. */
  readonly hasOddUrl: boolean
  /** The documented fields that decide something, without a card, and without what only the buyer may see. */
  readonly raw: JsonObject
}

/** @returns null for what is no answer to a Create Payment: it has a `status`, and errors have one too */
export function readPaymentAnswer(
  body: string,
  { currency }: Pick<Money, 'currency'>,
  mask: CardMask,
): PaymentAnswer | null {
  const result = v.safeParse(answerSchema, parsed(body))
  if (!result.success) return null
  const { output } = result
  const text = (value: string | null | undefined) => masked(value, mask.text)
  const id = (value: string | null | undefined) => shortEnough(masked(value, mask.id))
  const url = present(output.paymentUrl) ?? present(output.redirectUrl) ?? present(output.bankIssueInvoiceId)
  const paymentUrl = url !== null && isWebAddress(url) ? url : null
  const delays = {
    toAutoSettle: seconds(output.delayToAutoSettle),
    toAutoSettleAfterAntifraud: seconds(output.delayToAutoSettleAfterAntifraud),
    toCancel: seconds(output.delayToCancel),
  }
  const [tid, nsu, acquirer] = [id(output.tid), id(output.nsu), text(output.acquirer)]
  const [code, message] = [text(output.code), text(output.message)]
  const paymentId = present(output.paymentId)
  const authorizationId = id(output.authorizationId)
  return {
    paymentId,
    status: output.status,
    authorizationId,
    code,
    message,
    common: {
      tid,
      nsu,
      acquirer: cut(acquirer),
      code: cut(code),
      message: cut(message),
      delays,
      paymentUrl,
      bankInvoice: invoiceOf(output),
      paymentApp: output.paymentAppData ?? null,
      connectorMetadata: output.connectorMetadata,
    },
    maxAmount: readWireAmount(output.maxValue, currency),
    hasOddUrl: url !== null && paymentUrl === null,
    raw: known({
      paymentId,
      status: mask.text(output.status),
      authorizationId,
      tid,
      nsu,
      acquirer,
      code,
      message,
      ...delays,
    }),
  }
}

function invoiceOf(output: v.InferOutput<typeof answerSchema>): BankInvoice | null {
  const invoice = {
    identificationNumber: present(output.identificationNumber),
    identificationNumberFormatted: present(output.identificationNumberFormatted),
    barCodeImageType: present(output.barCodeImageType),
    barCodeImageNumber: present(output.barCodeImageNumber),
  }
  return Object.values(invoice).some((value) => value !== null) ? invoice : null
}

function masked(value: string | null | undefined, mask: (value: string) => string): string | null {
  const said = present(value)
  return said === null ? null : mask(said)
}

/** For the caller's eyes. Elsewhere a text is cut where the other secrets are hidden: the first half of one would not be found. */
function cut(text: string | null): string | null {
  return text === null ? null : text.slice(0, 500)
}

/** A longer one is no id: later requests could not name it. */
function shortEnough(id: string | null): string | null {
  return id !== null && id.length <= 256 ? id : null
}

/** A number, or one in quotes. */
function seconds(value: unknown): number | null {
  const given = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  return typeof given === 'number' && Number.isSafeInteger(given) && given >= 0 ? given : null
}

/** A browser is sent there: a `javascript:` URL would run in the shop's page. */
function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

function known(fields: Readonly<Record<string, JsonValue>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
