import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Exchange, type Reply, type Transport, TransportError, type TransportPhase } from '../http/transport.ts'
import { type RawServer, type RawServerOptions, type ReceivedRequest, rawServer } from './raw-server.ts'

/** One case of a contract. `run` rejects, with an `AssertionError`, when the contract is broken. */
export interface TransportCase {
  readonly name: string
  readonly run: () => Promise<void>
}

/** A transport, and how to let go of its connections. */
export interface TransportUnderTest {
  readonly transport: Transport
  readonly close: () => Promise<void>
}

/** What an exchange came to. */
type Result =
  | { readonly reply: Reply; readonly error?: never }
  | { readonly reply?: never; readonly error: TransportError }

interface Send {
  readonly signal?: AbortSignal
  readonly method?: Exchange['method']
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | null
  readonly maxReplyBytes?: number
}

interface Expected {
  readonly sent: 'no' | 'maybe'
  readonly phase?: readonly TransportPhase[]
  readonly code?: string
}

/** Longest time, in milliseconds, after which an abort or a failure must have been noticed. Generous: machines are busy. */
const promptly = 5_000
/** In a header and in the query of every exchange; no error may repeat it. */
const secret = 'SECRET-3f9a'

/** The server and the transport of one case. Every exchange through it is checked against what the server received. */
class Bench {
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
      result = { reply: await within(call, 'the exchange did not end') }
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

  async reply(send: Send = {}): Promise<Reply & { readonly request: ReceivedRequest }> {
    const { reply, error, path } = await this.result(send)
    if (reply === undefined) assert.fail(`no reply, but ${describe(error)}`)
    const [request] = this.received(path)
    assert.ok(request !== undefined, 'a reply without a request')
    return { ...reply, request }
  }

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

  received(path: string): readonly ReceivedRequest[] {
    return this.server.received.filter((request) => request.path === path)
  }
}

function checkFailure(error: TransportError, expected: Expected): void {
  const shown = describe(error)
  assert.equal(error.sent, expected.sent, `${shown}: expected sent ${expected.sent}`)
  if (expected.phase !== undefined)
    assert.ok(expected.phase.includes(error.phase), `${shown}: expected ${expected.phase}`)
  if (expected.code !== undefined) assert.equal(error.code, expected.code, `${shown}: expected ${expected.code}`)
}

const describe = (error: TransportError) => `sent: ${error.sent}, phase: ${error.phase}, code: ${error.code}`

async function within<T>(promise: Promise<T>, problem: string, ms = 20_000): Promise<T> {
  const timer = new AbortController()
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => assert.fail(`${problem} within ${ms} ms`))
  late.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
  }
}

/** Aborts after the delay; `elapsed` tells how long ago that was. */
function abortAfter(ms: number): { readonly signal: AbortSignal; elapsed(): number } {
  const controller = new AbortController()
  let at = Number.POSITIVE_INFINITY
  setTimeout(() => {
    at = performance.now()
    controller.abort()
  }, ms)
  return { signal: controller.signal, elapsed: () => performance.now() - at }
}

/** An HTTP/1.1 answer with a correct content-length. */
function answer(body: string | Buffer = '{"ok":true}', head = '200 OK', ...headers: readonly string[]): Buffer {
  const bytes = Buffer.from(body)
  const lines = [`HTTP/1.1 ${head}`, `content-length: ${bytes.length}`, ...headers]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes])
}

const answering = (bytes: string | Buffer, then?: (socket: Socket) => void): RawServerOptions => ({
  onRequest(socket) {
    socket.write(bytes)
    then?.(socket)
  },
})

const end = (socket: Socket) => void socket.end()
const reset = (socket: Socket) => void socket.resetAndDestroy()
const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
const gzipped = (body: string | Buffer) => answer(body, '200 OK', 'content-encoding: gzip')

type Case = readonly [name: string, server: RawServerOptions, check: (bench: Bench) => Promise<void>]

