import { CaptureError, type CaptureHandle } from '@cap/core/http'
import type { Attempt } from './attempt.ts'
import type { Held } from './conclude.ts'
import { readyHandle } from './handle.ts'
import { withLazy } from './lazy-context.ts'
import type { CaptureContext } from './settlement.ts'

/** The sending of what nobody has sent anything of. */
export class Sending {
  /** The intent, once it is in the store. */
  written: CaptureHandle | null = null
  readonly #held: Held
  #handle: CaptureHandle | null = null

  constructor(held: Held) {
    this.#held = held
  }

  /** Two digests that clients of ours do without. */
  get handle(): CaptureHandle {
    this.#handle ??= readyHandle(this.#held)
    return this.#handle
  }

  contextOf(attempt: Attempt): CaptureContext {
    const beforeSend = async (handle: CaptureHandle = this.handle) => this.#write(attempt, handle)
    return withLazy({ priorAttempt: false, beforeSend }, new Offer(this, attempt), 'handle', 'signal')
  }

  async #write(attempt: Attempt, handle: CaptureHandle): Promise<void> {
    // Once one is written, something may have been sent, and no throw from here says otherwise.
    if (this.written === null && attempt.isOver()) throw tooLate()
    const { call, key, lease } = this.#held
    try {
      await call.wiring.store.intent(key, lease, handle)
    } catch (error) {
      throw this.written === null ? notWritten(error) : error
    }
    this.written = handle
  }
}

class Offer {
  readonly #sending: Sending
  readonly #attempt: Attempt

  constructor(sending: Sending, attempt: Attempt) {
    this.#sending = sending
    this.#attempt = attempt
  }

  get handle(): CaptureHandle {
    return this.#sending.handle
  }

  get signal(): AbortSignal {
    return this.#attempt.signal
  }
}

function tooLate(): CaptureError {
  const message = 'the time of the operation is over, so nothing was sent: see captureWithinMs'
  return new CaptureError({ code: 'aborted', provider: 'vtex', message })
}

/** Without an intent nothing may be sent, so a callback that lets this through has moved nothing. */
function notWritten(error: unknown): CaptureError {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return new CaptureError({
    code: 'not_sent',
    message: 'the intent could not be written, so nothing was sent',
    cause: { name, message },
  })
}
