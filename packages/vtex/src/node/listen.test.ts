import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { captured, createWorld, pair, paymentId, settlementBody } from '../connector/__fixtures__/world.ts'
import { createVtexConnector, type Settlement } from '../connector.ts'
import { listen } from '../node.ts'

const post = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}/v2/payments/${paymentId}/settlements`, {
    method: 'POST',
    body: JSON.stringify(settlementBody()),
    headers: {
      'content-type': 'application/json',
      'x-provider-api-appkey': pair.appKey,
      'x-provider-api-apptoken': pair.appToken,
      ...headers,
    },
  })

describe('listen', () => {
  it('serves a connector on a free port of loopback', async () => {
    const world = createWorld()
    const server = await listen(world.start())
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
    expect((await post(server.url)).status).toBe(200)
    expect((await fetch(`${server.url}/v2/payments/${paymentId}/settlements`)).headers.get('allow')).toBe('POST')
    await server.close()
    await expect(post(server.url)).rejects.toThrow()
  })

  it('refuses a body over the cap, chunked or not', async () => {
    const server = await listen(createWorld().start({ maxBodyBytes: 100 }))
    expect((await post(server.url)).status).toBe(413)
    const body = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 10; index++) controller.enqueue(new TextEncoder().encode(' '.repeat(50)))
        controller.close()
      },
    })
    const options = { method: 'POST', body, duplex: 'half' as const }
    const headers = { ...pairHeaders, 'content-type': 'application/json' }
    const chunked = await fetch(`${server.url}/payments/P/settlements`, { ...options, headers })
    expect(chunked.status).toBe(413)
    await server.close()
  })

  it('reads no bytes that are not UTF-8: two request ids would be one, and the second settlement lost', async () => {
    const world = createWorld()
    const server = await listen(world.start())
    const headers = { ...pairHeaders, 'content-type': 'application/json' }
    const [before = '', after = ''] = JSON.stringify(settlementBody({ requestId: '#', value: 40 })).split('#')
    for (const byte of [0xff, 0xfe, 0xc3]) {
      const bytes = Buffer.concat([Buffer.from(before), Buffer.of(byte), Buffer.from(after)])
      const chunked = new Blob([bytes]).stream()
      for (const body of [bytes, chunked]) {
        const options = { method: 'POST', body, duplex: 'half' as const, headers }
        const answer = await fetch(`${server.url}/payments/${paymentId}/settlements`, options)
        expect([answer.status, await answer.json()]).toMatchObject([
          400,
          { settleId: null, value: 0, code: 'invalid-json' },
        ])
      }
    }
    expect(world.captures).toHaveLength(0)
    await server.close()
  })

  it('waits on close for a capture that outlived its answer', async () => {
    const world = createWorld()
    let done = false
    const connector = createVtexConnector({
      authenticate: [{ merchant: 'store', ...pair }],
      store: world.store,
      answerWithinMs: 20,
      payment: () => world.facts,
      capture: async (settlement: Settlement, { beforeSend }) => {
        await beforeSend()
        await new Promise((resolve) => setTimeout(resolve, 200))
        done = true
        return captured(settlement)
      },
      resolve: async (settlement) => captured(settlement),
    })
    const server = await listen(connector)
    expect((await post(server.url)).status).toBe(500)
    expect(done).toBe(false)
    await server.close()
    expect(done).toBe(true)
  })

  it('waits on close no longer than it is told, and says what it left', async () => {
    const world = createWorld()
    const connector = createVtexConnector({
      authenticate: [{ merchant: 'store', ...pair }],
      store: world.store,
      answerWithinMs: 20,
      payment: () => world.facts,
      capture: () => new Promise<never>(() => {}),
      resolve: async (settlement) => captured(settlement),
    })
    const server = await listen(connector, { closeWithinMs: 50 })
    expect((await post(server.url)).status).toBe(500)
    // Neither a request that never ends nor one that is never answered holds it up.
    const slow = connect(server.port, '127.0.0.1')
    await once(slow, 'connect')
    slow.write('POST /payments/P/settlements HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n')
    const ended = once(slow, 'close')
    slow.on('error', () => {})
    await new Promise((resolve) => setTimeout(resolve, 20))
    const both = [server.close(), server.close()]
    expect(await Promise.all(both)).toEqual([{ unfinished: 1 }, { unfinished: 1 }])
    await ended
  })

  it('leaves nothing behind when all is done', async () => {
    const server = await listen(createWorld().start())
    expect((await post(server.url)).status).toBe(200)
    expect(await server.close()).toEqual({ unfinished: 0 })
  })

  it('ends a body where its declared length does, whatever is sent', async () => {
    const world = createWorld()
    const server = await listen(world.start())
    const body = JSON.stringify(settlementBody())
    const head = [
      `POST /payments/${paymentId}/settlements HTTP/1.1`,
      'host: 127.0.0.1',
      'content-type: application/json',
      'connection: close',
      ...Object.entries(pairHeaders).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${body.length - 5}`,
    ]
    const socket = connect(server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => {})
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
    await once(socket, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(world.captures).toHaveLength(0)
    await server.close()
  })

  it('rejects when the port is taken', async () => {
    const server = await listen(createWorld().start())
    await expect(listen(createWorld().start(), { port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await server.close()
  })
})

const pairHeaders = { 'x-provider-api-appkey': pair.appKey, 'x-provider-api-apptoken': pair.appToken }
