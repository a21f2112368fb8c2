import { type Clock, milliseconds, systemClock, withoutUndefined } from '@cap/core/http'
import { invalidRequest, provider } from '../error.ts'
import { checkKeys, type RejectionReason, verifyNotification } from '../notification.ts'
import { eventOf, type PipwaveNotification } from './event.ts'
import { readBody } from './read-body.ts'

export interface NotificationHandlerOptions {
  /** The merchant's key. A notification that names another one is rejected. */
  readonly apiKey: string
  /** The secret, or with `apiSecrets` several of them while they are being exchanged. */
  readonly apiSecret?: string | undefined
  readonly apiSecrets?: readonly string[] | undefined
  /**
   * Stores the notification, or puts it in a queue. Only when its promise resolves is `OK` answered, after which pipwave does
   * not send it again. Can be called several times with one `id`, and late, and out of order.
   *
   * @param context.signal fires at the time limit: nobody waits any more, and the notification will come again
   */
  readonly handle: (
    notification: PipwaveNotification,
    context: { readonly signal: AbortSignal },
  ) => Promise<unknown> | unknown
  /** Told of every call that is rejected for what it is: for alerts. What it throws is ignored. */
  readonly onRejected?: ((rejection: NotificationRejection) => void) | undefined
  /** Told of what went wrong here, so that the notification will come again: what `handle` threw, say. What it throws is ignored. */
  readonly onError?: ((error: unknown, about: NotificationProblem) => void) | undefined
  /** Milliseconds for one request, from the head to the end of `handle`. How long pipwave waits is not documented. Default 20 000. */
  readonly answerWithinMs?: number | undefined
  /** The largest body, in bytes. Default 262 144. */
  readonly maxBodyBytes?: number | undefined
  /** For tests. Default: the system's. */
  readonly clock?: Clock | undefined
}

/** Why a call was rejected. */
export interface NotificationRejection {
  readonly reason: RejectionReason | 'method_not_allowed' | 'too_large' | 'unreadable_body'
  /** For logs. Holds nothing of the notification's values. */
  readonly message: string
}

/** What went wrong on our side of a notification. */
export interface NotificationProblem {
  readonly reason: 'handler_failed' | 'time_limit' | 'internal'
  /** Where it had been verified. */
  readonly id?: string
}

const largestLimit = 16 * 1024 * 1024

/** HTTP statuses of what is rejected for its content; 401 for the others. */
const malformed: ReadonlySet<string> = new Set(['not_json', 'missing_field', 'malformed_field'])

/**
 * Receives pipwave's notifications (IPN): verifies each, hands it over, and answers `OK` after that, and not before. Anything else
 * is answered with an error, and pipwave sends the notification again after five minutes. Never rejects.
 *
 * The body must not have been read before: it is verified as the text it came as.
 *
 * @returns a fetch handler, for any server that speaks `Request` and `Response`
 * @throws CaptureError `invalid_request`, naming the option
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/instant_payment_notification.md
 */
export function createNotificationHandler(
  options: NotificationHandlerOptions,
): (request: Request) => Promise<Response> {
  const { handle, onRejected, onError, clock = systemClock, ...given } = withoutUndefined(options)
  const { apiKey, secrets } = checkKeys(given)
  for (const [name, value] of Object.entries({ handle, onRejected, onError })) {
    if (typeof value !== 'function' && (name === 'handle' || value !== undefined)) {
      throw invalidRequest(name, 'must be a function')
    }
  }
  const answerWithinMs = milliseconds(provider, 'answerWithinMs', given.answerWithinMs, 20_000)
  const { maxBodyBytes = 256 * 1024 } = given
  if (!Number.isInteger(maxBodyBytes) || maxBodyBytes < 1 || maxBodyBytes > largestLimit) {
    throw invalidRequest('maxBodyBytes', `must be a whole number from 1 to ${largestLimit}`)
  }

  async function receive(request: Request, signal: AbortSignal): Promise<Refused | null> {
    if (request.method !== 'POST') return refused(405, 'method_not_allowed', 'pipwave notifies by POST')
    const body = await readBody(request, maxBodyBytes)
    if (body === 'too_large') return refused(413, body, `the body has more than ${maxBodyBytes} bytes`)
    if (body === 'unreadable')
      return refused(400, 'unreadable_body', 'the body broke off, was read before, or is not UTF-8')
    const verdict = await verifyNotification({ body: body.text, apiKey, apiSecrets: secrets })
    if (verdict.status === 'rejected') {
      const { reason, message } = verdict
      return refused(malformed.has(reason) ? 400 : 401, reason, message)
    }
    const notification = await eventOf(verdict.trusted, verdict.untrusted)
    if (signal.aborted) return null
    try {
      await handle(notification, { signal })
      return null
    } catch (error) {
      return { status: 500, reason: 'handler_failed', id: notification.id, error }
    }
  }

  function tell({ status: _, ...failed }: Refused): unknown {
    if ('message' in failed) return onRejected?.(failed)
    const { error, ...about } = failed
    return onError?.(error, about)
  }

  return async (request) => {
    const controller = new AbortController()
    const { promise: late, resolve } = Promise.withResolvers<Refused>()
    const cancel = clock.after(answerWithinMs, () => {
      controller.abort()
      const error = new Error(`the notification was not stored within ${answerWithinMs} ms, so it will come again`)
      resolve({ status: 503, reason: 'time_limit', error })
    })
    const received = receive(request, controller.signal).catch(
      (error: unknown): Refused => ({ status: 500, reason: 'internal', error }),
    )
    const failed = await Promise.race([received, late])
    cancel()
    if (failed === null) return new Response('OK', { headers: { 'content-type': 'text/plain' } })
    const { status, reason } = failed
    try {
      // An alert that fails changes nothing about the answer, and one that fails later on must not end the process.
      Promise.resolve(tell(failed)).catch(() => {})
    } catch {
      // As above.
    }
    const headers = { 'content-type': 'text/plain', ...(status === 405 ? { allow: 'POST' } : {}) }
    return new Response(`not accepted: ${reason}`, { status, headers })
  }
}

type Refused = { readonly status: number } & (
  | NotificationRejection
  | (NotificationProblem & { readonly error: unknown })
)

function refused(status: number, reason: NotificationRejection['reason'], message: string): Refused {
  return { status, reason, message }
}
