import { serve } from '@hono/node-server'

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
}

/** A connector that is being served. */
export interface Listening {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  readonly port: number
  /** Takes no more connections, and waits for what is under way: captures that outlived their answer too. */
  close(): Promise<void>
}

/** Anything that answers requests as a connector does. */
export interface Fetchable {
  fetch(
    request: Request,
    context?: { readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined },
  ): Promise<Response>
}

/**
 * Serves a connector over `@hono/node-server`.
 *
 * @example
 * const server = await listen(connector, { port: 3000 })
 */
export function listen(connector: Fetchable, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, hostname = '127.0.0.1', overrideGlobalObjects = true } = options
  const unfinished = new Set<Promise<unknown>>()
  const waitUntil = (work: Promise<unknown>) => {
    const watched = work.finally(() => unfinished.delete(watched))
    watched.catch(() => {})
    unfinished.add(watched)
  }
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: (request) => connector.fetch(request, { waitUntil }), port, hostname, overrideGlobalObjects },
      (address) => {
        server.off('error', reject)
        const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
        resolve({
          url: `http://${host}:${address.port}`,
          port: address.port,
          async close() {
            await new Promise<void>((closed) => {
              server.close(() => closed())
              if ('closeIdleConnections' in server) server.closeIdleConnections()
            })
            await Promise.allSettled(unfinished)
          },
        })
      },
    )
    server.once('error', reject)
  })
}
