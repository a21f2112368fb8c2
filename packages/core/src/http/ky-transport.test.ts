import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { transportContract } from '../testing/transport-contract.ts'
import { kyTransport } from './ky-transport.ts'
import { type Exchange, TransportError } from './transport.ts'

const exchange: Exchange = {
  method: 'POST',
  url: 'https://api.example.com/v1/capture?x=1',
  headers: { 'content-type': 'application/json', authorization: 'Bearer SECRET' },
  body: '{"amount":"700.50"}',
  maxReplyBytes: 100,
}

type Fetch = typeof globalThis.fetch

async function failure(fetch: Fetch, signal = new AbortController().signal): Promise<TransportError> {
  try {
    await kyTransport({ fetch })(exchange, signal)
  } catch (error) {
    if (TransportError.isInstance(error)) return error
    throw error
  }
  throw new Error('a reply')
}

/** A `fetch` that answers with anything, as one written in JavaScript may. */
const fetching = (value: unknown): Fetch => (async () => value) as Fetch
const streamed = (start: (controller: ReadableStreamDefaultController<unknown>) => void) =>
  new Response(new ReadableStream({ start }) as ReadableStream<Uint8Array<ArrayBuffer>>)

afterEach(() => {
  vi.unstubAllGlobals()
  vi.doUnmock('ky')
  vi.resetModules()
})

describe.each([
  ['the global fetch', {}],
  ['an injected fetch', { fetch: globalThis.fetch }],
  [
    'a fetch around the global one, without redirects',
    { fetch: (...[input, init]: Parameters<Fetch>) => fetch(input, init) },
  ],
])('the contract, over %s', (name, options) => {
  const contract = transportContract(async () => ({ transport: kyTransport(options), close: async () => {} }))
  // Only where it calls Node's own fetch can the transport keep it from sending again after 421.
  const cases = name.startsWith('a fetch around') ? contract.filter((each) => !each.name.includes('421')) : contract
  test.concurrent.each(cases)('$name', ({ run }) => run())
})

