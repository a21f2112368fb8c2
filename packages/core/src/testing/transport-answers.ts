import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Reply } from '../http/transport.ts'
import { answer, answering, type Case, checkFailure, chunkedHead, end, gzipped } from './transport-trial.ts'

/** What every transport makes of answers. */
export const answers: readonly Case[] = [
  [
    'sends method, path, headers and body as they are, and returns status, headers and body',
    answering(answer('{"text":"R$ é ✓"}', '201 Created', 'X-Thing: a', 'x-thing: b', 'Set-Cookie: c', 'set-cookie: d')),
    async (trial) => {
      const body = '{"item":"café ✓ 💳"}'
      const { request, status, headers, ...reply } = await trial.reply({
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
    async (trial) => {
      const { request } = await trial.reply({ method: 'GET', body: null })
      assert.match(request.head, /^GET /)
      assert.equal(request.headers['content-length'], undefined)
    },
  ],
  [
    'asks for an answer that is not compressed, unless the exchange says otherwise',
    answering(answer()),
    async (trial) => {
      assert.equal((await trial.reply()).request.headers['accept-encoding'], 'identity')
      const { request } = await trial.reply({ headers: { 'accept-encoding': 'gzip' } })
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
    async (trial) => assert.equal((await trial.reply()).body, '{"é":"💳"}'),
  ],
  [
    'drops a byte order mark, and replaces what is not UTF-8',
    answering(answer(Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe2, 0x82, 0x62]))),
    async (trial) => assert.equal((await trial.reply()).body, 'a\ufffd\ufffdb'),
  ],
  ...[301, 302, 303, 307, 308].map(
    (status): Case => [
      `returns ${status} instead of following it`,
      answering(answer('moved', `${status} Moved`, 'location: /elsewhere')),
      async (trial) => {
        const reply = await trial.reply()
        assert.deepEqual([reply.status, reply.body, reply.headers.location], [status, 'moved', '/elsewhere'])
        assert.equal(trial.server.received.length, 1)
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
      async (trial) => {
        // fetch turns 407 into a network error; and Node's would send again after 421, which has to end in one.
        const { reply, error } = await trial.result()
        if (reply === undefined) checkFailure(error, { sent: 'maybe' })
        else assert.equal(reply.status, Number(head.slice(0, 3)))
        await sleep(50)
        assert.equal(trial.server.received.length, 1)
      },
    ],
  ),
  [
    'returns an empty 204',
    answering('HTTP/1.1 204 No Content\r\n\r\n'),
    async (trial) => empty(await trial.reply(), 204),
  ],
  ['returns an empty 200', answering(answer('')), async (trial) => empty(await trial.reply(), 200)],
  [
    'returns an answer that ends with the connection',
    answering('HTTP/1.0 200 OK\r\n\r\n{"ok":true}', end),
    async (trial) => assert.equal((await trial.reply()).body, '{"ok":true}'),
  ],
  ...['103 Early Hints\r\nlink: </x>; rel=preload', '100 Continue'].map(
    (head): Case => [
      `does not take ${head.slice(0, 3)} for the answer`,
      answering(Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\n\r\n`), answer('final')])),
      // undici refuses a 100 that nobody asked for.
      (trial) => trial.replyOrMaybe('final'),
    ],
  ),
  [
    'gives every one of many exchanges at a time its own answer',
    { onRequest: (socket, request) => void socket.write(answer(request.body)) },
    async (trial) => {
      const bodies = Array.from({ length: 64 }, (_, index) => `{"number":${index}}`)
      const replies = await Promise.all(bodies.map((body) => trial.reply({ body })))
      assert.deepEqual(
        replies.map((reply) => reply.body),
        bodies,
      )
    },
  ],
  [
    'decodes an answer that is compressed all the same',
    answering(gzipped(gzipSync('{"é":true}'))),
    (trial) => trial.replyOrMaybe('{"é":true}'),
  ],
]

function empty(reply: Reply, status: number): void {
  assert.deepEqual([reply.status, reply.body], [status, ''])
}
