import type { BookEntry, Emulator } from '@cap/core/testing'
import { type Site, type SiteId, siteOf, siteWith, textOf } from './amounts.ts'
import { type Charge, readCharge } from './charge.ts'
import { type Payment, recordOf } from './record.ts'
import {
  type AnswerScript,
  type MercadoPagoScenario,
  type PaymentScript,
  problem,
  scenarioNamed,
  scenarios,
} from './scenarios.ts'

/** Options of {@link createMercadoPagoEmulator}. */
export interface MercadoPagoEmulatorOptions {
  /** The tokens that are accepted. Default: any. */
  readonly accessTokens?: readonly string[] | undefined
  /** The site of the account, and with it the currency. Default: the one of `currency`, else `MLB` (BRL). */
  readonly site?: SiteId | undefined
  /** The account's currency, in place of `site`. */
  readonly currency?: string | undefined
  /** Milliseconds a payment takes; the same key is answered with a 409 meanwhile. Default 0. */
  readonly latencyMs?: number | undefined
  /** Milliseconds a key is remembered. Default: for ever. How long Mercado Pago does is not documented. */
  readonly keyLifetimeMs?: number | undefined
  /** Whether reads by id tell the status; the one documented sample does not. Default true. */
  readonly statusInReads?: boolean | undefined
  /** Refuse captures without `X-Meli-Session-Id`, as for the gambling industry. Default false. */
  readonly sessionRequired?: boolean | undefined
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** How latency passes. Default: a timer. */
  readonly pause?: ((ms: number) => Promise<void>) | undefined
}

export interface MercadoPagoEmulator extends Emulator {
  /** The documented answers that can be played. */
  readonly scenarios: readonly MercadoPagoScenario[]
  /**
   * Answers the next captures by a scenario. A capture whose payer token is `scenario-<name>` plays it without being told.
   *
   * @param times how many captures; default 1
   * @throws Error for a name that is not on the list
   */
  play(name: string, times?: number): void
}

interface KnownKey {
  readonly body: string
  readonly since: number
  /** null while the first request under the key is running. */
  payment: Payment | null
}

const moves = new Set(['approved', 'refunded', 'partially_refunded', 'charged_back'])

/** A Mercado Pago with state. Serve `fetch` under any base path; nothing listens by itself. */
export function createMercadoPagoEmulator(options: MercadoPagoEmulatorOptions = {}): MercadoPagoEmulator {
  return new State(options)
}

class State implements MercadoPagoEmulator {
  readonly scenarios = scenarios
  readonly #options: MercadoPagoEmulatorOptions
  readonly #site: Site
  readonly #book: BookEntry[] = []
  readonly #keys = new Map<string, KnownKey>()
  readonly #payments = new Map<string, Payment>()
  readonly #queue: MercadoPagoScenario[] = []
  #last = 10458723
  #exchanges = 0

  constructor(options: MercadoPagoEmulatorOptions) {
    const { site, currency } = options
    this.#options = options
    this.#site = siteOf(site ?? (currency === undefined ? 'MLB' : siteWith(currency)))
  }

  book(): readonly BookEntry[] {
    return [...this.#book]
  }

  play(name: string, times = 1): void {
    const scenario = scenarioNamed(name)
    for (let count = 0; count < times; count++) this.#queue.push(scenario)
  }

  async fetch(request: Request): Promise<Response> {
    try {
      return await this.#route(request)
    } catch {
      return this.#json(500, problem(500, 'internal_server_error', 'Internal server error.', '500000'))
    }
  }

  async #route(request: Request): Promise<Response> {
    const path = /\/v1\/advanced_payments(?:\/([^/]+))?$/.exec(new URL(request.url).pathname)
    if (path === null) return this.#json(404, problem(404, 'Not found', 'Resource not found.'))
    const id = path[1]
    const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ')
    const { accessTokens } = this.#options
    if (scheme !== 'Bearer' || token === '' || (accessTokens !== undefined && !accessTokens.includes(token))) {
      return this.#json(401, problem(401, 'unauthorized', 'Invalid access token.', '401002'))
    }
    if (id === undefined && request.method === 'POST') return this.#create(request)
    if (id !== undefined && request.method === 'GET') return this.#read(decodeURIComponent(id))
    return this.#json(405, problem(405, 'method_not_allowed', 'Method not allowed.'))
  }