describe('kyTransport', () => {
  test('makes on Deno a stream of what it would send again, and leaves reads without a body', async () => {
    vi.stubGlobal('Deno', {})
    const seen: unknown[] = []
    const fetch: Fetch = async (input) => {
      const { body, headers } = input as Request
      // Text would be given a type of its own; a Blob has none.
      seen.push([body !== null, headers.get('content-type'), await (input as Request).text()])
      return new Response('{}')
    }
    const { signal } = new AbortController()
    await kyTransport({ fetch })({ ...exchange, headers: {} }, signal)
    await kyTransport({ fetch })({ ...exchange, headers: {}, body: null }, signal)
    await kyTransport({ fetch })({ ...exchange, headers: {}, method: 'GET', body: null }, signal)
    expect(seen).toEqual([
      [true, null, exchange.body],
      [true, null, ''],
      [false, null, ''],
    ])
  })

  test('calls the injected fetch once, with a Request of exactly the exchange', async () => {
    const requests: Request[] = []
    const controller = new AbortController()
    const fetch: Fetch = async (input) => {
      if (!(input instanceof Request)) throw new Error('not a Request')
      requests.push(input)
      return new Response('{}')
    }
    await kyTransport({ fetch })(exchange, controller.signal)
    const [request] = requests
    expect(requests.length).toBe(1)
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe(exchange.url)
    expect(request?.redirect).toBe('manual')
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({ 'accept-encoding': 'identity', ...exchange.headers })
    expect(request?.signal.aborted).toBe(false)
    controller.abort()
    expect(request?.signal.aborted).toBe(true)
  })

  test('passes on the body as it is', async () => {
    const fetch: Fetch = async (input) => new Response(await (input as Request).text())
    expect((await kyTransport({ fetch })(exchange, new AbortController().signal)).body).toBe(exchange.body)
  })

  test('uses the global fetch of the moment, and proves it when there is none', async () => {
    const transport = kyTransport()
    vi.stubGlobal('fetch', fetching(new Response('stubbed')))
    expect((await transport(exchange, new AbortController().signal)).body).toBe('stubbed')
    vi.stubGlobal('fetch', undefined)
    await expect(transport(exchange, new AbortController().signal)).rejects.toMatchObject({
      sent: 'no',
      code: 'NO_FETCH',
    })
  })

  test.each([
    [
      'throws at once',
      () => {
        throw new Error('Bearer SECRET')
      },
    ],
    ['rejects with text', () => Promise.reject('Bearer SECRET')],
    ['rejects with nothing', () => Promise.reject()],
    ['rejects with null', () => Promise.reject(null)],
    [
      'rejects with an error of ours that claims a proof',
      () => Promise.reject(new TransportError({ sent: 'no', phase: 'connect', code: 'X' })),
    ],
    ['rejects with a bare TypeError', () => Promise.reject(new TypeError('fetch failed'))],
    ['rejects with another abort', () => Promise.reject(new DOMException('x', 'AbortError'))],
    ['resolves with nothing', async () => undefined],
    ['resolves with null', async () => null],
    ['resolves with a number', async () => 200],
    ['resolves with an empty object', async () => ({})],
    ['resolves with a Response without status', async () => Response.error()],
    [
      'resolves with a Response that was read already',
      async () => {
        const used = new Response('x')
        await used.text()
        return used
      },
    ],
    [
      'resolves with a Response somebody else reads',
      async () => {
        const locked = new Response('x')
        locked.body?.getReader()
        return locked
      },
    ],
    ['returns no promise', () => 7],
  ])('leaves open whether the request was sent when fetch %s', async (_, fetch) => {
    const untyped: CallableFunction = fetch
    const error = await failure(() => untyped())
    expect(error.sent).toBe('maybe')
    expect(error.code).toMatch(/^(FETCH_FAILED|NOT_A_RESPONSE)$/)
    expect(`${error.message} ${error.stack}`).not.toContain('SECRET')
    expect(error.cause).toBeUndefined()
  })

  test('takes the codes of failed connections for a proof', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })
    const error = await failure(() => Promise.reject(new TypeError('fetch failed', { cause })))
    expect(error).toMatchObject({
      sent: 'no',
      phase: 'connect',
      code: 'ECONNREFUSED',
      message: 'ECONNREFUSED (connect)',
    })
  })

  test('does not guess where a browser was redirected to', async () => {
    const hidden = { type: 'opaqueredirect', status: 0, ok: false, headers: new Headers(), body: null, bodyUsed: false }
    expect(await failure(fetching(hidden))).toMatchObject({ sent: 'maybe', code: 'OPAQUE_REDIRECT' })
  })

  test.each([
    [
      'breaks off',
      streamed((body) => {
        body.enqueue(new Uint8Array([0x7b]))
        body.error(new Error('Bearer SECRET'))
      }),
      'BODY_FAILED',
    ],
    [
      'breaks off with a proof',
      streamed((body) => body.error(Object.assign(new Error(), { code: 'ECONNREFUSED' }))),
      'ECONNREFUSED',
    ],
    [
      'breaks off with an error of ours',
      streamed((body) => body.error(new TransportError({ sent: 'no', phase: 'connect', code: 'X' }))),
      'BODY_FAILED',
    ],
    ['is text, not bytes', streamed((body) => body.enqueue('{}')), 'NOT_A_RESPONSE'],
    ['is too large', streamed((body) => body.enqueue(new Uint8Array(101))), 'REPLY_TOO_LARGE'],
  ])('leaves open what a body meant that %s', async (_, response, code) => {
    const error = await failure(fetching(response))
    expect(error).toMatchObject({ sent: 'maybe', phase: 'body', code })
    expect(`${error.message} ${error.stack}`).not.toContain('SECRET')
  })

  test('counts the bytes that come, not the content-length that is claimed', async () => {
    const response = new Response('x'.repeat(101), { headers: { 'content-length': '1' } })
    expect(await failure(fetching(response))).toMatchObject({ code: 'REPLY_TOO_LARGE' })
  })

  test('reads a response without body, and one whose body is no web stream', async () => {
    const transport = (value: unknown) =>
      kyTransport({ fetch: fetching(value) })(exchange, new AbortController().signal)
    expect(await transport(new Response(null, { status: 204 }))).toMatchObject({ status: 204, body: '' })
    const native = (text: string) => ({ status: 200, headers: new Headers({ 'X-A': 'b' }), text: async () => text })
    expect(await transport(native('é'))).toEqual({ status: 200, headers: { 'x-a': 'b' }, body: 'é' })
    await expect(transport(native('é'.repeat(51)))).rejects.toMatchObject({ code: 'REPLY_TOO_LARGE' })
  })

  test('has no time-out of its own', async () => {
    vi.useFakeTimers()
    try {
      const { promise, resolve } = Promise.withResolvers<Response>()
      const result = kyTransport({ fetch: () => promise })(exchange, new AbortController().signal)
      await vi.advanceTimersByTimeAsync(3_600_000)
      resolve(new Response('late'))
      expect((await result).body).toBe('late')
    } finally {
      vi.useRealTimers()
    }
  })

  test('rejects at the abort when fetch ignores the signal', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    const error = await failure(() => new Promise(() => {}), controller.signal)
    expect(error).toMatchObject({ sent: 'maybe', phase: 'wait', code: 'ABORTED' })
  })

  test('rejects at the abort when the body ignores the signal, and lets go of it', async () => {
    const controller = new AbortController()
    const cancel = vi.fn()
    const response = new Response(new ReadableStream({ cancel }))
    setTimeout(() => controller.abort(), 20)
    const error = await failure(fetching(response), controller.signal)
    expect(error).toMatchObject({ sent: 'maybe', phase: 'body', code: 'ABORTED' })
    expect(cancel).toHaveBeenCalledOnce()
  })

  test('lets go of a response that comes after the abort', async () => {
    const controller = new AbortController()
    const cancel = vi.fn()
    const late = sleep(30).then(() => new Response(new ReadableStream({ cancel })))
    setTimeout(() => controller.abort(), 5)
    await failure(() => late, controller.signal)
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce(), { timeout: 10_000 })
  })

  test('does not call fetch when it is aborted while ky is loading', async () => {
    vi.resetModules()
    const fresh = await import('./ky-transport.ts')
    const fetch = vi.fn<Fetch>()
    const controller = new AbortController()
    const result = fresh.kyTransport({ fetch })(exchange, controller.signal)
    controller.abort()
    await expect(result).rejects.toMatchObject({ sent: 'no', phase: 'connect', code: 'ABORTED' })
    await sleep(50)
    expect(fetch).not.toHaveBeenCalled()
  })

  test('proves that nothing was sent when ky cannot be loaded, and tries to load it again', async () => {
    vi.doMock('ky', () => {
      throw new Error('not installed')
    })
    vi.resetModules()
    const fresh = await import('./ky-transport.ts')
    const transport = fresh.kyTransport({ fetch: async () => new Response('{}') })
    const { signal } = new AbortController()
    await expect(transport(exchange, signal)).rejects.toMatchObject({ sent: 'no', code: 'KY_NOT_LOADED' })
    vi.doUnmock('ky')
    expect((await transport(exchange, signal)).status).toBe(200)
  })

  test('calls fetch once even if ky were to retry by itself', async () => {
    vi.doMock('ky', () => ({
      default: async (url: string, { fetch }: { fetch: Fetch }) => fetch(url).catch(() => fetch(url)),
    }))
    vi.resetModules()
    const fresh = await import('./ky-transport.ts')
    const fetch = vi.fn<Fetch>(() => Promise.reject(new TypeError('fetch failed')))
    const result = fresh.kyTransport({ fetch })(exchange, new AbortController().signal)
    await expect(result).rejects.toMatchObject({ sent: 'maybe', code: 'RESEND_REFUSED' })
    expect(fetch).toHaveBeenCalledOnce()
  })

  test('touches no part of fetch when it is loaded and made: in Node that costs 23 ms', async () => {
    vi.resetModules()
    const touched: string[] = []
    for (const name of ['fetch', 'Request', 'Response', 'Headers'] as const) {
      const value = globalThis[name]
      vi.stubGlobal(name, value)
      Object.defineProperty(globalThis, name, {
        configurable: true,
        get() {
          touched.push(name)
          return value
        },
      })
    }
    const fresh = await import('./ky-transport.ts')
    fresh.kyTransport()
    expect(touched).toEqual([])
  })
})
