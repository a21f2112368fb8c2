import { type Exchange, type Transport, TransportError } from '@cap/core/http'
import { CallbackInbox } from '../callbacks.ts'
import type { ConformanceOptions } from '../options.ts'
import { type Connector, createBrokenConnector, credentials } from './broken-connector.ts'
import type { Trait } from './defects.ts'

/** A run against a connector in this process, under a clock that only moves when somebody spends time. */
export function optionsFor(...traits: readonly Trait[]): ConformanceOptions {
  const inbox = new CallbackInbox()
  let now = Date.UTC(2026, 0, 1)
  const spend = (ms: number) => {
    now += ms
  }
  const connector = createBrokenConnector(traits, {
    captureMs: 0,
    spend,
    notify(url, body) {
      const { pathname, search } = new URL(url)
      setImmediate(() => inbox.deliver({ method: 'POST', target: pathname + search, body }))
    },
  })
  return {
    baseUrl: 'https://connector.example',
    credentials,
    paymentMethods: { redirect: 'PayPal' },
    inbound: { action: 'hook' },
    timeLimits: { callbackMs: 200, retryMs: 100 },
    oversizedBytes: 300_000,
    callbacks: { base: 'https://gateway.example', next: (path, timeoutMs) => inbox.next(path, timeoutMs) },
    transport: transportTo(connector, () => now),
    drop: (exchange) => drop(connector, exchange),
    clock: {
      now: () => now,
      after(ms, callback) {
        // Time limits of exchanges do not run out by themselves; waits between attempts end at once.
        if (ms > 1000) return () => {}
        const timer = setImmediate(() => {
          spend(ms)
          callback()
        })
        return () => clearImmediate(timer)
      },
    },
  }
}

function transportTo(connector: Connector, now: () => number): Transport {
  return async (exchange, signal) => {
    const start = now()
    const response = await connector(requestOf(exchange, signal))
    const body = await response.text()
    const givenUp = now() - start >= 30_000
    if (signal.aborted || givenUp) throw new TransportError({ sent: 'maybe', phase: 'body', code: 'ABORTED' })
    return { status: response.status, headers: Object.fromEntries(response.headers), body }
  }
}

async function drop(connector: Connector, exchange: Exchange): Promise<void> {
  const controller = new AbortController()
  const running = connector(requestOf(exchange, controller.signal))
  // After the body was read, before the capture is over.
  await new Promise<void>((resolve) => setImmediate(resolve))
  controller.abort()
  await running.catch(() => {})
}

function requestOf({ method, url, headers, body }: Exchange, signal: AbortSignal): Request {
  return new Request(url, { method, headers, body: method === 'GET' || method === 'DELETE' ? null : body, signal })
}
