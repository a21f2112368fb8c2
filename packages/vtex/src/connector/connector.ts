import { type Clock, systemClock } from '@cap/core/http'
import { type Answer, failure, json, toResponse } from './answers.ts'
import { createAttempts } from './attempt.ts'
import { credentialsOf, merchantLookup } from './authenticate.ts'
import { type BodyLimits, isJson, readBody } from './body.ts'
import type { Delivery } from './callback.ts'
import { captureWithin, checkOptions, usualLeaseMs } from './check-options.ts'
import { configure } from './configuration.ts'
import { operate } from './dispatch.ts'
import { type FinishedPayment, finishPayment } from './finish-payment.ts'
import { checkManifest } from './manifest.ts'
import type { VtexConnectorOptions } from './options.ts'
import { pathOf, type Route, routeOf } from './routes.ts'
import type { Call, Running, Wiring } from './wiring.ts'
import { withinTime } from './within-time.ts'

/** What the host of a connector says of itself. */
export interface FetchContext {
  /** Of hosts that stop a function once it has answered: a slow capture goes on by it. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /**
   * The HTTP server in front holds every body to the length it declares, as Node's parser does: a body that declares a length
   * within the cap is then read at once, which is faster. Default false: what is declared is not believed.
   */
  readonly contentLengthIsKept?: boolean | undefined
}

/** The served side of the Payment Provider Protocol. */
export interface VtexConnector {
  /**
   * Answers a request of VTEX's. Never rejects.
   *
   */
  fetch(request: Request, context?: FetchContext): Promise<Response>
  /**
   * Tells how an asynchronous payment of Create Payment was decided, and sends VTEX the callback.
   *
   * @throws CaptureError `invalid_request` for an unknown payment, or a result that VTEX would not take
   */
  finishPayment(payment: FinishedPayment): Promise<Delivery>
}

/** A callback that only the test suite's calls mention: it shortens the time, and opens nothing. */
const testSuiteHeader = 'x-vtex-api-is-testsuite'

/** How long the writing down of a late capture waits for `onLateCapture`. */
const lateWithinMs = 10_000

/**
 * Makes a connector that serves VTEX's Payment Provider Protocol over Web `Request` and `Response`: settlements once each,
 * whatever is repeated, lost or crashed.
 *
 * @throws CaptureError `invalid_request`, `field` naming the option
 * @see {@link https://developers.vtex.com/docs/api-reference/payment-provider-protocol}
 */
