import { captureContract, inTurn } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { pipwaveSubject } from './testing.ts'

function createTransport() {
  const dispatcher = new Agent()
  return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
}

describe('the capture contract, over undici', () => {
  it.each(inTurn(captureContract(pipwaveSubject(), { deadlineMs: 4_000, createTransport }), 48))(
    'holds when: %s',
    { timeout: 120_000 },
    async (_name, report) => {
      expect((await report()).moved).toBeLessThanOrEqual(1)
    },
  )
})
