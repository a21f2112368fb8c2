import { getEventListeners, once } from 'node:events'
import { createServer } from 'node:http'
import { createSecureServer, constants as http2 } from 'node:http2'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, type Dispatcher, interceptors, MockAgent, Pool, ProxyAgent, RetryAgent } from 'undici'
import { afterEach, describe, expect, test } from 'vitest'
import type { Exchange } from '../http/transport.ts'
import { rawServer } from '../testing/raw-server.ts'
import { selfSigned } from '../testing/self-signed.ts'
import { transportContract } from '../testing/transport-contract.ts'
import { undiciTransport } from './undici-transport.ts'

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-one: 1\r\n\r\nok'
const { signal } = new AbortController()
const patiently = { timeout: 10_000 }

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function using<T extends Dispatcher>(dispatcher: T): T {
  cleanups.push(() => dispatcher.destroy())
  return dispatcher
}

async function serving(...parameters: Parameters<typeof rawServer>) {
  const server = await rawServer(...parameters)
  cleanups.push(() => server.close())
  return server
}

const to = (origin: string, path = '/capture', method: Exchange['method'] = 'POST'): Exchange => ({
  method,
  url: origin + path,
  headers: { 'content-type': 'application/json', authorization: 'Bearer SECRET' },
  body: method === 'GET' ? null : '{"amount":"700.50"}',
  maxReplyBytes: 1000,
})

describe.each([
  ['an Agent', () => new Agent()],
  ['an Agent of one connection, pipelining', () => new Agent({ connections: 1, pipelining: 10 })],
  ['the shared Agent', () => undefined],
])('the contract, over %s', (_, create) => {
  const contract = transportContract(async () => {
    const dispatcher = create()
    return { transport: undiciTransport({ dispatcher }), close: async () => dispatcher?.destroy() }
  })
  test.concurrent.each(contract)('$name', ({ run }) => run())
})

