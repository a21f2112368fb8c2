import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { answer, answering, type Case, chunkedHead, end, gzipped, reset, secret, within } from './transport-trial.ts'

/** What every transport makes of faults, and what it can prove. */
export const faults: readonly Case[] = [
  [
    'proves that a refused connection sent nothing',
    {},
    async (trial) => {
      await trial.server.close()
      await trial.failure({ sent: 'no', phase: ['connect'], code: 'ECONNREFUSED' })
      // A name with more than one address: every one of them refuses.
      const url = trial.server.origin.replace('127.0.0.1', 'localhost')
      await trial.failure({ sent: 'no', phase: ['connect'] }, { url })
    },
  ],
  [
    'proves that an unknown host was sent nothing',
    {},
    async (trial) =>
      void (await trial.failure(
        { sent: 'no', phase: ['connect'] },
        { url: 'https://nonexistent.invalid/', limitMs: 25_000 },
      )),
  ],
  [
    'proves that a server whose certificate is not trusted was sent nothing',
    { tls: 'self-signed' },
    async (trial) => {
      await trial.failure({ sent: 'no', phase: ['connect'], code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      assert.equal(trial.server.received.length, 0)
    },
  ],
  [
    'proves that a request that cannot be written was not sent, without repeating it',
    answering(answer()),
    async (trial) => {
      for (const send of [
        { headers: { 'x-key': `line\r\nbreak-${secret}` } },
        { headers: { [`not a name ${secret}`]: 'x' } },
        { url: `not a URL ${secret}` },
      ]) {
        await trial.failure({ sent: 'no', phase: ['connect'] }, send)
      }
      assert.equal(trial.server.received.length, 0)
    },
  ],
  [
    'never calls a request unsent that met a reset connection',
    { onConnection: reset },
    async (trial) => {
      for (let round = 0; round < 10; round += 1) assert.ok((await trial.result()).error)
    },
  ],
  [
    'leaves open whether a request was applied that was followed by a reset, and sends it once, whatever its method',
    { onRequest: reset },
    async (trial) => {
      for (const method of ['POST', 'PUT', 'DELETE', 'GET'] as const) {
        await trial.failure(
          { sent: 'maybe', phase: ['send', 'wait'] },
          { method, body: method === 'GET' ? null : '{}' },
        )
      }
    },
  ],
  [
    'leaves open whether a request was applied that was followed by the end of the connection, and sends it once, whatever its method',
    { onRequest: end },
    async (trial) => {
      for (const method of ['POST', 'PUT', 'DELETE', 'GET'] as const) {
        await trial.failure(
          { sent: 'maybe', phase: ['send', 'wait'] },
          { method, body: method === 'GET' ? null : '{}' },
        )
      }
    },
  ],
  [
    'leaves open what an answer of informational heads only meant',
    answering('HTTP/1.1 103 Early Hints\r\n\r\n', end),
    async (trial) => void (await trial.failure({ sent: 'maybe', phase: ['send', 'wait', 'headers'] })),
  ],
  ...['garbage\r\n\r\n', 'HTTP/9.9 200 OK\r\n\r\n', 'HTTP/1.1 twohundred\r\n\r\n'].map(
    (bytes): Case => [
      `leaves open what ${JSON.stringify(bytes)} meant`,
      answering(bytes, end),
      async (trial) => void (await trial.failure({ sent: 'maybe', phase: ['send', 'wait', 'headers'] })),
    ],
  ),
  [
    'leaves open what half a head meant',
    answering('HTTP/1.1 200 OK\r\nconte', end),
    async (trial) => void (await trial.failure({ sent: 'maybe', phase: ['send', 'wait', 'headers'] })),
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
      async (trial) => void (await trial.failure({ sent: 'maybe', phase: ['body'] })),
    ],
  ),
  [
    'never takes bytes after an answer for the next answer',
    answering(Buffer.concat([answer('first'), answer('forged')])),
    async (trial) => {
      await trial.replyOrMaybe('first')
      await trial.replyOrMaybe('first')
    },
  ],
  [
    'rejects a body that is not what its content-encoding says',
    answering(gzipped('{"status":"approved"}')),
    async (trial) => void (await trial.failure({ sent: 'maybe', phase: ['body'] })),
  ],
  [
    'takes a body of exactly the permitted size, and not a byte more',
    answering(answer('✓✓✓')),
    async (trial) => {
      assert.equal((await trial.reply({ maxReplyBytes: 9 })).body, '✓✓✓')
      await trial.failure({ sent: 'maybe', phase: ['body'], code: 'REPLY_TOO_LARGE' }, { maxReplyBytes: 8 })
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
    async (trial) => {
      await trial.failure({ sent: 'maybe', phase: ['body'], code: 'REPLY_TOO_LARGE' })
      await within(trial.server.drained(), 'the connection of an endless body was not closed')
    },
  ],
  [
    'counts a compressed body by what it decompresses to',
    answering(gzipped(gzipSync(Buffer.alloc(10_000_000)))),
    async (trial) => void (await trial.failure({ sent: 'maybe', phase: ['body'], code: 'REPLY_TOO_LARGE' })),
  ],
]
