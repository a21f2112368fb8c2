import type { CaptureHandle } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { createWorld, first, gist, says, thrownBy } from '../__fixtures__/world.ts'
import { confirm } from './confirm.ts'
import { process } from './process.ts'
import { resolveChange } from './resolve-change.ts'
import { tagChargeback } from './tag-chargeback.ts'

const named = { pwId: 'PW1001' }
const accepted = { status: 'done', value: { basis: 'accepted', replayed: false } }
const lookedUp = { status: 'done', value: { basis: 'lookup', replayed: false } }
const already = { status: 'done', value: { basis: 'lookup', replayed: true } }

describe('a confirmation', () => {
  const bankTransfer = { requireCapture: false }

  it('marks a processing payment as paid, and captures nothing', async () => {
    const world = createWorld({ payments: [bankTransfer] })
    const outcome = await world.run(confirm(world.client, { ...named, reason: 'bank slip', refTag: 'A1' }))
    expect(gist(outcome)).toEqual(accepted)
    expect(outcome.attempts.map(({ purpose }) => purpose)).toEqual(['snapshot', 'change'])
    expect(world.emulator.payment('PW1001')).toMatchObject({ transactionStatus: 10 })
    expect(world.emulator.book()).toEqual([])
    expect(world.emulator.changes()).toMatchObject([{ action: 'confirm-payment', payment: 'PW1001' }])
    expect(gist(await world.run(confirm(world.client, named)))).toEqual(already)
  })

  it('of a payment that is still to be captured needs the word of the caller', async () => {
    const world = createWorld()
    const error = await thrownBy(world.run(confirm(world.client, named)))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'evenIfUncaptured' })
    expect(world.of('confirm-payment')).toEqual([])
    expect(gist(await world.run(confirm(world.client, { ...named, evenIfUncaptured: true })))).toEqual(accepted)
    expect(world.of('confirm-payment')[0]?.body).not.toHaveProperty('evenIfUncaptured')
  })

  it.each([0, 1, 2, 13, 15, 20, 25])('in status %s is declined', async (transactionStatus) => {
    const world = createWorld({ payments: [{ ...bankTransfer, transactionStatus }] })
    const outcome = await world.run(confirm(world.client, named))
    expect(outcome).toMatchObject({ status: 'declined', code: String(transactionStatus) })
    expect(world.of('confirm-payment')).toEqual([])
  })

  it('whose answer is lost is proven by the payment being paid', async () => {
    const world = createWorld({ payments: [bankTransfer] })
    world.plan = first('confirm-payment', { lost: 'applied' })
    expect(gist(await world.run(confirm(world.client, named)))).toEqual(lookedUp)
  })
})

describe('a move to processing', () => {
  it.each([0, 2])('from status %s', async (transactionStatus) => {
    const world = createWorld({ payments: [{ transactionStatus }] })
    expect(gist(await world.run(process(world.client, named)))).toEqual(accepted)
    expect(world.emulator.payment('PW1001')).toMatchObject({ transactionStatus: 5 })
    expect(world.emulator.book()).toEqual([])
    expect(gist(await world.run(process(world.client, named)))).toEqual(already)
  })

  it.each([1, 10, 20])('from status %s is declined', async (transactionStatus) => {
    const world = createWorld({ payments: [{ transactionStatus, requireCapture: false }] })
    expect(await world.run(process(world.client, named))).toMatchObject({ status: 'declined' })
  })

  it('whose answer is lost is resolved in another process', async () => {
    const world = createWorld({ payments: [{ transactionStatus: 0 }] })
    world.plan = first('process-payment', { lost: 'not applied' })
    const outcome = await world.run(process(world.client, named))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'no_answer', needs: 'resolve' })
    const handle = JSON.parse(JSON.stringify((outcome as { handle: CaptureHandle }).handle)) as CaptureHandle
    expect(await world.run(resolveChange(world.another(), handle))).toMatchObject({ cause: 'in_progress' })
    world.emulator.change('PW1001', { transactionStatus: 5 })
    expect(gist(await world.run(resolveChange(world.another(), handle)))).toEqual(lookedUp)
  })
})

describe('a chargeback', () => {
  const paid = { transactionStatus: 10, requireCapture: false }

  it('is disputed, charged back, and reversed', async () => {
    const world = createWorld({ payments: [paid] })
    const tag = (request: object) => world.run(tagChargeback(world.client, { ...named, ...request } as never))
    expect(gist(await tag({ stage: 'disputed', reason: 'non_receipt' }))).toEqual(accepted)
    expect(gist(await tag({ stage: 'disputed', reason: 'non_receipt' }))).toEqual(already)
    expect(gist(await tag({ stage: 'chargeback' }))).toEqual(accepted)
    expect(world.emulator.payment('PW1001')).toMatchObject({ transactionStatus: 15 })
    expect(gist(await tag({ stage: 'chargeback_reversed' }))).toEqual(accepted)
    expect(world.emulator.payment('PW1001')).toMatchObject({ transactionStatus: 10 })
    expect(world.of('tag-chargeback').map(({ body: { stage, reason } }) => [stage, reason])).toEqual([
      ['disputed', 'non_receipt'],
      ['chargeback', undefined],
      ['chargeback reversed', undefined],
    ])
  })

  it('needs a reason to be opened, and a payment that is paid', async () => {
    const world = createWorld({ payments: [paid] })
    const error = await thrownBy(world.run(tagChargeback(world.client, { ...named, stage: 'disputed' })))
    expect(error).toMatchObject({ code: 'invalid_request', field: 'reason' })
    const odd = { ...named, stage: 'initiated' as never }
    expect(await thrownBy(tagChargeback(world.client, odd))).toMatchObject({ field: 'stage' })
    const open = createWorld()
    const request = { ...named, stage: 'disputed', reason: 'others' } as const
    expect(await open.run(tagChargeback(open.client, request))).toMatchObject({ status: 'declined', code: '5' })
    const none = { ...named, stage: 'dispute_won' } as const
    expect(await world.run(tagChargeback(world.client, none))).toMatchObject({ status: 'declined', code: '10' })
  })

  it('whose answer is lost is proven for the two stages that have a state of their own', async () => {
    const world = createWorld({ payments: [paid] })
    world.plan = first('tag-chargeback', { lost: 'applied' })
    const disputed = { ...named, stage: 'disputed', reason: 'others' } as const
    expect(gist(await world.run(tagChargeback(world.client, disputed)))).toEqual(lookedUp)
    world.plan = (action) => (action === 'tag-chargeback' ? { lost: 'applied' } : null)
    const outcome = await world.run(tagChargeback(world.client, { ...named, stage: 'dispute_won' }))
    expect(gist(outcome)).toEqual({ status: 'unknown', cause: 'no_answer', needs: 'person' })
    const { handle } = outcome as { handle: CaptureHandle }
    const resolved = await world.run(resolveChange(world.client, handle))
    expect(gist(resolved)).toEqual({ status: 'unknown', cause: 'in_progress', needs: 'person' })
  })

  it('that is told 4501 may have been reversed by the same request', async () => {
    const world = createWorld({ payments: [{ ...paid, transactionStatus: 13 }] })
    world.plan = first('tag-chargeback', { answerAfter: says({ status: 4501 }) })
    const outcome = await world.run(tagChargeback(world.client, { ...named, stage: 'chargeback_reversed' }))
    expect(gist(outcome)).toMatchObject({ status: 'unknown', needs: 'person' })
  })
})
