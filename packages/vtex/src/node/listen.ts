import { type ServerType, serve } from '@hono/node-server'
import type { FetchContext } from '../connector/connector.ts'

/** Options of {@link listen}. */
export interface ListenOptions {
  /** Default 0: any free one. */
  readonly port?: number | undefined
  /** The address to listen on. Default `127.0.0.1`: put a proxy that speaks TLS in front. */
  readonly hostname?: string | undefined
  /**
   * Lets the adapter put its lighter `Request` and `Response` in the place of the global ones, as it does by default: much
   * faster, and seen by everything in the process. Default true.
   */
  readonly overrideGlobalObjects?: boolean | undefined
  /**
   * Milliseconds that `close` waits for what is under way. Longer than a capture takes; a process manager that kills after a time
   * of its own wants less than that. Default 30 000.
   */
  readonly closeWithinMs?: number | undefined
}

/** What closing left behind. */
export interface Closed {
  /**
   * Captures and other work that had outlived their answers, and were still on their way when the time was up. What had written
   * its intent is resolved on VTEX's next call, by whatever process gets it.
   */
  readonly unfinished: number
}

/** A connector that is being served. */
export interface Listening {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  readonly port: number
  /**
   * Takes no more connections, and waits for what is under way: captures that outlived their answer too. When `closeWithinMs` are
   * over, connections are destroyed, and nothing is waited for any more. Calling it again changes nothing.
   */
  close(): Promise<Closed>
}

/** Anything that answers requests as a connector does. */
export interface Fetchable {
  fetch(request: Request, context?: FetchContext): Promise<Response>
}

/**
 * Serves a connector over `@hono/node-server`.
 *
 * @example
 * const server = await listen(connector, { port: 3000 })
 */
export function listen(connector: Fetchable, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, hostname = '127.0.0.1', overrideGlobalObjects = true, closeWithinMs = 30_000 } = options
  const unfinished = new Set<Promise<unknown>>()
  const waitUntil = (work: Promise<unknown>) => {
    const watched = work.finally(() => unfinished.delete(watched))
    watched.catch(() => {})
    unfinished.add(watched)
  }
  // Node's parser ends a body where its declared length does.
  const context = { waitUntil, contentLengthIsKept: true }
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: (request) => connector.fetch(request, context), port, hostname, overrideGlobalObjects },
      (address) => {
        server.off('error', reject)
        const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
        let closing: Promise<Closed> | null = null
        resolve({
          url: `http://${host}:${address.port}`,
          port: address.port,
          close() {
            closing ??= closeServer(server, unfinished, closeWithinMs)
            return closing
          },
        })
      },
    )
    server.once('error', reject)
  })
}

async function closeServer(
  server: ServerType,
  unfinished: ReadonlySet<Promise<unknown>>,
  withinMs: number,
): Promise<Closed> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  const settled = closed.then(async () => {
    await Promise.allSettled(unfinished)
  })
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs)
  })
  await Promise.race([settled, timeUp])
  clearTimeout(timer)
  if ('closeAllConnections' in server) server.closeAllConnections()
  await closed
  return { unfinished: unfinished.size }
}
