import { type SeenExchange, step } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { faultPlan } from './fault-plan.ts'

const read: SeenExchange = { method: 'POST', path: '/', headers: {}, body: 'read' }
const capture: SeenExchange = { ...read, body: 'capture' }
const isCapture = ({ body }: SeenExchange) => body === 'capture'
const keyed = { keyed: true, readsFirst: false, isCapture }
const unkeyed = { keyed: false, readsFirst: true, isCapture }
const harm = step('no-answer', true)

describe('the plan of a fault', () => {
  it('strikes the first capture only, or all of them', () => {
    const once = faultPlan({ step: harm, strikes: 'capture', always: false }, keyed)
    expect([once(capture), once(capture)]).toEqual([harm, null])
    const always = faultPlan({ step: harm, strikes: 'capture', always: true }, keyed)
    expect([always(capture), always(capture)]).toEqual([harm, harm])
  })

  it('tells the read before the capture from the one after it', () => {
    const snapshot = faultPlan({ step: harm, strikes: 'snapshot', always: true }, unkeyed)
    expect([read, capture, read].map((seen) => snapshot(seen))).toEqual([harm, null, null])
  })

  it('loses the answer to the capture first, when it strikes the lookup', () => {
    const lookup = faultPlan({ step: harm, strikes: 'lookup', always: true }, unkeyed)
    const [before, lost, after] = [read, capture, read].map((seen) => lookup(seen))
    expect(before).toBeNull()
    expect(lost?.fault.name).toBe('close-after-request')
    expect(after).toBe(harm)
  })

  it('strikes a connection before anything is read of it only where the fault does', () => {
    const onConnect = step('reset-on-connect', false)
    expect(faultPlan({ step: onConnect, strikes: 'capture', always: true }, keyed)(null)).toBe(onConnect)
    expect(faultPlan({ step: onConnect, strikes: 'capture', always: true }, unkeyed)(null)).toBeNull()
    expect(faultPlan({ step: harm, strikes: 'capture', always: true }, keyed)(null)).toBeNull()
  })
})
