interface Dispatcher {
  readonly isMockActive?: unknown
  dispatch(options: unknown, handler: unknown): unknown
}

// Where Node's fetch, and undici's, look for their dispatcher: by the version of the handlers it is given.
const current = Symbol.for('undici.globalDispatcher.2')
const legacy = Symbol.for('undici.globalDispatcher.1')

/**
 * An option for Node's `fetch` that lets one exchange be dispatched once.
 *
 * Node's `fetch` sends a request a second time, any method and without saying so, when the first answer was 421 (the Fetch
 * standard, "HTTP-network-or-cache fetch", step 17). Here the second dispatch fails instead, and with it the `fetch`.
 *
 * Empty where there is no such dispatcher: other runtimes, and browsers.
 */
export function singleDispatch(): { readonly dispatcher?: Dispatcher } {
  const target = dispatcher(legacy) ?? dispatcher(current)
  return target === undefined ? {} : { dispatcher: new SingleDispatch(target) }
}

class SingleDispatch implements Dispatcher {
  readonly #fallback: Dispatcher
  #used = false

  constructor(fallback: Dispatcher) {
    this.#fallback = fallback
  }

  get isMockActive(): unknown {
    return this.#fallback.isMockActive
  }

  dispatch(options: unknown, handler: unknown): unknown {
    if (this.#used) throw Object.assign(new Error('a request is sent once'), { code: 'RESEND_REFUSED' })
    this.#used = true
    const isCurrent = typeof handler === 'object' && handler !== null && 'onRequestStart' in handler
    return (dispatcher(isCurrent ? current : legacy) ?? this.#fallback).dispatch(options, handler)
  }
}

function dispatcher(symbol: symbol): Dispatcher | undefined {
  const value: unknown = Reflect.get(globalThis, symbol)
  return isDispatcher(value) ? value : undefined
}

function isDispatcher(value: unknown): value is Dispatcher {
  return typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function'
}
