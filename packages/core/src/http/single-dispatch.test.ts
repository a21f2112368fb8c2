import { MockAgent, setGlobalDispatcher } from 'undici'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { kyTransport } from './ky-transport.ts'
import { singleDispatch } from './single-dispatch.ts'

const current = Symbol.for('undici.globalDispatcher.2')
const legacy = Symbol.for('undici.globalDispatcher.1')
const before = [Reflect.get(globalThis, current), Reflect.get(globalThis, legacy)]

function install(current_: unknown, legacy_: unknown): void {
  Reflect.set(globalThis, current, current_)
  Reflect.set(globalThis, legacy, legacy_)
}

afterEach(() => install(before[0], before[1]))

describe('singleDispatch', () => {
  test('dispatches once, to the dispatcher made for the handler', () => {
    const dispatchers = [{ dispatch: vi.fn(() => 'current') }, { dispatch: vi.fn(() => 'legacy') }]
    install(dispatchers[0], dispatchers[1])
    const { dispatcher } = singleDispatch()
    const options = { path: '/' }
    const handler = { onRequestStart() {} }
    expect(dispatcher?.dispatch(options, handler)).toBe('current')
    expect(dispatchers[0]?.dispatch).toHaveBeenCalledExactlyOnceWith(options, handler)
    expect(() => dispatcher?.dispatch(options, handler)).toThrow(expect.objectContaining({ code: 'RESEND_REFUSED' }))
    expect(singleDispatch().dispatcher?.dispatch(options, { onConnect() {} })).toBe('legacy')
  })

  test('makes do with the one dispatcher there is', () => {
    const dispatcher = { dispatch: () => 'done', isMockActive: true }
    for (const only of [
      [dispatcher, undefined],
      [undefined, dispatcher],
    ] as const) {
      install(only[0], only[1])
      const { dispatcher } = singleDispatch()
      expect(dispatcher?.dispatch({}, {})).toBe('done')
      expect(dispatcher?.isMockActive).toBe(true)
    }
  })

  test.each([undefined, null, 1, {}, { dispatch: 1 }])('is empty where there is no dispatcher but %j', (value) => {
    install(value, value)
    expect(singleDispatch()).toEqual({})
  })

  test('leaves a global dispatcher in place: a MockAgent still answers', async () => {
    const agent = new MockAgent()
    agent.disableNetConnect()
    setGlobalDispatcher(agent)
    const mock = agent.get('https://api.example.com')
    mock.intercept({ path: '/capture', method: 'POST' }).reply(201, 'mocked')
    const exchange = {
      method: 'POST',
      url: 'https://api.example.com/capture',
      headers: {},
      body: '{"amount":"1.00"}',
      maxReplyBytes: 100,
    } as const
    const reply = await kyTransport()(exchange, new AbortController().signal)
    expect([reply.status, reply.body]).toEqual([201, 'mocked'])
    await agent.close()
  })
})