  #read(id: string): Response {
    const payment = this.#payments.get(id)
    if (payment === undefined) return this.#json(404, problem(404, 'Not found', 'Advanced payment not found.'))
    return this.#json(200, recordOf(payment, this.#site, this.#options.statusInReads !== false))
  }

  async #create(request: Request): Promise<Response> {
    const body = await request.text()
    const key = request.headers.get('x-idempotency-key') ?? ''
    if (key === '') return this.#refuse('X-Idempotency-Key is required.')
    if (this.#options.sessionRequired === true && !request.headers.get('x-meli-session-id')) {
      return this.#refuse('X-Meli-Session-Id is required.')
    }
    const known = this.#known(key)
    if (known !== undefined) return this.#again(known, body)
    const charge = readCharge(body, this.#site)
    if ('about' in charge) {
      return charge.about === 'discount'
        ? this.#answer(scenarioNamed('bad-discount').script as AnswerScript)
        : this.#refuse(charge.message)
    }
    const { script } = this.#queue.shift() ?? scenarioOf(charge)
    if (script.kind === 'answer') return this.#answer(script)

    const record: KnownKey = { body, since: this.#now(), payment: null }
    this.#keys.set(key, record)
    if (this.#options.latencyMs !== undefined) await this.#pause(this.#options.latencyMs)
    const payment = this.#make(charge, script)
    record.payment = payment
    this.#enter(payment, key)
    const first = this.#json(201, recordOf(payment, this.#site))
    if (script.afterwards !== undefined) {
      const wasEntered = moves.has(payment.status)
      Object.assign(payment, script.afterwards)
      if (!wasEntered) this.#enter(payment, key)
    }
    return first
  }

  #known(key: string): KnownKey | undefined {
    const known = this.#keys.get(key)
    if (known === undefined || this.#now() - known.since < (this.#options.keyLifetimeMs ?? Number.POSITIVE_INFINITY)) {
      return known
    }
    this.#keys.delete(key)
    return undefined
  }

  #again(known: KnownKey, body: string): Response {
    if (known.body !== body) return this.#answer(scenarioNamed('key-already-used').script as AnswerScript)
    if (known.payment === null) return this.#answer(scenarioNamed('still-running').script as AnswerScript)
    return this.#json(200, recordOf(known.payment, this.#site))
  }

  #make(charge: Charge, script: PaymentScript): Payment {
    const id = ++this.#last
    const payment: Payment = {
      id,
      insideId: script.statusDetail === 'insufficient_money' ? null : 3_870_106_238 + id,
      charge,
      script,
      createdAt: new Date(this.#now()).toISOString(),
      status: script.status,
      statusDetail: script.statusDetail,
    }
    this.#payments.set(String(id), payment)
    return payment
  }

  /** The only line that moves money. */
  #enter({ id, charge, status, createdAt: at }: Payment, key: string): void {
    if (!moves.has(status)) return
    const amount = { amount: textOf(charge.asked - charge.discount, this.#site), currency: this.#site.currency }
    this.#book.push({ key, payment: String(id), amount, at })
  }

  #refuse(message: string): Response {
    return this.#json(400, problem(400, 'bad_request', message))
  }

  #answer({ status, headers, body }: AnswerScript): Response {
    return this.#json(status, body, headers)
  }

  #json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
    this.#exchanges++
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', 'x-request-id': `emulated-${this.#exchanges}`, ...headers },
    })
  }

  #now(): number {
    return (this.#options.now ?? Date.now)()
  }

  #pause(ms: number): Promise<void> {
    return (this.#options.pause ?? ((wait) => new Promise<void>((resolve) => setTimeout(resolve, wait))))(ms)
  }
}

function scenarioOf(charge: Charge): MercadoPagoScenario {
  const name = charge.payerToken.startsWith('scenario-') ? charge.payerToken.slice('scenario-'.length) : 'approved'
  return scenarios.find((scenario) => scenario.name === name) ?? scenarioNamed('approved')
}