describe('undiciTransport', () => {
  test('works with a Pool', async () => {
    const { origin } = await serving({ onRequest: (socket) => void socket.write(ok) })
    const reply = await undiciTransport({ dispatcher: using(new Pool(origin)) })(to(origin), signal)
    expect(reply).toEqual({ status: 200, headers: { 'content-length': '2', 'x-one': '1' }, body: 'ok' })
  })

  test.each([
    '/capture',
    '/~a-b_c.d/e',
    '/a/../b',
    '/a/./b',
    '/a/%2e%2e/b',
    '/a/.hidden',
    '/a b',
    '/a?x=1#y',
    '//a',
    '/a/',
    ':80/a',
    '.example/a',
    '@127.0.0.2/a',
  ])('asks where the URL parser says for %s, also when it has parsed the origin before', async (path) => {
    const asked: string[] = []
    const dispatcher = using(new Agent()).compose(() => ({ origin, path }, handler) => {
      asked.push(`${origin}${path}`)
      handler.onResponseError?.(null as never, new Error('not sent'))
      return true
    })
    const transport = undiciTransport({ dispatcher })
    const origin = 'http://127.0.0.1'
    for (const url of [`${origin}/first`, origin + path, `${origin}/last`]) {
      const parsed = new URL(url)
      await expect(transport(to(url, ''), signal)).rejects.toMatchObject({ sent: 'no' })
      expect(asked.splice(0)).toEqual([parsed.origin + parsed.pathname + parsed.search])
    }
  })

  test('uses the TLS options of the dispatcher', async () => {
    const { origin } = await serving({ tls: 'self-signed', onRequest: (socket) => void socket.write(ok) })
    const dispatcher = using(new Agent({ connect: { ca: selfSigned().cert } }))
    expect((await undiciTransport({ dispatcher })(to(origin), signal)).body).toBe('ok')
  })

  test('works with a MockAgent: headers in lower case, errors before a connection as proofs', async () => {
    const dispatcher = new MockAgent()
    cleanups.push(() => dispatcher.close())
    dispatcher.disableNetConnect()
    const mock = dispatcher.get('https://api.example.com')
    mock
      .intercept({ path: '/capture?x=1', method: 'POST', body: '{"amount":"700.50"}' })
      .reply(201, { é: true }, { headers: { 'X-Thing': 'a', 'Set-Cookie': ['b', 'c'] } })
    const transport = undiciTransport({ dispatcher })
    const reply = await transport(to('https://api.example.com', '/capture?x=1'), signal)
    expect(reply).toEqual({ status: 201, headers: { 'x-thing': 'a', 'set-cookie': 'b, c' }, body: '{"é":true}' })
    await expect(transport(to('https://api.example.com', '/other'), signal)).rejects.toMatchObject({ sent: 'no' })
  })

  test.each([
    ['through a tunnel', true],
    ['without a tunnel', false],
  ])('works with a ProxyAgent %s', async (_, proxyTunnel) => {
    const { origin } = await serving({ onRequest: (socket) => void socket.write(ok) })
    let proxied = 0
    const proxy = createServer((request, response) => {
      proxied += 1
      request.resume()
      response.end(request.url)
    })
    proxy.on('connect', (request, socket) => {
      proxied += 1
      const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        target.pipe(socket).pipe(target)
      })
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    cleanups.push(() => proxy.close())
    const uri = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const dispatcher = using(new ProxyAgent({ uri, proxyTunnel }))
    const { body } = await undiciTransport({ dispatcher })(to(origin), signal)
    expect(body).toBe(proxyTunnel ? 'ok' : `${origin}/capture`)
    expect(proxied).toBe(1)
  })

  test('proves that a refusing proxy let nothing through', async () => {
    const proxy = await serving({
      onRequest: (socket) => void socket.write('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'),
    })
    const dispatcher = using(new ProxyAgent({ uri: proxy.origin, proxyTunnel: true }))
    const result = undiciTransport({ dispatcher })(to('http://api.example.invalid'), signal)
    await expect(result).rejects.toMatchObject({ sent: 'no', phase: 'connect' })
    expect(proxy.received[0]?.head).toMatch(/^CONNECT /)
    expect(proxy.received[0]?.head).not.toContain('SECRET')
  })

  test('proves that a closed dispatcher sent nothing', async () => {
    for (const end of ['close', 'destroy'] as const) {
      const dispatcher = new Agent()
      await dispatcher[end]()
      const result = undiciTransport({ dispatcher })(to('http://127.0.0.1:9'), signal)
      await expect(result).rejects.toMatchObject({ sent: 'no', phase: 'connect', code: /UND_ERR_/ })
    }
  })

  test('tells apart what waits for a connection from what was sent, when the dispatcher is destroyed', async () => {
    const server = await serving({})
    const dispatcher = new Pool(server.origin, { connections: 1 })
    const transport = undiciTransport({ dispatcher })
    const results = [transport(to(server.origin, '/1'), signal), transport(to(server.origin, '/2'), signal)]
    await expect.poll(() => server.received.length, patiently).toBe(1)
    void dispatcher.destroy()
    const settled = await Promise.allSettled(results)
    expect(settled).toMatchObject([
      { reason: { sent: 'maybe', phase: 'wait' } },
      { reason: { sent: 'no', phase: 'connect' } },
    ])
  })

  test('never sends an exchange that was aborted while it waited for a connection', async () => {
    const release = Promise.withResolvers<void>()
    const server = await serving({ onRequest: (socket) => void release.promise.then(() => socket.write(ok)) })
    const transport = undiciTransport({ dispatcher: using(new Pool(server.origin, { connections: 1 })) })
    const first = transport(to(server.origin, '/1'), signal)
    const controller = new AbortController()
    const second = transport(to(server.origin, '/2'), controller.signal)
    const third = transport(to(server.origin, '/3'), signal)
    await expect.poll(() => server.received.length, patiently).toBe(1)
    controller.abort()
    await expect(second).rejects.toMatchObject({ sent: 'no', phase: 'connect', code: 'ABORTED' })
    release.resolve()
    await Promise.all([first, third])
    expect(server.received.map(({ path }) => path)).toEqual(['/1', '/3'])
  })

  test('proves that a time-out while connecting sent nothing', async () => {
    const server = await serving({ tls: 'silent' })
    const dispatcher = using(new Agent({ connect: { timeout: 50 } }))
    const result = undiciTransport({ dispatcher })(to(server.origin), signal)
    await expect(result).rejects.toMatchObject({ sent: 'no', phase: 'connect', code: 'UND_ERR_CONNECT_TIMEOUT' })
  })

  test('keeps the time-outs of the dispatcher', async () => {
    const server = await serving({})
    const dispatcher = using(new Agent({ headersTimeout: 50 }))
    const result = undiciTransport({ dispatcher })(to(server.origin), signal)
    await expect(result).rejects.toMatchObject({ sent: 'maybe', phase: 'wait', code: 'UND_ERR_HEADERS_TIMEOUT' })
  })

  test('stops a RetryAgent at its second sending', async () => {
    const server = await serving({ onRequest: (socket) => void socket.resetAndDestroy() })
    const dispatcher = using(new RetryAgent(using(new Agent()), { methods: ['POST'], minTimeout: 1 }))
    const result = undiciTransport({ dispatcher })(to(server.origin), signal)
    await expect(result).rejects.toMatchObject({ sent: 'maybe', code: 'RESEND_REFUSED' })
    await sleep(50)
    expect(server.received.length).toBe(1)
  })

  test('stops a redirect interceptor at its second sending', async () => {
    const moved = 'HTTP/1.1 307 Moved\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n'
    const server = await serving({ onRequest: (socket) => void socket.write(moved) })
    const dispatcher = using(new Agent()).compose(interceptors.redirect({ maxRedirections: 5 }))
    const result = undiciTransport({ dispatcher })(to(server.origin), signal)
    await expect(result).rejects.toMatchObject({ sent: 'maybe', code: 'RESEND_REFUSED' })
    await sleep(50)
    expect(server.received.length).toBe(1)
  })

  test('is not sent again when a request behind it on its connection is aborted', async () => {
    const server = await serving({
      onRequest(socket, { path }) {
        if (path === '/capture') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n')
      },
    })
    const dispatcher = using(new Pool(server.origin, { connections: 1, pipelining: 2 }))
    const result = undiciTransport({ dispatcher })(to(server.origin), signal)
    result.catch(() => {})
    await expect.poll(() => server.received.length, patiently).toBe(1)
    await sleep(20)
    const controller = new AbortController()
    const foreign = dispatcher.request({ path: '/foreign', method: 'GET', signal: controller.signal })
    await expect.poll(() => server.received.length, patiently).toBe(2)
    controller.abort()
    await expect(foreign).rejects.toThrow()
    await expect(result).rejects.toMatchObject({ sent: 'maybe', code: 'RESEND_REFUSED' })
    await sleep(50)
    expect(server.received.map(({ path }) => path)).toEqual(['/capture', '/foreign'])
  })

  test('is never sent behind another request that is not answered yet, however much is pipelined', async () => {
    const release = Promise.withResolvers<void>()
    const server = await serving({
      onRequest(socket) {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n')
        void release.promise.then(() => socket.write('ok'))
      },
    })
    const dispatcher = using(new Pool(server.origin, { connections: 1, pipelining: 10 }))
    const transport = undiciTransport({ dispatcher })
    const first = transport(to(server.origin, '/1', 'GET'), signal)
    await expect.poll(() => server.received.length, patiently).toBe(1)
    await sleep(50)
    const second = transport(to(server.origin, '/2', 'GET'), signal)
    await sleep(50)
    expect(server.received.length).toBe(1)
    release.resolve()
    expect(await Promise.all([first, second])).toMatchObject([{ body: 'ok' }, { body: 'ok' }])
  })

  test('leaves no listener on the signal', async () => {
    const server = await serving({
      onRequest: (socket, { path }) => void (path === '/ok' ? socket.write(ok) : socket.end()),
    })
    const transport = undiciTransport({ dispatcher: using(new Agent()) })
    const controller = new AbortController()
    await transport(to(server.origin, '/ok'), controller.signal)
    await expect(transport(to(server.origin, '/end'), controller.signal)).rejects.toThrow()
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  test('takes over HTTP/2 what a dispatcher negotiates, and refuses to send again there too', async () => {
    const paths: string[] = []
    const server = createSecureServer(selfSigned())
    server.on('stream', (stream, headers) => {
      paths.push(String(headers[':path']))
      stream.on('error', () => {})
      if (headers[':path'] === '/refused') return stream.close(http2.NGHTTP2_REFUSED_STREAM)
      stream.respond({ ':status': 200, 'x-thing': 'a' })
      stream.end('ok')
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    cleanups.push(() => server.close())
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    const dispatcher = using(new Agent({ allowH2: true, connect: { ca: selfSigned().cert } }))
    const transport = undiciTransport({ dispatcher })
    expect(await transport(to(origin, '/ok'), signal)).toMatchObject({
      status: 200,
      headers: { 'x-thing': 'a' },
      body: 'ok',
    })
    await expect(transport(to(origin, '/refused'), signal)).rejects.toMatchObject({ sent: 'maybe' })
    expect(paths).toEqual(['/ok', '/refused'])
  })
})
