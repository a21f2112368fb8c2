import type { KyInstance } from 'ky'
import { failureCode, provesUnsent } from './failure.ts'
import { singleDispatch } from './single-dispatch.ts'
import { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from './transport.ts'

type Fetch = typeof globalThis.fetch

/** Options of {@link kyTransport}. */
export interface KyTransportOptions {
  /**
   * Called once for each exchange, with a `Request` whose signal aborts with the exchange. It must neither retry nor follow
   * redirects: the error of its last attempt would be read as the error of its only one. Default: `globalThis.fetch`, as it
   * is at the time of the call.
   */
  readonly fetch?: Fetch | undefined
}

/**
 * The portable transport: ky over `fetch`. ky is loaded at the first exchange.
 *
 * `sent: 'no'` is claimed for what failed before `fetch` was called, and afterwards for the few error codes that only an
 * attempt to connect can end with. An abort after `fetch` was called is `maybe`, even while connecting.
 *
 * Asks for answers without compression (`accept-encoding: identity`), unless the exchange says otherwise; browsers ignore
 * that. Compressed answers are decoded by `fetch`, and their size is counted decoded.
 */
export function kyTransport(options: KyTransportOptions = {}): Transport {
  const { fetch } = options
  return (exchange, signal) => new Attempt(exchange, signal, fetch).perform()
}

let loading: Promise<KyInstance> | undefined

function loadKy(): Promise<KyInstance> {
  loading ??= import('ky').then(
    (module) => module.default,
    (error: unknown) => {
      loading = undefined
      throw error
    },
  )
  return loading
}

class Attempt {
  readonly #exchange: Exchange
  readonly #signal: AbortSignal
  readonly #fetch: Fetch | undefined
  #dispatched = false
  #phase: TransportPhase = 'connect'
  #reader: ReadableStreamDefaultReader<unknown> | null = null
  /** The last error of ours: what a foreign `fetch` throws is not taken at its word, whatever it is. */
  #failure: TransportError | null = null

  constructor(exchange: Exchange, signal: AbortSignal, fetch: Fetch | undefined) {
    this.#exchange = exchange
    this.#signal = signal
    this.#fetch = fetch
  }

  /** Rejects at the abort itself: an injected `fetch` may ignore the signal. */
  perform(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const signal = this.#signal
      const onAbort = () => {
        reject(this.#failed('ABORTED'))
        this.#cancel()
      }
      if (signal.aborted) {
        onAbort()
        return
      }
      signal.addEventListener('abort', onAbort)
      this.#run().then(
        (reply) => {
          signal.removeEventListener('abort', onAbort)
          resolve(reply)
        },
        (error: unknown) => {
          signal.removeEventListener('abort', onAbort)
          reject(error)
          this.#cancel()
        },
      )
    })
  }

  async #run(): Promise<Reply> {
    const ky = await loadKy().catch(() => {
      throw this.#failed('KY_NOT_LOADED')
    })
    const { method, url, headers, body } = this.#exchange
    let response: Response
    try {
      response = await ky(url, {
        method,
        headers: { 'accept-encoding': 'identity', ...headers },
        // Deno's `fetch` sends a request again, whatever its method and without saying so, when the connection is lost before
        // the answer (https://github.com/denoland/deno/pull/32566), unless its body is a stream: a `Blob` is one whose length is
        // known. A read may be sent again.
        body: 'Deno' in globalThis && method !== 'GET' ? new Blob([body ?? '']) : body,
        // An injected `fetch` is promised a request with the signal. The platform's takes it as an option (see #dispatch): ky
        // would join it with one of its own, at a twentieth of the CPU of an exchange.
        ...(this.#fetch === undefined ? {} : { signal: this.#signal }),
        redirect: 'manual',
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
        fetch: this.#dispatch,
      })
    } catch (error) {
      throw this.#notAnswered(error)
    }
    return this.#read(response)
  }

  /** What ky calls: tells what failed before `fetch` from what failed in it. */
  readonly #dispatch: Fetch = (input, init) => {
    // ky waits before it calls. An abort in between was answered with the proof that nothing was sent.
    if (this.#signal.aborted) throw this.#failed('ABORTED')
    if (this.#dispatched) throw this.#failed('RESEND_REFUSED')
    const fetch = this.#fetch ?? globalThis.fetch
    if (typeof fetch !== 'function') throw this.#failed('NO_FETCH')
    this.#dispatched = true
    this.#phase = 'wait'
    const own = this.#fetch === undefined ? { signal: this.#signal } : {}
    return fetch(input, fetch === globalThis.fetch ? { ...init, ...own, ...singleDispatch() } : init)
  }

  async #read(response: Response): Promise<Reply> {
    let reply: Omit<Reply, 'body'>
    let body: ReadableStream<unknown> | null | undefined
    try {
      // A browser hides what it was redirected to: status 0, no headers, no body.
      if (response.type === 'opaqueredirect') throw this.#failed('OPAQUE_REDIRECT')
      reply = { status: response.status, headers: joined(response.headers) }
      body = response.body
      if (!Number.isInteger(reply.status) || reply.status < 200) throw this.#failed('NOT_A_RESPONSE')
      this.#reader = body?.getReader?.() ?? null
    } catch (error) {
      throw error === this.#failure ? error : this.#failed('NOT_A_RESPONSE')
    }
    this.#phase = 'body'
    if (this.#signal.aborted) throw this.#failed('ABORTED')
    if (body === null) return { ...reply, body: '' }
    try {
      return {
        ...reply,
        body: this.#reader === null ? await this.#readText(response) : await this.#readChunks(this.#reader),
      }
    } catch (error) {
      throw error === this.#failure ? error : this.#failed(failureCode(error, 'BODY_FAILED'))
    }
  }

  async #readChunks(reader: ReadableStreamDefaultReader<unknown>): Promise<string> {
    const chunks: Uint8Array[] = []
    let size = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return decode(chunks, size)
      if (!(value instanceof Uint8Array)) throw this.#failed('NOT_A_RESPONSE')
      size += value.byteLength
      if (size > this.#exchange.maxReplyBytes) throw this.#failed('REPLY_TOO_LARGE')
      chunks.push(value)
    }
  }

  /** For a `fetch` whose bodies are no web streams (React Native): its size is known when it is too late. */
  async #readText(response: Response): Promise<string> {
    const text = await response.text()
    if (new TextEncoder().encode(text).byteLength > this.#exchange.maxReplyBytes) throw this.#failed('REPLY_TOO_LARGE')
    return text
  }

  #cancel(): void {
    this.#reader?.cancel().catch(() => {})
  }

  #failed(code: string): TransportError {
    this.#failure = new TransportError({ sent: this.#dispatched ? 'maybe' : 'no', phase: this.#phase, code })
    return this.#failure
  }

  #notAnswered(error: unknown): TransportError {
    if (!this.#dispatched) return this.#failure ?? this.#failed('REQUEST_REFUSED')
    const code = failureCode(error, 'FETCH_FAILED')
    if (provesUnsent(error)) return new TransportError({ sent: 'no', phase: 'connect', code })
    if (/^HPE_|^UND_ERR_HEADERS_OVERFLOW$/.test(code)) this.#phase = 'headers'
    return this.#failed(code)
  }
}

function joined(headers: Headers): Record<string, string> {
  const result: Record<string, string> = {}
  headers.forEach((value, name) => {
    const before = result[name]
    result[name] = before === undefined ? value : `${before}, ${value}`
  })
  return result
}

/** One for all: it keeps nothing between texts that are decoded whole, and costs more to make than to use. */
let decoder: TextDecoder | undefined

function decode(chunks: readonly Uint8Array[], size: number): string {
  const [first] = chunks
  if (first === undefined) return ''
  let bytes = first
  if (chunks.length > 1) {
    bytes = new Uint8Array(size)
    let offset = 0
    for (const chunk of chunks) {
      bytes.set(chunk, offset)
      offset += chunk.byteLength
    }
  }
  decoder ??= new TextDecoder()
  return decoder.decode(bytes)
}
