import { type Clock, systemClock, withoutUndefined } from '@cap/core/http'
import { invalid } from '../credentials.ts'
import { type NotificationProblem, verifyNotification } from '../notification.ts'
import { type MercadoPagoNotification, readNotification } from './event.ts'
import { readBody } from './read-body.ts'
import { createSeenNotifications, type SeenNotifications } from './seen.ts'

/** Options of {@link createNotificationHandler}. An option given as `undefined` counts as absent. */
export interface NotificationHandlerOptions {
  /** The webhook secret of the application; several while one replaces another. */
  readonly secret: string | readonly string[]
  /**
   * Takes a notification over. Store it, and work later: Mercado Pago waits 22 s for the answer to the first delivery, and
   * by one page 5 s for later ones. When it rejects, the answer is a 500, and the notification comes again. It can be called
   * twice for one event, by two processes or after a crash.
   */
  readonly handle: (notification: MercadoPagoNotification) => void | Promise<void>
  /** Remembers what was handled. Default: 10 000 notifications, in this process. */
  readonly seen?: SeenNotifications | undefined
  /**
   * What becomes of a call without a signature that holds. Users report real ones. `hand_over` gives it to `handle` with
   * `signed: 'none'`: anybody can have sent it, and all it is good for is to read what it names. Default `reject`: 401.
   */
  readonly unverified?: 'reject' | 'hand_over' | undefined
  /** Told of every call whose signature does not hold: for alerts. What it throws is ignored. */
  readonly onRejected?: ((rejection: { readonly reason: NotificationProblem | 'id_mismatch' }) => void) | undefined
  /** Told of what `handle` or `seen` threw. What it throws is ignored. */
  readonly onError?: ((error: unknown, notification: MercadoPagoNotification) => void) | undefined
  /**
   * Milliseconds from the call to its answer. A `handle` that takes longer goes on; the answer is then 200 where the
   * platform promised, by `waitUntil`, to let it, and else 503, so that the notification comes again. Default 4 000.
   */
  readonly answerWithinMs?: number | undefined
  /** How far the signature's time may lie from now, in milliseconds. Default: not checked, see `verifyNotification`. */
  readonly toleranceMs?: number | undefined
  /** Larger bodies are answered 413. Default 65 536 bytes. */
  readonly maxBodyBytes?: number | undefined
  /** For tests. Default: the system's. */
  readonly clock?: Clock | undefined
}

/**
 * A plain fetch handler. It answers 200 once a notification was handled, now or before; 400, 405, 408 or 413 to what is no
 * notification; 401 to what is not signed; 500 or 503 to have it sent again. Never rejects.
 *
 * @param context of platforms that stop a process after its answer: its `waitUntil` keeps a slow `handle` going
 */
export type NotificationHandler = (
  request: Request,
  context?: { readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined },
) => Promise<Response>

/**
 * Makes a handler of Mercado Pago's notifications: verifies, reads, recognises repetitions by (`id`, `action`, `date`,
 * `version`), hands over, and answers in time.
 *
 * @throws CaptureError `invalid_request`, `field` naming the option
 * @see {@link https://github.com/mercadopago/devsite-docs/blob/master/guides/wallet-connect/notifications.en.md}
 */
export function createNotificationHandler(given: NotificationHandlerOptions): NotificationHandler {
  const options = withoutUndefined(given)
  const { secret, handle, unverified = 'reject', toleranceMs, onRejected, onError } = options
  const {
    seen = createSeenNotifications(),
    clock = systemClock,
    answerWithinMs = 4_000,
    maxBodyBytes = 65_536,
  } = options
  check('secret', isSecret(secret), 'must be the webhook secret as text, or a list of such texts')
  check('handle', typeof handle === 'function', 'must be a function')
  check(
    'seen',
    typeof seen.has === 'function' && typeof seen.add === 'function',
    'must have the methods has() and add()',
  )
  check('unverified', unverified === 'reject' || unverified === 'hand_over', "must be 'reject' or 'hand_over'")
  check('answerWithinMs', isWhole(answerWithinMs), 'must be a whole number of milliseconds')
  check('maxBodyBytes', isWhole(maxBodyBytes), 'must be a whole number of bytes')
  check('toleranceMs', toleranceMs === undefined || isWhole(toleranceMs), 'must be a whole number of milliseconds')
  /** Handled at this moment: a repetition waits for the end of the first. */
  const running = new Map<string, Promise<200 | 500>>()

  /** Callbacks never change an answer. */
  function tell(callback: () => void): void {
    try {
      callback()
    } catch {
      // Whoever throws in its own error callback has nowhere left to be told.
    }
  }

  async function handOver(notification: MercadoPagoNotification): Promise<200 | 500> {
    const { eventKey } = notification
    try {
      if (eventKey !== null && (await seen.has(eventKey))) return 200
      await handle(notification)
    } catch (error) {
      tell(() => onError?.(error, notification))
      return 500
    }
    try {
      if (eventKey !== null) await seen.add(eventKey)
    } catch (error) {
      // It was handled. At worst it is handled again.
      tell(() => onError?.(error, notification))
    }
    return 200
  }

  function handOverOnce(notification: MercadoPagoNotification): Promise<200 | 500> {
    const { eventKey } = notification
    const already = eventKey === null ? undefined : running.get(eventKey)
    if (already !== undefined || eventKey === null) return already ?? handOver(notification)
    const started = handOver(notification).finally(() => running.delete(eventKey))
    running.set(eventKey, started)
    return started
  }

  function reject(reason: NotificationProblem | 'id_mismatch'): Response {
    tell(() => onRejected?.({ reason }))
    return new Response(reason, { status: 401 })
  }

  return async (request, context) => {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
    let stopTimer = () => {}
    try {
      const overtime = new Promise<'overtime'>((resolve) => {
        stopTimer = clock.after(answerWithinMs, () => resolve('overtime'))
      })
      const body = await Promise.race([readBody(request, maxBodyBytes), overtime])
      if (body === 'overtime') return new Response(null, { status: 408 })
      if (typeof body === 'number') return new Response(null, { status: body })

      const claimed = (body.data as { readonly id?: unknown } | null | undefined)?.id
      const bodyDataId = typeof claimed === 'string' || typeof claimed === 'number' ? claimed : null
      const times = { ...(toleranceMs === undefined ? {} : { toleranceMs }), now: () => clock.now() }
      const verdict = await verifyNotification({ request, secret, bodyDataId, ...times })
      if (verdict.status === 'rejected' && unverified === 'reject') return reject(verdict.reason)
      // Signed for one, and speaking of another: the body was changed, or the call put together of two.
      if (verdict.status === 'verified' && !isSameId(verdict.dataId, bodyDataId)) return reject('id_mismatch')

      const handled = handOverOnce(readNotification(body, verdict))
      const status = await Promise.race([handled, overtime])
      if (status !== 'overtime') return new Response(null, { status })
      if (context?.waitUntil === undefined) return new Response(null, { status: 503 })
      context.waitUntil(handled)
      return new Response(null, { status: 200 })
    } catch {
      return new Response(null, { status: 500 })
    } finally {
      stopTimer()
    }
  }
}

/** Case apart, as in the signed text. */
function isSameId(signed: string | null, claimed: string | number | null): boolean {
  return signed === null || claimed === null || signed.toLowerCase() === String(claimed).toLowerCase()
}

function isSecret(value: unknown): boolean {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.length > 0 && all.every((one) => typeof one === 'string' && one !== '')
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0 && Number(value) < 2 ** 31
}

function check(field: string, isFine: boolean, problem: string): void {
  if (isFine) return
  throw invalid(field, problem)
}
