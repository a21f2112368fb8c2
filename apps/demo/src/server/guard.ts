import type { MiddlewareHandler } from 'hono'
import { problem } from './problems.ts'

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Lets only this machine's own page and tools in. A web page elsewhere can make a browser send requests here, under
 * whatever name resolves to 127.0.0.1; the browser cannot be made to lie about that name, nor about where the page is from.
 *
 * @param port the server's own
 */
export function guard(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    const hosts = loopbackNames.map((name) => `${name}:${port()}`)
    if (!hosts.includes(host)) {
      return problem(context, 'forbidden', `The Host header must name this machine: ${hosts.join(', ')}.`)
    }
    const origin = context.req.header('origin')
    const site = context.req.header('sec-fetch-site')
    const isForeign = origin !== undefined && origin !== `http://${host}`
    const isApi = context.req.path.startsWith('/api/')
    const crosses = isApi && site !== undefined && site !== 'same-origin' && site !== 'none'
    if (isForeign || crosses) return problem(context, 'forbidden', 'Only the harness’s own page may call it.')
    return next()
  }
}
