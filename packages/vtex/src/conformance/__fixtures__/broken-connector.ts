import { type Body, Failure, type Outcome, Payments } from './connector-payments.ts'
import type { Trait } from './defects.ts'
import { login } from './login.ts'

export const credentials = { appKey: 'conformance-key-1', appToken: 'conformance-token-1' }

export interface Hosting {
  /** How long a capture takes. */
  readonly captureMs: number
  /** POSTs a callback. */
  notify(url: string, body: string): void
  /** The time that passes, in milliseconds. */
  spend(ms: number): void
}

export type Connector = (request: Request) => Promise<Response>

const pattern = /\/payments\/([^/]+)\/(settlements|cancellations|refunds)$/
const inboundPattern = /\/payments\/([^/]+)\/inbound(-request)?\/hook$/
const manifest = {
  paymentMethods: [
    { name: 'Visa', allowsSplit: 'onCapture' },
    { name: 'BankInvoice', allowsSplit: 'disabled' },
    { name: 'PayPal', allowsSplit: 'disabled' },
  ],
  customFields: [
    { name: 'Key', type: 'password' },
    { name: 'Mode', type: 'select', options: [{ text: 'Live', value: 'live' }] },
  ],
  autoSettleDelay: { minimum: '0', maximum: '720' },
}

