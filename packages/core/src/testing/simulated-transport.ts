import { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from '../http/transport.ts'
import type { Emulator } from './emulator.ts'
import type { SeenExchange } from './fault-server.ts'
import type { FaultStep, Wire } from './faults.ts'
import type { TestClock } from './test-clock.ts'

/**
 * A transport over an emulator in this process, under an injected clock: the catalogue's faults as a correct transport
 * reports them. Thousands of schedules run in the time a few sockets take.
 */
export function simulatedTransport(options: {
  readonly emulator: Pick<Emulator, 'fetch'>
  readonly clock: TestClock
  /** null lets the exchange through unharmed. */
  readonly next: (exchange: SeenExchange) => FaultStep | null
  /** Milliseconds from the request to the answer. Default 20. */
  readonly latencyMs?: number
}): Transport {
  const { clock } = options
  const latencyMs = options.latencyMs ?? 20

  return async (exchange, signal) => {
    if (signal.aborted) throw new TransportError({ sent: 'no', phase: 'connect', code: 'ABORTED' })
    const url = new URL(exchange.url)
    const step = options.next({
      method: exchange.method,
      path: url.pathname + url.search,
      headers: exchange.headers,
      body: exchange.body ?? '',
    })
    if (step !== null && step.fault.reaches === 'never') {
      const { wire } = step.fault
      throw wire.kind === 'unreachable' && wire.how !== 'tls'
        ? new TransportError({ sent: 'no', phase: 'connect', code: wire.how === 'dns' ? 'ENOTFOUND' : 'ECONNREFUSED' })
        : new TransportError({ sent: 'maybe', phase: 'send', code: 'ECONNRESET' })
    }
    // The request is on its way now: an abort no longer keeps the provider from acting on it.
    const reaches = step === null || step.moved
    const arrives = reaches
      ? pause(clock, latencyMs / 2).then(() => forward(exchange))
      : Promise.reject(new Error('lost'))
    arrives.catch(() => {})
    const answered = async (): Promise<Reply> => {
      if (step === null) return later(await arrives)
      if (step.fault.wire.kind === 'twice') {
        await arrives
        return later(await forward(exchange))
      }
      const answer = step.moved ? await arrives : null
      return harmed(step.fault.wire, answer)
    }
    return untilAborted(answered(), signal)
  }

  async function later(reply: Reply): Promise<Reply> {
    await pause(clock, latencyMs / 2)
    return reply
  }

  async function forward(exchange: Exchange): Promise<Reply> {
    const release = clock.hold()
    try {
      const answer = await options.emulator.fetch(
        new Request(exchange.url, {
          method: exchange.method,
          headers: exchange.headers,
          ...(exchange.body === null ? {} : { body: exchange.body }),
        }),
      )
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
    } finally {
      release()
    }
  }

  async function harmed(wire: Wire, answer: Reply | null): Promise<Reply> {
    await pause(clock, latencyMs)
    const fail = (phase: TransportPhase, code: string) => new TransportError({ sent: 'maybe', phase, code })
    switch (wire.kind) {
      case 'unreachable':
      case 'cut':
        throw fail('wait', 'ECONNRESET')
      case 'silence':
        return new Promise<never>(() => {})
      case 'truncated':
        if (wire.framing !== 'short-length' || answer === null) throw fail('body', 'ERR_CONTENT_LENGTH')
        return { ...answer, body: answer.body.slice(0, answer.body.length / 2) }
      case 'broken-gzip':
        throw fail('body', 'Z_DATA_ERROR')
      case 'slow':
        await pause(clock, wire.pieces * wire.everyMs)
        return answer ?? { status: 200, headers: {}, body: '' }
      case 'informational':
        if (wire.final === 'close' || answer === null) throw fail('headers', 'UND_ERR_SOCKET')
        return answer
      case 'twice':
        throw new Error('a request delivered twice is answered before it is harmed')
      case 'garbage':
        throw fail('headers', 'HPE_INVALID_CONSTANT')
      case 'answer':
        if (wire.body.length > 1024 * 1024) throw fail('body', 'REPLY_TOO_LARGE')
        return { status: wire.status, headers: wire.headers ?? {}, body: wire.body }
    }
  }
}

function pause(clock: TestClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}

function untilAborted(reply: Promise<Reply>, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' }))
    signal.addEventListener('abort', onAbort, { once: true })
    reply.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
