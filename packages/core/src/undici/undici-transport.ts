import { Agent, type Dispatcher, Pool } from 'undici'
import { failureCode } from '../http/failure.ts'
import { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from '../http/transport.ts'
import { decompress } from './undici-decompress.ts'

/** Options of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /**
   * What connects and sends: an `Agent`, `Pool`, `ProxyAgent`, `MockAgent` or other dispatcher of undici 7 or 8, with its
   * limits, TLS options and time-outs. It stays the caller's to close. A dispatcher that sends again, or follows redirects,
   * by itself is stopped at the second sending (`RESEND_REFUSED`, `maybe`). The `replyWithError` of a `MockAgent` comes before
   * any connection, and is `no`.
   *
   * Default: one `Agent` shared by all such transports: HTTP/1.1, any number of connections, 10 seconds to connect, no other
   * time-outs than the exchange's signal. Not undici's global dispatcher; pass `getGlobalDispatcher()` for that.
   */
  readonly dispatcher?: Dispatcher | undefined
}

/**
 * The transport for servers and batches: below `fetch`, over `dispatcher.dispatch()` of undici, at a fraction of the CPU.
 *
 * `sent: 'no'` exactly when the request was never handed to a connected socket. An abort while connecting, or while waiting
 * for a free connection, is therefore `no`.
 *
 * Asks for answers without compression (`accept-encoding: identity`), unless the exchange says otherwise; decodes gzip,
 * deflate and brotli all the same, and counts their decoded size.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const { dispatcher = sharedAgent() } = options
  const split = urlSplitter()
  return (exchange, signal) =>
    new Promise((resolve, reject) => {
      new Attempt(exchange, signal, resolve, reject).begin(dispatcher, split(exchange.url))
    })
}

interface Target {
  readonly origin: string
  readonly path: string
}

/** A path that the URL parser leaves as it is: no escapes, which could be dots, and no segment that begins with a dot. */
const plainPath = /^(?:\/[\w~-][\w.~-]*)+$/

/** Parsing a URL costs as much as the rest of this file: the origin of the last one is known, and most paths are plain. */
function urlSplitter(): (url: string) => Target | null {
  let known = ''
  return (url) => {
    if (known !== '' && url.startsWith(known)) {
      const path = url.slice(known.length)
      if (plainPath.test(path)) return { origin: known, path }
    }
    if (!URL.canParse(url)) return null
    const { origin, pathname, search } = new URL(url)
    known = origin === 'null' ? '' : origin
    return { origin, path: pathname + search }
  }
}

let shared: Agent | undefined

function sharedAgent(): Agent {
  // HTTP/1.1 as an option of the pools: as one of the agent, it would make another key of the origin for every request.
  shared ??= new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    factory: (origin, options) => new Pool(origin, { ...options, allowH2: false }),
  })
  return shared
}

class Attempt implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange
  readonly #signal: AbortSignal
  readonly #resolve: (reply: Reply) => void
  readonly #reject: (error: TransportError) => void
  #controller: Dispatcher.DispatchController | null = null
  #phase: TransportPhase = 'connect'
  #over = false
  #status = 0
  #headers: Record<string, string> = {}
  #size = 0
  #chunk: Buffer | null = null
  #chunks: Buffer[] | null = null

  constructor(
    exchange: Exchange,
    signal: AbortSignal,
    resolve: (reply: Reply) => void,
    reject: (error: TransportError) => void,
  ) {
    this.#exchange = exchange
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
  }

  begin(dispatcher: Dispatcher, target: Target | null): void {
    if (this.#signal.aborted) {
      this.#fail('ABORTED')
      return
    }
    if (target === null) {
      this.#fail('INVALID_URL')
      return
    }
    const { method, headers, body } = this.#exchange
    this.#signal.addEventListener('abort', this)
    try {
      dispatcher.dispatch(
        {
          origin: target.origin,
          path: target.path,
          method,
          headers: { 'accept-encoding': 'identity', ...headers },
          body,
          // Never behind another request on its connection: undici sends what was pipelined again when the first one fails.
          idempotent: false,
        },
        this,
      )
    } catch (error) {
      this.#fail(failureCode(error, 'DISPATCH_FAILED'))
    }
  }

  /** The abort of the signal: {@link Attempt} is its own listener, which spares a closure for each call. */
  handleEvent(): void {
    this.#fail('ABORTED')
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Over: aborted while it waited for a connection. Started before: undici or an interceptor sends again. Aborting here
    // comes before the first byte.
    const again = this.#phase !== 'connect'
    this.#controller = controller
    if (this.#over) controller.abort(stop)
    else if (again) this.#fail('RESEND_REFUSED')
    else this.#phase = 'send'
  }

  /** Not called by undici 7, where the phase remains `send` until the answer begins. */
  onRequestSent(): void {
    if (this.#phase === 'send') this.#phase = 'wait'
  }

  onResponseStarted(): void {
    this.#phase = 'headers'
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHeaders): void {
    if (status < 200) return
    this.#phase = 'body'
    this.#status = status
    this.#headers = joined(headers)
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return
    this.#size += chunk.length
    if (this.#size > this.#exchange.maxReplyBytes) this.#fail('REPLY_TOO_LARGE')
    else if (this.#chunk === null) this.#chunk = chunk
    else if (this.#chunks === null) this.#chunks = [this.#chunk, chunk]
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#over) return
    const bytes = this.#chunks === null ? this.#chunk : Buffer.concat(this.#chunks, this.#size)
    const encoding = this.#headers['content-encoding']
    let body = ''
    if (bytes !== null) {
      try {
        body = text(encoding === undefined ? bytes : decompress(bytes, encoding, this.#exchange.maxReplyBytes))
      } catch (error) {
        const code = failureCode(error, 'BROKEN_ENCODING')
        this.#fail(code === 'ERR_BUFFER_TOO_LARGE' ? 'REPLY_TOO_LARGE' : code)
        return
      }
    }
    this.#end()
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  onResponseError(_: unknown, error: unknown): void {
    this.#fail(failureCode(error, 'UNDICI_FAILED'))
  }

  #fail(code: string): void {
    if (this.#over) return
    this.#end()
    const sent = this.#phase === 'connect' ? 'no' : 'maybe'
    this.#reject(new TransportError({ sent, phase: this.#phase, code }))
    this.#controller?.abort(stop)
  }

  #end(): void {
    this.#over = true
    this.#signal.removeEventListener('abort', this)
  }
}

type IncomingHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** What undici gets as the reason of an abort: the error of the exchange is already given. */
const stop = new Error('the exchange is over')

/** Names come in lower case. */
function joined(headers: IncomingHeaders): Record<string, string> {
  const result: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return result
}

function text(bytes: Buffer): string {
  const decoded = bytes.toString('utf8')
  return decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded
}
