import { captureContract, inTurn } from '@cap/core/testing'
import { undiciTransport } from '@cap/core/undici'
import { Agent } from 'undici'
import { describe, expect, it } from 'vitest'
import { vtexSubject } from './testing.ts'

function createTransport() {
  const dispatcher = new Agent()
  return { transport: undiciTransport({ dispatcher }), close: () => dispatcher.close() }
}

describe('the capture contract, with undici, holds for:', () => {
  it.each(inTurn(captureContract(vtexSubject(), { createTransport })))(
    '%s',
    { timeout: 180_000 },
    async (__, report) => {
      expect((await report()).moved).toBeLessThanOrEqual(1)
    },
  )
})
