import type { Payment } from './payments.ts'
import { sign } from './sha1-check.ts'
import { type ShownAs, shownPayment, write } from './shown.ts'
import type { Body } from './state.ts'

/** How notifications go wrong on their way. */
export interface DeliveryOptions {
  /** Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>
  /** `reversed`: the newest first. Default `as-it-happened`. */
  readonly order?: 'as-it-happened' | 'reversed'
  /** How often each is posted, whatever is answered. Default 1. */
  readonly copies?: number
  /** Changes a notification after it was signed. */
  readonly tamper?: (fields: Readonly<Body>) => Body
}

/** One post of a notification. */
export interface Delivery {
  readonly body: string
  /** HTTP status; 0: no answer. */
  readonly status: number
  readonly answered: string
  /** The body of the answer was `OK`. It is not posted again. */
  readonly accepted: boolean
}

/** What is to be told to the merchant, in the order in which it happened. */
export interface Outbox {
  add(fields: Body): void
  /** How many have not been answered with `OK`. */
  size(): number
  /** Posts what was not answered with `OK` before. pipwave does it every five minutes. */
  deliver(url: string, options?: DeliveryOptions): Promise<readonly Delivery[]>
}

/** @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/instant_payment_notification.md */
export function createOutbox(apiSecret: string, shownAs: ShownAs): Outbox {
  const waiting: Body[] = []
  return {
    add: (fields) => waiting.push(fields),
    size: () => waiting.length,
    async deliver(url, { fetch = globalThis.fetch, order = 'as-it-happened', copies = 1, tamper } = {}) {
      const deliveries: Delivery[] = []
      const now = order === 'reversed' ? [...waiting].reverse() : [...waiting]
      for (const fields of now) {
        const signed = await signedNotification(fields, apiSecret)
        const body = write(tamper === undefined ? signed : tamper(signed), shownAs)
        for (let copy = 0; copy < copies; copy++) {
          const delivery = await post(fetch, url, body)
          deliveries.push(delivery)
          const index = waiting.indexOf(fields)
          if (delivery.accepted && index >= 0) waiting.splice(index, 1)
        }
      }
      return deliveries
    },
  }
}

async function post(fetch: (request: Request) => Promise<Response>, url: string, body: string): Promise<Delivery> {
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(new Request(url, { method: 'POST', headers, body }))
    const answered = await response.text()
    return { body, status: response.status, answered, accepted: answered === 'OK' }
  } catch {
    return { body, status: 0, answered: '', accepted: false }
  }
}

/** The fields of a notification, as of now. */
export function notificationOf(
  payment: Payment,
  about: { readonly now: number; readonly apiKey: string; readonly shownAs: ShownAs; readonly number: number },
): Body {
  return {
    ...shownPayment(payment, payment.view(about.now), about.apiKey, about.shownAs),
    notification_id: `N${about.number}`,
    type: 'payment',
    timestamp: Math.floor(about.now / 1000),
  }
}

/** A signature that is given on purpose stays as it is given. */
export async function signedNotification(fields: Body, apiSecret: string): Promise<Body> {
  return {
    ...fields,
    signature: 'signature' in fields ? fields.signature : await sign('notification', fields, apiSecret),
  }
}