/** A connector that does everything right but for the defects it is given. */
export function createBrokenConnector(traits: readonly Trait[], hosting: Hosting): Connector {
  const has = (trait: Trait) => traits.includes(trait)
  const payments = new Payments(has, hosting)

  async function handle(request: Request): Promise<Outcome> {
    const { pathname } = new URL(request.url)
    if (pathname === '/manifest') {
      if (has('twenty-five-seconds-for-the-manifest')) hosting.spend(25_000)
      if (has('manifest-behind-credentials') && !authorized(request)) return { status: 401, body: {} }
      if (has('delays-as-numbers-in-the-manifest')) {
        return { status: 200, body: { ...manifest, autoSettleDelay: { minimum: 0, maximum: 720 } } }
      }
      const [key, mode] = manifest.customFields
      const customFields = has('selects-from-nothing') ? [key, { ...mode, options: [] }] : manifest.customFields
      return { status: 200, body: { ...manifest, paymentMethods: methods(), customFields } }
    }
    if (pathname.startsWith('/authorization/') && !has('has-no-configuration-flow')) {
      return login(request, authorized(request), has)
    }
    const inbound = inboundPattern.exec(pathname)
    if (inbound !== null && !(has('one-inbound-path') && inbound[2] !== undefined)) {
      if (!authorized(request) && !has('inbound-without-credentials')) return { status: 401, body: {} }
      return { status: 200, body: forward(await readBody(request, inbound[1] ?? '')) }
    }
    const match = pattern.exec(pathname)
    const create = pathname === '/payments'
    if (!create && match === null) return { status: has('found-everywhere') ? 200 : 404, body: {} }
    const unguarded = has('authenticates-settlements-only') && match?.[2] !== 'settlements'
    const early = has('captures-before-authenticating') && match?.[2] === 'settlements' && !authorized(request)
    if (early) await payments.settle(await readBody(request, match[1] ?? ''), request.signal)
    if (!unguarded && !authorized(request)) return { status: has('refuses-with-403') ? 403 : 401, body: {} }
    const put = has('settles-by-put') && request.method === 'PUT'
    if (request.method !== 'POST' && !put) {
      if (has('finds-no-other-method')) return { status: 404, body: {} }
      return { status: 405, body: {}, headers: has('405-without-allow') ? {} : { allow: 'POST' } }
    }
    const [, paymentId = '', operation = 'create'] = match ?? []
    const body = await readBody(request, paymentId)
    if (create) return payments.create(body)
    if (body.paymentId !== paymentId && !has('trusts-the-body')) {
      if (!has('trusts-the-path')) throw new Failure(400, 'PAYMENT_ID_MISMATCH', 'path and body differ')
      body.paymentId = paymentId
    }
    if (operation === 'settlements') {
      if (has('six-seconds')) hosting.spend(6000)
      return payments.settle(body, request.signal)
    }
    return operation === 'refunds' ? payments.refund(body) : payments.cancel(body)
  }

  const forwarded = new Map<unknown, Body>()

  function forward({ requestId, paymentId }: Body): Body {
    const content = JSON.stringify({ number: forwarded.size })
    const answer = {
      requestId: has('inbound-without-ids') ? 'I-1' : requestId,
      paymentId,
      responseData: { statusCode: 200, contentType: 'application/json', content },
    }
    const known = has('forwards-again-on-a-replay') ? undefined : forwarded.get(requestId)
    forwarded.set(requestId, answer)
    return known ?? answer
  }

  function methods() {
    const [visa, ...others] = manifest.paymentMethods
    if (has('names-a-method-twice')) return [...manifest.paymentMethods, ...others.slice(0, 1)]
    if (has('has-no-split')) return [{ ...visa, allowsSplit: 'onAuthorize' }, ...others]
    return has('has-no-invoice') ? [visa] : manifest.paymentMethods
  }

  function authorized({ headers }: Request): boolean {
    if (has('test-suite-needs-no-credentials') && headers.get('x-vtex-api-is-testsuite') === 'true') return true
    const provider = [headers.get('x-provider-api-appkey'), headers.get('x-provider-api-apptoken')] as const
    const vtex = [headers.get('x-vtex-api-appkey'), headers.get('x-vtex-api-apptoken')] as const
    let [key, token] = provider[0] === null ? vtex : provider
    if (has('reads-vtex-headers-only')) [key, token] = vtex
    if (has('reads-provider-headers-only')) [key, token] = provider
    if (has('lets-empty-credentials-in') && key === '' && token === '') return true
    if (has('lets-missing-credentials-in') && key === null && token === null) return true
    const rightKey = key === credentials.appKey || has('checks-the-token-only')
    return rightKey && (token === credentials.appToken || (has('checks-the-key-only') && (token ?? '') !== ''))
  }

  async function readBody(request: Request, paymentId: string): Promise<Body> {
    const type = request.headers.get('content-type') ?? ''
    const isJson = has('compares-content-type-as-text')
      ? type === 'application/json'
      : /^application\/json\s*(;|$)/i.test(type)
    if (!isJson && !has('takes-any-content-type')) throw new Failure(415, 'CONTENT_TYPE', 'not JSON')
    let text = await request.text()
    if (text.length > 256 * 1024 && has('never-answers-megabytes')) {
      hosting.spend(30_000)
    }
    if (text.length > 256 * 1024 && has('gets-megabytes-over-a-slow-line')) hosting.spend(10_000)
    if (text.length > 256 * 1024 && !has('reads-megabytes')) throw new Failure(413, 'TOO_LARGE', 'too large')
    if (text === '' && has('settles-empty-bodies')) {
      text = JSON.stringify({ paymentId, requestId: crypto.randomUUID(), value: payments.get(paymentId)?.value })
    }
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      if (has('crashes-on-nonsense')) throw new Error('crashed')
      if (!has('repairs-json') || text === '') throw new Failure(400, 'NOT_JSON', 'not JSON')
      json = JSON.parse(`${text}}`)
    }
    if (Array.isArray(json) && has('settles-the-first-of-a-list')) json = json[0] ?? null
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new Failure(400, 'NOT_AN_OBJECT', 'no object')
    return json as Body
  }

  return async (request) => {
    const text = await request.clone().text()
    let outcome: Outcome
    try {
      outcome = await handle(request)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (has('freezes-after-a-refusal')) payments.freeze(pattern.exec(new URL(request.url).pathname))
      outcome = error.outcome(pattern.exec(new URL(request.url).pathname), text, has)
    }
    const { status, body, headers = {} } = outcome
    if (has('echoes-the-token') && status >= 400)
      Object.assign(body, { debug: request.headers.get('x-provider-api-apptoken') })
    if (status < 500 && status >= 400 && has('refuses-with-a-page')) {
      return new Response('<h1>Bad Request</h1>', { status, headers: { 'content-type': 'text/html', ...headers } })
    }
    const type = has('answers-as-text') ? 'text/plain' : 'application/json'
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } })
  }
}
