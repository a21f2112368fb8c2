import type { BookEntry } from '@cap/core/testing'
import { type Site, siteOf, siteWith, unitsOf } from './amounts.ts'
import { type Charge, readCharge } from './charge.ts'
import { Keys } from './keys.ts'
import type { MercadoPagoEmulator, MercadoPagoEmulatorOptions } from './options.ts'
import { Payments } from './payments.ts'
import { type Payment, recordOf } from './record.ts'
import { noSuchPayment, readRefund, refundRecord } from './refunds.ts'
import { type AnswerScript, type MercadoPagoScenario, problem, scenarioNamed, scenarios } from './scenarios.ts'

/** A Mercado Pago with state. Serve `fetch` under any base path; nothing listens by itself. */
export function createMercadoPagoEmulator(options: MercadoPagoEmulatorOptions = {}): MercadoPagoEmulator {
  return new State(options)
}

class State implements MercadoPagoEmulator {
  readonly scenarios = scenarios
  readonly #options: MercadoPagoEmulatorOptions
  readonly #site: Site
  readonly #payments: Payments
  readonly #keys: Keys
  readonly #queue: MercadoPagoScenario[] = []
  #exchanges = 0

  constructor(options: MercadoPagoEmulatorOptions) {
    const { site, currency, now = Date.now, keyLifetimeMs = Number.POSITIVE_INFINITY } = options
    this.#options = options
    this.#site = siteOf(site ?? (currency === undefined ? 'MLB' : siteWith(currency)))
    this.#payments = new Payments(this.#site, now)
    this.#keys = new Keys(keyLifetimeMs, now)
  }

