import { inspect } from 'node:util'
import type { CaptureHandle } from '@cap/core'
import { describe, expect, it } from 'vitest'
import { captured, createWorld, unknown } from './__fixtures__/world.ts'
import type { CaptureContext, ResolveContext } from './settlement.ts'

/** What a callback sees of its context, through whatever an integrator wraps it in. */
const wrappings: readonly (readonly [string, <Context extends object>(context: Context) => Context])[] = [
  ['as it is', (context) => context],
  ['spread', (context) => ({ ...context })],
  ['inherited from', (context) => Object.create(context)],
  ['behind a proxy', (context) => new Proxy(context, {})],
]

describe('a callback’s context', () => {
  it.each(wrappings)('tells signal and handle: %s', async (_, wrap) => {
    const seen: (readonly [AbortSignal, CaptureHandle])[] = []
    const asked: AbortSignal[] = []
    const world = createWorld({
      async capture(_, context) {
        const { signal, handle, beforeSend, priorAttempt } = wrap<CaptureContext>(context)
        expect(priorAttempt).toBe(false)
        await beforeSend()
        seen.push([signal, handle])
        throw new Error('the connection broke')
      },
      async resolve(_, handle, context) {
        const { signal, mayCapture } = wrap<ResolveContext>(context)
        expect(mayCapture).toBe(true)
        asked.push(signal)
        return unknown({ handle })
      },
    })
    await world.settle()
    await world.settle()
    expect(seen).toEqual([[expect.any(AbortSignal), expect.objectContaining({ provider: 'vtex-connector' })]])
    expect(asked).toEqual([expect.any(AbortSignal)])
  })

  it('is each call’s own', async () => {
    const seen: CaptureContext[] = []
    const world = createWorld({
      async capture(settlement, context) {
        seen.push(context)
        return captured(settlement)
      },
    })
    await world.settle({ requestId: 'one', value: 40 })
    await world.settle({ requestId: 'two', value: 40 })
    const [first, second] = seen
    expect([first?.handle.ids.requestId, second?.handle.ids.requestId]).toEqual(['one', 'two'])
    expect(first?.signal).not.toBe(second?.signal)
    expect(first?.handle).toBe(first?.handle)
  })

  it('shows nothing of the settlement when it is printed', async () => {
    let printed = ''
    const world = createWorld({
      async capture(_, context) {
        printed = inspect(context, { depth: 9, showHidden: false })
        throw new Error('the connection broke')
      },
    })
    await world.settle({ merchantSettings: [{ name: 'pin', value: 'settings-secret-1234' }] })
    expect(printed).toContain('beforeSend')
    expect(printed).not.toContain('settings-secret-1234')
  })
})