export function createVtexConnector(options: VtexConnectorOptions): VtexConnector {
  checkOptions(options)
  const clock: Clock = options.clock ?? systemClock
  const report = (error: unknown) => quietly(() => options.onError?.(error))
  const leaseMs = options.leaseMs ?? usualLeaseMs
  const wiring: Wiring = {
    options,
    clock,
    report,
    store: options.store,
    leaseMs,
    attempts: createAttempts(clock, captureWithin(leaseMs, options.captureWithinMs)),
    declinedStatus: options.declinedStatus ?? 500,
    running: new Map<string, Running>(),
    async late(capture) {
      let cancel = () => {}
      try {
        const told = Promise.resolve(options.onLateCapture?.(capture))
        // One that never settles must not keep the settlement open for ever.
        const longEnough = new Promise<void>((resolve) => {
          cancel = clock.after(lateWithinMs, resolve)
        })
        await Promise.race([told, longEnough])
      } catch (error) {
        report(error)
      } finally {
        cancel()
      }
    },
  }
  const manifest = options.manifest === undefined ? null : checkManifest(options.manifest)
  const merchantOf = merchantLookup(options.authenticate)
  const maxBodyBytes = options.maxBodyBytes ?? 1024 * 1024

  function answer(request: Request, context: FetchContext): Answer | Promise<Answer> {
    const route = routeOf(pathOf(request.url))
    if (route === null) return failure(null, 404, 'not-found')
    const echo = { paymentId: route.paymentId ?? '', requestId: '' }
    if (request.method !== route.method) {
      return failure(route.name, 405, 'method-not-allowed', echo, { allow: route.method })
    }
    const call: Call = {
      wiring,
      route,
      echo,
      merchant: '',
      secrets: [],
      paymentId: route.paymentId ?? '',
      overtime: false,
    }
    const testSuite = request.headers.get(testSuiteHeader)?.toLowerCase() === 'true'
    const ms = testSuite ? (options.testSuiteAnswerWithinMs ?? 4_000) : (options.answerWithinMs ?? 18_000)
    const limits = { maxBytes: maxBodyBytes, lengthIsKept: context.contentLengthIsKept === true }
    const waitUntil = (work: Promise<unknown>) => quietly(() => context.waitUntil?.(work))
    const asked = isPublic(route) ? publicAnswer(request, route, limits) : admit(call, request, testSuite, limits)
    return withinTime(call, ms, asked, waitUntil)
  }

  async function admit(call: Call, request: Request, testSuite: boolean, limits: BodyLimits): Promise<Answer> {
    const credentials = credentialsOf(request.headers, options.headerFamily ?? 'either')
    let merchant: string | null = null
    try {
      if (credentials !== null) merchant = await merchantOf(credentials)
    } catch (error) {
      report(error)
      return failure(call.route.name, 500, 'authentication-unavailable', call.echo)
    }
    if (credentials === null || typeof merchant !== 'string' || merchant === '') {
      return failure(call.route.name, 401, 'unauthorized', call.echo)
    }
    call.merchant = merchant
    call.secrets = [credentials.appKey, credentials.appToken]
    if (!isJson(request)) return failure(call.route.name, 415, 'unsupported-media-type', call.echo)
    const body = await readBody(request, limits)
    if (body.object === null) return failure(call.route.name, body.status, body.code, call.echo)
    try {
      return await operate(call, body.object, testSuite)
    } catch (error) {
      report(error)
      return failure(call.route.name, 500, 'store-unavailable', call.echo)
    }
  }

  /** The routes that come before there are credentials. */
  async function publicAnswer(request: Request, route: Route, limits: BodyLimits): Promise<Answer> {
    const { configuration } = options
    switch (route.name) {
      case 'manifest':
        return manifest === null ? failure(route.name, 404, 'not-found') : json(200, manifest)
      case 'payment-methods':
        if (manifest === null) return failure(route.name, 404, 'not-found')
        return json(200, { paymentMethods: manifest.paymentMethods.map(({ name }) => name) })
      case 'token':
      case 'redirect':
      case 'credentials': {
        if (configuration === undefined) return failure(route.name, 404, 'not-found')
        if (route.method === 'GET') return configure(configuration, route.name, new URL(request.url), null)
        if (!isJson(request)) return failure(route.name, 415, 'unsupported-media-type')
        const body = await readBody(request, limits)
        if (body.object === null) return failure(route.name, body.status, body.code)
        return configure(configuration, route.name, new URL(request.url), body.object)
      }
      case 'payment':
      case 'settlement':
      case 'cancellation':
      case 'refund':
      case 'inbound':
        return failure(route.name, 404, 'not-found')
    }
  }

  return Object.freeze({
    async fetch(request: Request, context: FetchContext = {}) {
      try {
        return toResponse(await answer(request, context))
      } catch (error) {
        report(error)
        return toResponse(failure(null, 500, 'internal'))
      }
    },
    finishPayment: (payment: FinishedPayment) => finishPayment(wiring, payment),
  })
}

/** Whether a route comes before there are credentials. */
function isPublic({ name }: Route): boolean {
  switch (name) {
    case 'manifest':
    case 'payment-methods':
    case 'token':
    case 'redirect':
    case 'credentials':
      return true
    case 'payment':
    case 'settlement':
    case 'cancellation':
    case 'refund':
    case 'inbound':
      return false
  }
}

/** A callback never changes an answer, and neither does one that is asynchronous and rejects. */
function quietly(callback: () => unknown): void {
  try {
    Promise.resolve(callback()).catch(() => {})
  } catch {
    // As above.
  }
}
