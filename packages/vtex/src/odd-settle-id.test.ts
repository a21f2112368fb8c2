import { describe, expect, it } from 'vitest'
import { minimal, settled, wire } from './__fixtures__/settlement.ts'

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

describe('an echo that is not text', () => {
  it('is read where a number stands for it', async () => {
    const request = { ...minimal, paymentId: '12345678901234567890', requestId: '40000' }
    const echoes = { paymentId: 0, requestId: 40000 }
    const body = JSON.stringify({ ...settled, ...echoes }).replace('"paymentId":0', '"paymentId":12345678901234567890')
    const { capture, sent } = wire([[200, body]])
    expect(await capture(request)).toMatchObject({ status: 'captured', captureId: settled.settleId })
    expect(sent).toHaveLength(1)
    const other = wire([[200, body]])
    expect(await other.capture({ ...request, requestId: '40001' })).toMatchObject({ cause: 'mismatch' })
  })

  it.each([[500], [404], [302]])('beside a settleId is a mismatch under %i, and is not sent again', async (status) => {
    for (const paymentId of [7, true, ['F5C1A4E20D3B4E07B7E871F5B5BC9F91'], {}]) {
      const { capture, sent } = wire([
        [status, { ...settled, paymentId }],
        [200, settled],
      ])
      const ids = { settleId: settled.settleId }
      expect(await capture()).toMatchObject({ cause: 'mismatch', needs: 'person', reference: ids, handle: { ids } })
      expect(sent).toHaveLength(1)
    }
  })

  it('keeps the id of a settlement that was answered with it', async () => {
    const { capture } = wire([[200, { ...settled, paymentId: [] }]])
    const ids = { settleId: settled.settleId }
    expect(await capture()).toMatchObject({ cause: 'unreadable_answer', reference: ids, handle: { ids } })
  })
})
