import { describe, expect, it } from 'vitest'
import { settled, wire } from './__fixtures__/settlement.ts'

describe('a settleId that is no id', () => {
  it.each([[500], [404], [401]])('is a mismatch under %i, and is not sent again', async (status) => {
    const { capture, sent } = wire([[status, { ...settled, settleId: 7 }]])
    expect(await capture()).toMatchObject({
      status: 'unknown',
      cause: 'mismatch',
      needs: 'person',
      raw: { settleId: 7 },
    })
    expect(sent).toHaveLength(1)
  })
})
