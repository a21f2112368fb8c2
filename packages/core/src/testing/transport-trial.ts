import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from '../http/transport.ts'
import type { RawServer, RawServerOptions, ReceivedRequest } from './raw-server.ts'

/** What an exchange came to. */
export type Result =
  | { readonly reply: Reply; readonly error?: never }
  | { readonly reply?: never; readonly error: TransportError }

/** What a case changes about the usual exchange. */
export interface Send {
  readonly signal?: AbortSignal
  readonly method?: Exchange['method']
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | null
  readonly maxReplyBytes?: number
  /** Longest time the exchange may take. */
  readonly limitMs?: number
}

/** What an error must say. */
export interface Expected {
  readonly sent: 'no' | 'maybe'
  readonly phase?: readonly TransportPhase[]
  readonly code?: string
}

/** Longest time, in milliseconds, from an abort to the end of the exchange. Generous: machines are busy. */
const promptly = 5_000
/** In a header and in the query of every exchange; no error may repeat it. */
export const secret = 'SECRET-3f9a'

/** The server and the transport of one case. Every exchange through it is checked against what the server received. */
export class Trial {
  readonly server: RawServer
  readonly #transport: Transport
  #number = 0

  constructor(server: RawServer, transport: Transport) {
    this.server = server
    this.#transport = transport
  }

  /** Performs one exchange, and checks what must hold for every one, whatever it came to. */
  async result(send: Send = {}): Promise<Result & { readonly path: string }> {
    this.#number += 1
    const path = `/exchange-${this.#number}?token=${secret}`
    const exchange: Exchange = {
      method: send.method ?? 'POST',
      url: send.url ?? this.server.origin + path,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...send.headers },
      body: send.body === undefined ? '{"amount":"700.50"}' : send.body,
      maxReplyBytes: send.maxReplyBytes ?? 65_536,
    }
    let result: Result
    try {
      const call = this.#transport(exchange, send.signal ?? new AbortController().signal)
      result = { reply: await within(call, 'the exchange did not end', send.limitMs) }
    } catch (error) {
      if (!TransportError.isInstance(error)) throw error
      result = { error }
      assert.ok(!inspect(error, { depth: 20, showHidden: true }).includes(secret), 'the error repeats a secret')
      assert.match(error.code, /^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'the code is not a code')
      if (error.sent === 'no') {
        await sleep(20)
        assert.equal(this.received(path).length, 0, `false proof: ${error.code}, but the server received the request`)
      }
    }
    assert.ok(this.received(path).length <= 1, 'the request was sent more than once')
    return { ...result, path }
  }

  /** An exchange that must end with a reply. */
  async reply(send: Send = {}): Promise<Reply & { readonly request: ReceivedRequest }> {
    const { reply, error, path } = await this.result(send)
    if (reply === undefined) assert.fail(`no reply, but ${describe(error)}`)
    const [request] = this.received(path)
    assert.ok(request !== undefined, 'a reply without a request')
    return { ...reply, request }
  }

  /** An exchange that must fail as expected. */
  async failure(expected: Expected, send: Send = {}): Promise<TransportError> {
    const { error, reply } = await this.result(send)
    if (error === undefined) assert.fail(`no error, but the reply ${inspect(reply)}`)
    checkFailure(error, expected)
    return error
  }

  /** For answers about which HTTP clients differ: this body, or `maybe`. */
  async replyOrMaybe(body: string, send: Send = {}): Promise<void> {
    const { reply, error } = await this.result(send)
    if (reply === undefined) checkFailure(error, { sent: 'maybe' })
    else assert.deepEqual([reply.status, reply.body], [200, body])
  }

  /** An exchange that is aborted `ms` after its server has got so far. It must end at once then. */
  async aborted(expected: Partial<Expected>, until: () => boolean, ms = 0): Promise<TransportError> {
    const controller = new AbortController()
    const result = this.result({ signal: controller.signal })
    result.catch(() => {})
    const begin = performance.now()
    while (!until()) {
      assert.ok(performance.now() - begin < 10_000, 'the server did not get so far')
      await sleep(5)
    }
    await sleep(ms)
    const start = performance.now()
    controller.abort()
    const { error, reply } = await result
    if (error === undefined) assert.fail(`no error, but the reply ${inspect(reply)}`)
    const took = performance.now() - start
    assert.ok(took < promptly, `ended ${took} ms after the abort`)
    checkFailure(error, { sent: error.sent, ...expected, code: 'ABORTED' })
    return error
  }

  /** What the server received for an exchange. */
  received(path: string): readonly ReceivedRequest[] {
    return this.server.received.filter((request) => request.path === path)
  }

  /** Looks for requests that were sent again later. */
  async finish(): Promise<void> {
    await sleep(10)
    const paths = this.server.received.map(({ path }) => path)
    assert.equal(new Set(paths).size, paths.length, 'a request was sent again later')
  }
}

/** Compares an error with what it must say. */
export function checkFailure(error: TransportError, expected: Expected): void {
  const shown = describe(error)
  assert.equal(error.sent, expected.sent, `${shown}: expected sent ${expected.sent}`)
  const { phase } = expected
  assert.ok(phase?.includes(error.phase) ?? true, `${shown}: expected phase ${phase}`)
  if (expected.code !== undefined) assert.equal(error.code, expected.code, `${shown}: expected ${expected.code}`)
}

const describe = (error: TransportError) => `sent: ${error.sent}, phase: ${error.phase}, code: ${error.code}`

/** Fails when the promise takes longer. */
export async function within<T>(promise: Promise<T>, problem: string, ms = 10_000): Promise<T> {
  const timer = new AbortController()
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => assert.fail(`${problem} within ${ms} ms`))
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
  }
}

/** An HTTP/1.1 answer with a correct content-length. */
export function answer(body: string | Buffer = '{"ok":true}', head = '200 OK', ...headers: readonly string[]): Buffer {
  const bytes = Buffer.from(body)
  const lines = [`HTTP/1.1 ${head}`, `content-length: ${bytes.length}`, ...headers]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes])
}

/** A server that writes these bytes for every request. */
export const answering = (bytes: string | Buffer, then?: (socket: Socket) => void): RawServerOptions => ({
  onRequest(socket) {
    socket.write(bytes)
    then?.(socket)
  },
})

/** Ends the connection in order. */
export const end = (socket: Socket) => void socket.end()
/** Resets the connection. */
export const reset = (socket: Socket) => void socket.resetAndDestroy()
/** The head of an answer in chunks. */
export const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
/** An answer that claims to be compressed. */
export const gzipped = (body: string | Buffer) => answer(body, '200 OK', 'content-encoding: gzip')

/** A server, and what must hold of exchanges with it. */
export type Case = readonly [name: string, server: RawServerOptions, check: (trial: Trial) => Promise<void>]