  book(): readonly BookEntry[] {
    return [...this.#payments.captures]
  }

  refunds(): readonly BookEntry[] {
    return [...this.#payments.refunds]
  }

  cancellations(): readonly BookEntry[] {
    return [...this.#payments.cancellations]
  }

  play(name: string, times = 1): void {
    const scenario = scenarioNamed(name)
    for (let count = 0; count < times; count++) this.#queue.push(scenario)
  }

  pay({
    amount,
    externalReference,
    payerToken = 'paid-before',
    authorizedOnly,
  }: Parameters<MercadoPagoEmulator['pay']>[0]) {
    const asked = unitsOf(Number(amount), this.#site)
    if (asked === null || asked === 0n) throw new Error(`${JSON.stringify(amount)} is not an amount of this site`)
    const charge: Charge = {
      asked,
      discount: 0n,
      description: null,
      externalReference: externalReference ?? null,
      payerToken,
      later: authorizedOnly === true,
    }
    const script = { kind: 'payment', status: 'approved', statusDetail: 'accredited' } as const
    return String(this.#payments.make(charge, script, null).id)
  }

  async fetch(request: Request): Promise<Response> {
    try {
      return await this.#route(request)
    } catch {
      return this.#json(500, problem(500, 'internal_server_error', 'Internal server error.', '500000'))
    }
  }

  async #route(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const path = /\/v1\/advanced_payments(?:\/([^/]+)(\/refunds)?)?$/.exec(url.pathname)
    if (path === null) return this.#json(404, problem(404, 'Not found', 'Resource not found.'))
    const [, id, refunds] = path
    const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ')
    const { accessTokens } = this.#options
    if (scheme !== 'Bearer' || token === '' || (accessTokens !== undefined && !accessTokens.includes(token))) {
      return this.#json(401, problem(401, 'unauthorized', 'Invalid access token.', '401002'))
    }
    const what = `${request.method}${id === undefined ? '' : ' one'}${refunds ?? ''}`
    if (what === 'POST') return this.#create(request)
    if (what === 'GET one' && id === 'search') return this.#search(url.searchParams)
    if (what === 'GET one') return this.#read(decodeURIComponent(id ?? ''))
    if (what === 'PUT one') return this.#update(request, decodeURIComponent(id ?? ''))
    if (what === 'POST one/refunds') return this.#refund(request, decodeURIComponent(id ?? ''))
    return this.#json(405, problem(405, 'method_not_allowed', 'Method not allowed.'))
  }

  #read(id: string): Response {
    const payment = this.#payments.find(id)
    if (payment === undefined) return this.#json(404, problem(404, 'Not found', 'Advanced payment not found.'))
    return this.#json(200, this.#record(payment, this.#options.statusInReads !== false))
  }

  /** reference/advanced_payments/endpoints/_advanced_payments_id_search/get.yaml, of the marketplace product. */
  #search(query: URLSearchParams): Response {
    const found = this.#payments.withReference(query.get('external_reference') ?? '')
    const [limit, offset] = [Number(query.get('limit') ?? 30), Number(query.get('offset') ?? 0)]
    const results = found.slice(offset, offset + limit).map((payment) => this.#record(payment))
    return this.#json(200, { paging: { total: found.length, limit, offset }, results })
  }

  #create(request: Request): Promise<Response> {
    return this.#keyed(request, 'v1/advanced_payments', (body, key) => {
      if (this.#options.sessionRequired === true && !request.headers.get('x-meli-session-id')) {
        return refusal('X-Meli-Session-Id is required.')
      }
      const charge = readCharge(body, this.#site)
      if ('about' in charge) {
        return charge.about === 'discount' ? answerNamed('bad-discount') : refusal(charge.message)
      }
      const { script } = this.#queue.shift() ?? scenarioOf(charge)
      if (script.kind === 'answer') return script
      return () => {
        const payment = this.#payments.make(charge, script, key)
        const first = this.#record(payment)
        this.#payments.turn(payment, key)
        return { status: 201, first, again: () => this.#record(payment) }
      }
    })
  }

  #refund(request: Request, id: string): Promise<Response> {
    return this.#keyed(request, `v1/advanced_payments/${id}/refunds`, (body, key) => {
      const payment = this.#payments.find(id)
      if (payment === undefined) return noSuchPayment
      return () => {
        // Read in this step, or two refunds at once could give back more than there is.
        const units = readRefund(body, payment, this.#site)
        if (typeof units !== 'bigint') return units
        const refund = this.#payments.refund(payment, units, this.#options.refunds ?? 'approved', key)
        const record = () => refundRecord(payment, refund, this.#site)
        const first = record()
        if (refund.status === 'in_process') refund.status = 'approved'
        return { status: 200, first, again: record }
      }
    })
  }

  /** The semantics of a key are not documented for it, and none is looked at. */
  async #update(request: Request, id: string): Promise<Response> {
    const body = await request.text()
    if (this.#options.latencyMs !== undefined) await this.#pause(this.#options.latencyMs)
    const payment = this.#payments.find(id)
    if (payment === undefined) return this.#answer(noSuchPayment)
    const { repeatedPuts, cancelStatus = 'cancelled' } = this.#options
    const before = payment.reserved
    const refused = this.#payments.update(payment, body, cancelStatus, request.headers.get('x-idempotency-key'))
    if (refused !== null) return this.#answer(refused)
    if (!before && repeatedPuts === 'refused') return this.#answer(refusal('The payment was updated already.'))
    return this.#json(200, this.#record(payment))
  }

  /**
   * A write that is recognised by its key: the same one again is answered without doing anything.
   *
   * @param read the refusal, or what is done in one step once the time it takes has passed
   */
  async #keyed(
    request: Request,
    path: string,
    read: (body: string, key: string) => AnswerScript | (() => Done | AnswerScript),
  ) {
    const body = await request.text()
    const key = request.headers.get('x-idempotency-key') ?? ''
    if (key === '') return this.#answer(refusal('X-Idempotency-Key is required.'))
    const known = this.#keys.find(path, key)
    if (known !== undefined && known.body !== body) return this.#answer(answerNamed('key-already-used'))
    if (known?.again === null) return this.#answer(answerNamed('still-running'))
    if (known !== undefined) return this.#json(200, known.again())
    const readAt = read(body, key)
    if (typeof readAt !== 'function') return this.#answer(readAt)
    const running = this.#keys.begin(path, key, body)
    if (this.#options.latencyMs !== undefined) await this.#pause(this.#options.latencyMs)
    const done = readAt()
    if ('kind' in done) {
      this.#keys.forget(path, key)
      return this.#answer(done)
    }
    const { status, first, again } = done
    running.again = again
    return this.#json(status, first)
  }

  #record(payment: Payment, withStatus = true): unknown {
    return recordOf(payment, this.#site, withStatus)
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

  #pause(ms: number): Promise<void> {
    return (this.#options.pause ?? ((wait) => new Promise<void>((resolve) => setTimeout(resolve, wait))))(ms)
  }
}

/** What a request did: its first answer, and what a repetition of it is answered with. */
interface Done {
  readonly status: number
  readonly first: unknown
  readonly again: () => unknown
}

function refusal(message: string): AnswerScript {
  return { kind: 'answer', status: 400, body: problem(400, 'bad_request', message) }
}

function answerNamed(name: string): AnswerScript {
  return scenarioNamed(name).script as AnswerScript
}

function scenarioOf(charge: Charge): MercadoPagoScenario {
  const name = charge.payerToken.startsWith('scenario-') ? charge.payerToken.slice('scenario-'.length) : 'approved'
  return scenarios.find((scenario) => scenario.name === name) ?? scenarioNamed('approved')
}
