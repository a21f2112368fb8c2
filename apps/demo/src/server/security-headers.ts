import type { MiddlewareHandler } from 'hono'

const strict = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'frame-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** The one document that a diagram library writes styles into; shown in a frame of the page and nowhere else. */
const diagram = { ...strict, 'style-src': "'self' 'unsafe-inline'", 'frame-ancestors': "'self'" }

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

const diagramDocument = '/diagram.html'

/** No request leaves for another host, no script runs that is not a file of ours, nobody frames the page. */
export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next()
    const isDiagram = context.req.path === diagramDocument
    context.res.headers.set('content-security-policy', policy(isDiagram ? diagram : strict))
    context.res.headers.set('x-content-type-options', 'nosniff')
    context.res.headers.set('referrer-policy', 'no-referrer')
    context.res.headers.set('cross-origin-opener-policy', 'same-origin')
    context.res.headers.set('cross-origin-resource-policy', 'same-origin')
  }
}
