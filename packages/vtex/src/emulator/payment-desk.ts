import type { BookEntry } from '@cap/core/testing'
import type { Answer } from './answers.ts'
import { amountText, unitsOf } from './minor-units.ts'
import { readPaymentBody } from './payment-fields.ts'
import type { PaymentEntry } from './payment-scenarios.ts'
import type { Payments } from './payments.ts'

/** The state of a payment, in the words of the contract. */
export type PaymentStatus = 'approved' | 'denied' | 'undefined'

/** A payment the provider was asked for: asked again, it says how it stands now, by the same ids. */
export interface Created {
  readonly paymentId: string
  readonly tid: string
  readonly authorizationId: string
  readonly currency: string
  readonly units: bigint
  readonly callbackUrl: string
  /** What the buyer goes on with, while the payment is undefined. */
  readonly continuation: Readonly<Record<string, unknown>>
  status: PaymentStatus
}

/** The Test Suite's cards. An asynchronous payment is decided by `decide`. */
const cards: Readonly<Record<string, PaymentStatus>> = {
  '4444333322221111': 'approved',
  '4444333322221112': 'denied',
  '4222222222222224': 'undefined',
  '4222222222222225': 'undefined',
}

/** Creates payments, once for each id. */
export class PaymentDesk {
  /** The authorizations that happened. */
  readonly book: BookEntry[] = []
  readonly queue: PaymentEntry[] = []
  readonly #created = new Map<string, Created>()
  readonly #payments: Payments
  readonly #now: () => number

  constructor(payments: Payments, now: () => number) {
    this.#payments = payments
    this.#now = now
  }

  handle(text: string, scenario: PaymentEntry | undefined): Answer {
    const body = readPaymentBody(text)
    if (typeof body === 'string') return errorAnswer(400, 'INVALID_REQUEST', body)
    const paymentId = String(body.paymentId)
    const units = unitsOf(body.value, String(body.currency))
    if (units === null) return errorAnswer(400, 'INVALID_VALUE', `The value is no amount of ${body.currency}`)
    const create = (status: PaymentStatus, continuation = continuationOf(body, paymentId)) => {
      const known = this.#created.get(paymentId)
      if (known !== undefined) return known
      const serial = String(this.#created.size + 1).padStart(6, '0')
      const [currency, callbackUrl] = [String(body.currency), String(body.callbackUrl)]
      const [tid, authorizationId] = [`TID-${serial}`, `AUT-${serial}`]
      const created = { paymentId, tid, authorizationId, currency, units, callbackUrl, continuation, status }
      this.#created.set(paymentId, created)
      if (status === 'approved') this.#authorize(created)
      return created
    }
    const usual = () => paymentAnswer(create(statusOf(body)))
    return scenario === undefined ? usual() : scenario.answer({ paymentId, body, create })
  }

  /** @returns the created payment, decided; null when it is not known, or was decided before */
  decide(paymentId: string, status: 'approved' | 'denied'): Created | null {
    const created = this.#created.get(paymentId)
    if (created?.status !== 'undefined') return null
    created.status = status
    if (status === 'approved') this.#authorize(created)
    return created
  }

  #authorize({ paymentId, currency, units, authorizationId }: Created): void {
    const amount = { amount: amountText(units, currency), currency }
    this.#payments.declare({ paymentId, amount, authorizationId })
    this.book.push({ key: paymentId, payment: paymentId, amount, at: new Date(this.#now()).toISOString() })
  }
}

/** Written by hand from the field table of the answer. */
export function paymentAnswer({ paymentId, status, tid, authorizationId, continuation }: Created): Answer {
  const approved = status === 'approved'
  return {
    status: 200,
    body: JSON.stringify({
      paymentId,
      status,
      authorizationId: approved ? authorizationId : null,
      tid,
      nsu: approved ? `NSU-${tid.slice(4)}` : null,
      acquirer: 'EmulatedAcquirer',
      code: status === 'denied' ? 'DENIED' : null,
      message: status === 'denied' ? 'Denied by the issuer' : null,
      delayToAutoSettle: 432_000,
      delayToAutoSettleAfterAntifraud: 120,
      delayToCancel: 604_800,
      ...(status === 'undefined' ? continuation : {}),
    }),
  }
}

/** The body of a 400 and of a 500. */
export function errorAnswer(status: number, code: string, message: string): Answer {
  return { status, body: JSON.stringify({ status: 'error', code, message }) }
}

function statusOf({ card, paymentMethod }: Readonly<Record<string, unknown>>): PaymentStatus {
  const number = typeof card === 'object' && card !== null && 'number' in card ? card.number : null
  if (typeof number === 'string') return cards[number] ?? 'approved'
  return paymentMethod === 'BankInvoice' || paymentMethod === 'Pix' ? 'undefined' : 'approved'
}

function continuationOf({ paymentMethod }: Readonly<Record<string, unknown>>, paymentId: string) {
  switch (paymentMethod) {
    case 'BankInvoice':
      return {
        paymentUrl: `https://provider.example/invoices/${encodeURIComponent(paymentId)}`,
        identificationNumber: '23797770000000319000001234567890123456789012',
        identificationNumberFormatted: '23797.77000 00003.190000 01234.567890 1 23456789012345',
        barCodeImageType: 'i25',
        barCodeImageNumber: '23791234500000319000001234567890123456789012',
      }
    case 'Pix':
      return { paymentAppData: { appName: 'vtex.pix-payment', payload: '{"code":"00020126-emulated-pix-code"}' } }
    default:
      return {}
  }
}
