import {
  CaptureError,
  type Clock,
  checkBaseUrl,
  checkSecret,
  type Exchange,
  kyTransport,
  money,
  systemClock,
  type Transport,
  TransportError,
} from '@cap/core/http'
import type { CallbackReceiver } from './callbacks.ts'
import { type GivenPayments, readPayments } from './given-payments.ts'
import type { ConformanceOptions, Credentials, Feature, OfficialFlow } from './options.ts'

/** The options of a run, checked and completed. */
export interface RunSettings {
  readonly baseUrl: string
  readonly credentials: Credentials | null
  readonly currency: string
  readonly testSuite: boolean
  readonly flows: ReadonlySet<OfficialFlow> | null
  readonly without: ReadonlySet<Feature>
  readonly paymentMethods: { readonly card?: string; readonly bankInvoice?: string; readonly redirect?: string }
  readonly limits: Readonly<Record<'testSuiteMs' | 'gatewayMs' | 'giveUpMs' | 'callbackMs' | 'retryMs', number>>
  readonly callbacks: CallbackReceiver | null
  readonly callbackBase: string
  /** Null: they are created by the run. */
  readonly payments: GivenPayments | null
  readonly inbound: { readonly action: string; readonly body: string } | null
  readonly oversizedBytes: number
  readonly transport: Transport
  drop(exchange: Exchange, afterMs: number): Promise<void>
  readonly clock: Clock
}

const defaults = { testSuiteMs: 5000, gatewayMs: 20_000, giveUpMs: 30_000, callbackMs: 60_000, retryMs: 1000 }

/** @throws CaptureError `invalid_request` */
export function readSettings(options: ConformanceOptions): RunSettings {
  const { credentials, callbacks, currency = 'BRL' } = options
  const transport = options.transport ?? kyTransport()
  const clock = options.clock ?? systemClock
  const limits = { ...defaults }
  for (const name of Object.keys(defaults) as (keyof typeof defaults)[]) {
    const value = options.timeLimits?.[name] ?? defaults[name]
    if (!Number.isSafeInteger(value) || value < 0) throw refuse(`timeLimits.${name}`, 'must be whole milliseconds')
    limits[name] = value
  }
  const callbackBase = options.callbackBase ?? callbacks?.base ?? ''
  return {
    baseUrl: checkBaseUrl(options.baseUrl, { field: 'baseUrl', provider: 'vtex' }),
    credentials: credentials === undefined ? null : checkCredentials(credentials),
    currency: checkCurrency(currency),
    testSuite: options.testSuite ?? true,
    flows: options.flows === undefined ? null : new Set(options.flows),
    without: new Set(options.without),
    paymentMethods: definedOnly(options.paymentMethods ?? {}),
    limits,
    callbacks: callbacks ?? null,
    callbackBase: callbackBase === '' ? '' : checkBaseUrl(callbackBase, { field: 'callbackBase', provider: 'vtex' }),
    payments: readPayments(options.payments, checkCurrency(currency)),
    inbound: options.inbound === undefined ? null : checkInbound(options.inbound),
    oversizedBytes: options.oversizedBytes ?? 8 * 1024 * 1024,
    transport,
    drop: options.drop ?? ((exchange, afterMs) => dropByAbort(transport, clock, exchange, 250 + afterMs)),
    clock,
  }
}

function checkCredentials({ appKey, appToken }: Credentials): Credentials {
  return {
    appKey: checkSecret('vtex', 'credentials.appKey', appKey),
    appToken: checkSecret('vtex', 'credentials.appToken', appToken),
  }
}

function checkCurrency(currency: string): string {
  if (!/\.\d\d$/.test(money('1', currency).amount))
    throw refuse('currency', 'must have two digits: the amounts played do')
  return currency
}

function checkInbound({ action, body = '{}' }: NonNullable<ConformanceOptions['inbound']>) {
  if (typeof action !== 'string' || !/^[\w.~-]+$/.test(action)) {
    throw refuse('inbound.action', 'must be one segment of a path, of letters, digits and -._~')
  }
  if (typeof body !== 'string') throw refuse('inbound.body', 'must be text')
  return { action, body }
}

function definedOnly(methods: NonNullable<ConformanceOptions['paymentMethods']>): RunSettings['paymentMethods'] {
  const { card, bankInvoice, redirect } = methods
  return {
    ...(card === undefined ? {} : { card }),
    ...(bankInvoice === undefined ? {} : { bankInvoice }),
    ...(redirect === undefined ? {} : { redirect }),
  }
}

/** The portable way: whatever arrives within the time is not read by anybody. */
async function dropByAbort(transport: Transport, clock: Clock, exchange: Exchange, afterMs: number): Promise<void> {
  const controller = new AbortController()
  const cancel = clock.after(afterMs, () => controller.abort())
  try {
    await transport(exchange, controller.signal)
  } catch (error) {
    // That is what was wanted, unless it never went out.
    if (TransportError.isInstance(error) && error.sent === 'no') throw error
  } finally {
    cancel()
  }
}

function refuse(field: string, problem: string) {
  return new CaptureError({ code: 'invalid_request', provider: 'vtex', field, message: `${field} ${problem}` })
}
