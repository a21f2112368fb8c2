/** A call to a `callbackUrl`. */
export interface CallbackDelivery {
  readonly method: string
  /** Path and query, as they came. */
  readonly target: string
  readonly body: string
}

/** What receives callbacks: a small server, or a double of one. */
export interface CallbackReceiver {
  /** The address the connector reaches it at, without a slash at the end. */
  readonly base: string
  /** The next call whose path ends in `path` and was not handed out yet; null when none comes within `timeoutMs`. */
  next(path: string, timeoutMs: number): Promise<CallbackDelivery | null>
}

/**
 * A callback's path and query, as VTEX writes them: the signature is a parameter of at most 32 characters, and the URL is
 * to be used exactly as it came.
 *
 * @see {@link https://developers.vtex.com/docs/guides/payments-integration-purchase-flows}
 */
export function callbackTarget(
  transactionId: string,
  paymentId: string,
  signature: string,
): { path: string; query: string } {
  return {
    path: `/api/pvt/payment-provider/transactions/${transactionId}/payments/${paymentId}/callback`,
    query: `?accountName=conformance&X-VTEX-signature=${signature}`,
  }
}

type Waiting = { readonly path: string; take(delivery: CallbackDelivery): void }

/** Deliveries, kept until somebody asks for them. */
export class CallbackInbox {
  readonly #kept: CallbackDelivery[] = []
  readonly #waiting = new Set<Waiting>()

  deliver(delivery: CallbackDelivery): void {
    for (const one of this.#waiting) {
      if (!matches(delivery, one.path)) continue
      this.#waiting.delete(one)
      one.take(delivery)
      return
    }
    this.#kept.push(delivery)
  }

  next(path: string, timeoutMs: number): Promise<CallbackDelivery | null> {
    const index = this.#kept.findIndex((delivery) => matches(delivery, path))
    const [kept] = index < 0 ? [] : this.#kept.splice(index, 1)
    if (kept !== undefined) return Promise.resolve(kept)
    return new Promise((resolve) => {
      const waiting: Waiting = {
        path,
        take(delivery) {
          clearTimeout(timer)
          resolve(delivery)
        },
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting)
        resolve(null)
      }, timeoutMs)
      this.#waiting.add(waiting)
    })
  }
}

function matches({ target }: CallbackDelivery, path: string): boolean {
  return (target.split('?', 1)[0] ?? '').endsWith(path)
}