const answers: readonly Case[] = [
  [
    'sends method, path, headers and body as they are, and returns status, headers and body',
    answering(answer('{"text":"R$ é ✓"}', '201 Created', 'X-Thing: a', 'x-thing: b', 'Set-Cookie: c', 'set-cookie: d')),
    async (bench) => {
      const body = '{"item":"café ✓ 💳"}'
      const { request, status, headers, ...reply } = await bench.reply({
        method: 'PUT',
        body,
        headers: { 'x-key': 'k' },
      })
      assert.match(request.head, /^PUT \/exchange-1\?token=SECRET-3f9a HTTP\/1.1\r\n/)
      assert.equal(request.body, body)
      assert.equal(request.headers['x-key'], 'k')
      assert.equal(request.headers['content-type'], 'application/json')
      assert.equal(request.headers['content-length'], String(Buffer.byteLength(body)))
      assert.equal(request.headers['transfer-encoding'], undefined)
      assert.deepEqual([status, reply.body], [201, '{"text":"R$ é ✓"}'])
      assert.equal(headers['x-thing'], 'a, b')
      assert.equal(headers['set-cookie'], 'c, d')
    },
  ],
  [
    'sends a GET without a body',
    answering(answer()),
    async (bench) => {
      const { request } = await bench.reply({ method: 'GET', body: null })
      assert.match(request.head, /^GET /)
      assert.equal(request.headers['content-length'], undefined)
    },
  ],
  [
    'asks for an answer that is not compressed, unless the exchange says otherwise',
    answering(answer()),
    async (bench) => {
      assert.equal((await bench.reply()).request.headers['accept-encoding'], 'identity')
      const { request } = await bench.reply({ headers: { 'accept-encoding': 'gzip' } })
      assert.equal(request.headers['accept-encoding'], 'gzip')
    },
  ],
  [
    'puts characters together that arrive in pieces',
    {
      async onRequest(socket) {
        socket.write(chunkedHead)
        for (const byte of Buffer.from('{"é":"💳"}')) {
          socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]))
          await sleep(2)
        }
        socket.write('0\r\n\r\n')
      },
    },
    async (bench) => assert.equal((await bench.reply()).body, '{"é":"💳"}'),
  ],
  [
    'drops a byte order mark, and replaces what is not UTF-8',
    answering(answer(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe2, 0x82, 0x62]))),
    async (bench) => assert.equal((await bench.reply()).body, 'a\ufffd\ufffdb'),
  ],
  ...[301, 302, 303, 307, 308].map(
    (status): Case => [
      `returns ${status} instead of following it`,
      answering(answer('moved', `${status} Moved`, 'location: /elsewhere')),
      async (bench) => {
        const reply = await bench.reply()
        assert.deepEqual([reply.status, reply.body, reply.headers['location']], [status, 'moved', '/elsewhere'])
        assert.equal(bench.server.received.length, 1)
      },
    ],
  ),
  ...[
    '400 Bad',
    '401 Unauthorized',
    '407 Proxy',
    '408 Timeout',
    '421 Misdirected',
    '429 Slow',
    '500 Oops',
    '503 Busy',
  ].map(
    (head): Case => [
      `sends once what is answered ${head.slice(0, 3)}`,
      answering(answer('{}', head, 'retry-after: 0', 'www-authenticate: Basic realm="x"')),
      async (bench) => {
        // fetch turns 407 into a network error; and Node's would send again after 421, which has to end in one.
        const { reply, error } = await bench.result()
        if (reply === undefined) checkFailure(error, { sent: 'maybe' })
        else assert.equal(reply.status, Number(head.slice(0, 3)))
        await sleep(50)
        assert.equal(bench.server.received.length, 1)
      },
    ],
  ),
  [
    'returns an empty 204',
    answering('HTTP/1.1 204 No Content\r\n\r\n'),
    async (bench) => empty(await bench.reply(), 204),
  ],
  ['returns an empty 200', answering(answer('')), async (bench) => empty(await bench.reply(), 200)],
  [
    'returns an answer that ends with the connection',
    answering('HTTP/1.0 200 OK\r\n\r\n{"ok":true}', end),
    async (bench) => assert.equal((await bench.reply()).body, '{"ok":true}'),
  ],
  ...['103 Early Hints\r\nlink: </x>; rel=preload', '100 Continue'].map(
    (head): Case => [
      `does not take ${head.slice(0, 3)} for the answer`,
      answering(Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\n\r\n`), answer('final')])),
      // undici refuses a 100 that nobody asked for.
      (bench) => bench.replyOrMaybe('final'),
    ],
  ),
  [
    'gives every one of many exchanges at a time its own answer',
    { onRequest: (socket, request) => void socket.write(answer(request.body)) },
    async (bench) => {
      const bodies = Array.from({ length: 64 }, (_, index) => `{"number":${index}}`)
      const replies = await Promise.all(bodies.map((body) => bench.reply({ body })))
      assert.deepEqual(
        replies.map((reply) => reply.body),
        bodies,
      )
    },
  ],
  [
    'decodes an answer that is compressed all the same',
    answering(gzipped(gzipSync('{"é":true}'))),
    (bench) => bench.replyOrMaybe('{"é":true}'),
  ],
]

function empty(reply: Reply, status: number): void {
  assert.deepEqual([reply.status, reply.body], [status, ''])
}

const faults: readonly Case[] = [
  [
    'proves that a refused connection sent nothing',
    {},
    async (bench) => {
      await bench.server.close()
      await bench.failure({ sent: 'no', phase: ['connect'], code: 'ECONNREFUSED' })
    },
  ],
  [
    'proves that an unknown host was sent nothing',
    {},
    async (bench) =>
      void (await bench.failure({ sent: 'no', phase: ['connect'] }, { url: 'https://nonexistent.invalid/' })),
  ],
  [
    'proves that a server whose certificate is not trusted was sent nothing',
    { tls: 'self-signed' },
    async (bench) => {
      await bench.failure({ sent: 'no', phase: ['connect'], code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      assert.equal(bench.server.received.length, 0)
    },
  ],
  [
    'proves that a request that cannot be written was not sent, without repeating it',
    answering(answer()),
    async (bench) => {
      for (const send of [
        { headers: { 'x-key': `line\r\nbreak-${secret}` } },
        { headers: { [`not a name ${secret}`]: 'x' } },
        { url: `not a URL ${secret}` },
      ]) {
        await bench.failure({ sent: 'no', phase: ['connect'] }, send)
      }
      assert.equal(bench.server.received.length, 0)
    },
  ],
  [
    'never calls a request unsent that met a reset connection',
    { onConnection: reset },
    async (bench) => {
      for (let round = 0; round < 10; round += 1) assert.ok((await bench.result()).error)
    },
  ],
  [
    'leaves open whether a request was applied that was followed by a reset',
    { onRequest: reset },
    async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['send', 'wait'] })),
  ],
  [
    'leaves open whether a request was applied that was followed by the end of the connection',
    { onRequest: end },
    async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['send', 'wait'] })),
  ],
  [
    'leaves open what an answer of informational heads only meant',
    answering('HTTP/1.1 103 Early Hints\r\n\r\n', end),
    async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['send', 'wait', 'headers'] })),
  ],
  ...[
    'garbage\r\n\r\n',
    'HTTP/9.9 200 OK\r\n\r\n',
    'HTTP/1.1 twohundred\r\n\r\n',
    'HTTP/1.1 200 OK\r\nbro ken: x\r\n\r\n',
  ].map(
    (bytes): Case => [
      `leaves open what ${JSON.stringify(bytes)} meant`,
      answering(bytes, end),
      async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['send', 'wait', 'headers'] })),
    ],
  ),
  [
    'leaves open what half a head meant',
    answering('HTTP/1.1 200 OK\r\nconte', end),
    async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['send', 'wait', 'headers'] })),
  ],
  ...(
    [
      ['shorter than its content-length', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"status":"approved"}', end],
      ['shorter than its content-length, and reset', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{}', reset],
      ['without its last chunk', `${chunkedHead}2\r\n{}\r\n`, end],
      ['with a chunk cut off', `${chunkedHead}50\r\n{}`, end],
      ['with a chunk size that is none', `${chunkedHead}2\r\n{}\r\nxyz\r\n`, end],
    ] as const
  ).map(
    ([what, bytes, then]): Case => [
      `rejects a body ${what}`,
      answering(bytes, then),
      async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['body'] })),
    ],
  ),
  [
    'never takes bytes after an answer for the next answer',
    answering(Buffer.concat([answer('first'), answer('forged')])),
    async (bench) => {
      await bench.replyOrMaybe('first')
      await bench.replyOrMaybe('first')
    },
  ],
  [
    'rejects a body that is not what its content-encoding says',
    answering(gzipped('{"status":"approved"}')),
    async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['body'] })),
  ],
  [
    'takes a body of exactly the permitted size, and not a byte more',
    answering(answer('✓✓✓')),
    async (bench) => {
      assert.equal((await bench.reply({ maxReplyBytes: 9 })).body, '✓✓✓')
      await bench.failure({ sent: 'maybe', phase: ['body'], code: 'REPLY_TOO_LARGE' }, { maxReplyBytes: 8 })
    },
  ],
  [
    'cuts off a body that is too large, and the connection with it',
    {
      onRequest(socket) {
        socket.write(chunkedHead)
        const more = () => {
          while (!socket.destroyed && socket.write(`2000\r\n${'x'.repeat(0x2000)}\r\n`)) {}
        }
        socket.on('drain', more)
        more()
      },
    },
    async (bench) => {
      await bench.failure({ sent: 'maybe', phase: ['body'], code: 'REPLY_TOO_LARGE' })
      await within(bench.server.drained(), 'the connection of an endless body was not closed')
    },
  ],
  [
    'counts a compressed body by what it decompresses to',
    answering(gzipped(gzipSync(Buffer.alloc(10_000_000)))),
    async (bench) => void (await bench.failure({ sent: 'maybe', phase: ['body'], code: 'REPLY_TOO_LARGE' })),
  ],
]

const aborts: readonly Case[] = [
  [
    'sends nothing when it is aborted before it begins',
    answering(answer()),
    async (bench) => {
      const expected: Expected = { sent: 'no', phase: ['connect'], code: 'ABORTED' }
      await bench.failure(expected, { signal: AbortSignal.abort() })
      assert.equal(bench.server.connections, 0)
    },
  ],
  [
    'sends nothing later when it called an exchange aborted at once unsent',
    { onRequest: (socket) => void setTimeout(() => socket.write(answer()), 100) },
    async (bench) => {
      for (let round = 0; round < 5; round += 1) {
        const controller = new AbortController()
        const result = bench.result({ signal: controller.signal })
        controller.abort()
        const { error, path } = await result
        assert.equal(error?.code, 'ABORTED')
        await sleep(50)
        if (error?.sent === 'no') assert.equal(bench.received(path).length, 0, 'false proof')
      }
    },
  ],
  [
    'ends promptly when it is aborted while connecting',
    { tls: 'silent' },
    async (bench) => {
      const { signal, elapsed } = abortAfter(100)
      const { error } = await bench.result({ signal })
      assert.equal(error?.code, 'ABORTED')
      assert.ok(elapsed() < promptly)
    },
  ],
  [
    'ends promptly when it is aborted while no answer comes, and leaves open whether the request was applied',
    {},
    async (bench) => {
      const { signal, elapsed } = abortAfter(150)
      await bench.failure({ sent: 'maybe', phase: ['send', 'wait'], code: 'ABORTED' }, { signal })
      assert.ok(elapsed() < promptly)
      assert.equal(bench.server.received.length, 1)
      await within(bench.server.drained(), 'the connection of an aborted exchange was not closed')
    },
  ],
  [
    'ends promptly when it is aborted while the body stalls',
    answering('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"status":'),
    async (bench) => {
      const { signal, elapsed } = abortAfter(150)
      await bench.failure({ sent: 'maybe', phase: ['body'], code: 'ABORTED' }, { signal })
      assert.ok(elapsed() < promptly)
      await within(bench.server.drained(), 'the connection of an aborted exchange was not closed')
    },
  ],
  [
    'is not disturbed by an abort after the answer',
    answering(answer()),
    async (bench) => {
      const controller = new AbortController()
      await bench.reply({ signal: controller.signal })
      controller.abort()
      await sleep(20)
      await bench.reply()
    },
  ],
]

/** Connections that go stale between two exchanges, where clients are tempted to send again. */
const stale: readonly Case[] = [
  ...(
    [
      ['closed', end, 0],
      ['reset', reset, 0],
      ['closed a moment later', end, 1],
      ['reset a moment later', reset, 1],
    ] as const
  ).map(
    ([how, close, delay]): Case => [
      `sends each request at most once when idle connections are ${how}`,
      {
        onRequest(socket) {
          socket.write(answer(), () => void setTimeout(() => close(socket), delay * Math.random() * 4))
        },
      },
      async (bench) => {
        for (let round = 0; round < 40; round += 1) {
          const { error } = await bench.result()
          if (error !== undefined)
            checkFailure(error, { sent: bench.received(error.message).length > 0 ? 'maybe' : error.sent })
          await sleep(delay * Math.random() * 4)
        }
      },
    ],
  ),
  ...(
    [
      ['closed', end],
      ['reset', reset],
    ] as const
  ).map(
    ([how, close]): Case => [
      `sends a request once when the connection is ${how} at the moment it arrives`,
      {
        onRequestBegun(socket, { position }) {
          if (position > 1) close(socket)
        },
        onRequest(socket, { position }) {
          if (position === 1) socket.write(answer())
        },
      },
      async (bench) => {
        for (let round = 0; round < 5; round += 1) {
          await bench.result()
          const { path } = await bench.result()
          await sleep(20)
          assert.ok(bench.received(path).length <= 1, 'the request was sent again')
        }
      },
    ],
  ),
]

/**
 * What every {@link Transport} must do, over real sockets on loopback. Needs Node.
 *
 * Whether a request was sent is checked against what the server received: `sent: 'no'` for a request of which a byte
 * arrived breaks the contract, as does a request that arrives twice. Where HTTP clients may differ, a case accepts more
 * than one result.
 *
 * @param createTransport called once for each case; `close` is called at its end
 */
export function transportContract(createTransport: () => Promise<TransportUnderTest>): readonly TransportCase[] {
  return [...answers, ...faults, ...aborts, ...stale].map(([name, options, check]) => ({
    name,
    async run() {
      const server = await rawServer(options)
      const { transport, close } = await createTransport()
      try {
        await check(new Bench(server, transport))
      } finally {
        await close()
        await server.close()
      }
    },
  }))
}
