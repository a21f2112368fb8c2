import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { answer, answering, type Case, checkFailure, type Expected, end, reset, within } from './transport-trial.ts'

/** When every transport stops. */
export const aborts: readonly Case[] = [
  [
    'sends nothing when it is aborted before it begins',
    answering(answer()),
    async (trial) => {
      const expected: Expected = { sent: 'no', phase: ['connect'], code: 'ABORTED' }
      await trial.failure(expected, { signal: AbortSignal.abort() })
      assert.equal(trial.server.connections, 0)
    },
  ],
  [
    'sends nothing later when it called an exchange aborted at once unsent',
    { onRequest: (socket) => void setTimeout(() => socket.write(answer()), 100) },
    async (trial) => {
      for (let round = 0; round < 5; round += 1) {
        const controller = new AbortController()
        const result = trial.result({ signal: controller.signal })
        controller.abort()
        const { error, path } = await result
        assert.equal(error?.code, 'ABORTED')
        await sleep(50)
        if (error?.sent === 'no') assert.equal(trial.received(path).length, 0, 'false proof')
      }
    },
  ],
  [
    'ends promptly when it is aborted while connecting',
    { tls: 'silent' },
    async (trial) =>
      void (await trial.aborted({ phase: ['connect', 'send', 'wait'] }, () => trial.server.connections > 0)),
  ],
  [
    'ends promptly when it is aborted while no answer comes, and leaves open whether the request was applied',
    {},
    async (trial) => {
      await trial.aborted({ sent: 'maybe', phase: ['send', 'wait'] }, () => trial.server.received.length > 0)
      await within(trial.server.drained(), 'the connection of an aborted exchange was not closed')
    },
  ],
  [
    'ends promptly when it is aborted while the body stalls',
    answering('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"status":'),
    async (trial) => {
      await trial.aborted({ sent: 'maybe', phase: ['body'] }, () => trial.server.received.length > 0, 300)
      await within(trial.server.drained(), 'the connection of an aborted exchange was not closed')
    },
  ],
  [
    'is not disturbed by an abort after the answer',
    answering(answer()),
    async (trial) => {
      const controller = new AbortController()
      await trial.reply({ signal: controller.signal })
      controller.abort()
      await sleep(20)
      await trial.reply()
    },
  ],
]

/** Connections that go stale between two exchanges, where clients are tempted to send again. */
export const staleConnections: readonly Case[] = [
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
      async (trial) => {
        for (let round = 0; round < 40; round += 1) {
          const { error } = await trial.result()
          if (error !== undefined)
            checkFailure(error, { sent: trial.received(error.message).length > 0 ? 'maybe' : error.sent })
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
      async (trial) => {
        for (let round = 0; round < 5; round += 1) {
          await trial.result()
          const { path } = await trial.result()
          await sleep(20)
          assert.ok(trial.received(path).length <= 1, 'the request was sent again')
        }
      },
    ],
  ),
]
