import type { BookEntry } from '@cap/core/testing'
import { Agreements } from './agreements.ts'
import { type Site, siteOf, siteWith, unitsOf } from './amounts.ts'
import { type Charge, readCharge } from './charge.ts'
import { answerNamed, Desk, refusal } from './desk.ts'
import { Discounts } from './discounts.ts'
import { Notifications, type NotifyOptions } from './events.ts'
import type { MercadoPagoEmulator, MercadoPagoEmulatorOptions } from './options.ts'
import { Payments } from './payments.ts'
import { type Payment, recordOf } from './record.ts'
import { noSuchPayment, readRefund, refundRecord } from './refunds.ts'
import { type MercadoPagoScenario, problem, scenarioNamed, scenarios } from './scenarios.ts'
import { serveWallet } from './wallet.ts'

/** A Mercado Pago with state. Serve `fetch` under any base path; nothing listens by itself. */
export function createMercadoPagoEmulator(options: MercadoPagoEmulatorOptions = {}): MercadoPagoEmulator {
  return new State(options)
}

class State implements MercadoPagoEmulator {
  readonly scenarios = scenarios
  readonly buyer: MercadoPagoEmulator['buyer']
  readonly #options: MercadoPagoEmulatorOptions
  readonly #site: Site
  readonly #desk: Desk
  readonly #payments: Payments
  readonly #notifications: Notifications
  readonly #agreements: Agreements
  readonly #discounts: Discounts
  readonly #queue: MercadoPagoScenario[] = []

  constructor(options: MercadoPagoEmulatorOptions) {
    const { site, currency, now = Date.now, discount = null, coupons = {} } = options
    this.#options = options
    this.#site = siteOf(site ?? (currency === undefined ? 'MLB' : siteWith(currency)))
    this.#desk = new Desk(options, now)
    this.#payments = new Payments(this.#site, now)
    this.#notifications = new Notifications(now, (ms) => this.#desk.pause(ms))
    const agreements = new Agreements(now, this.#notifications)
    this.#agreements = agreements
    this.#discounts = new Discounts(this.#site, discount, coupons)
    this.buyer = {
      approve: (id) => agreements.approve(id),
      cancel: (id) => {
        if (agreements.cancel(id) !== null) throw new Error(`the agreement ${id} cannot be cancelled`)
      },
      changePaymentMethod: (id) => agreements.changePaymentMethod(id),
    }
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

  notifications() {
    return this.#notifications.waiting()
  }

  notify(options: NotifyOptions) {
    return this.#notifications.send(options)
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
      return this.#desk.json(500, problem(500, 'internal_server_error', 'Internal server error.', '500000'))
    }
  }

  async #route(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const path = /\/v1\/advanced_payments(?:\/([^/]+)(\/refunds)?)?$/.exec(url.pathname)
    const wallet = /\/v2\/wallet_connect\/(.+)$/.exec(url.pathname)
    if (path === null && wallet === null) return this.#desk.json(404, problem(404, 'Not found', 'Resource not found.'))
    const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ')
    const { accessTokens } = this.#options
    if (scheme !== 'Bearer' || token === '' || (accessTokens !== undefined && !accessTokens.includes(token))) {
      return this.#desk.json(401, problem(401, 'unauthorized', 'Invalid access token.', '401002'))
    }
    if (path === null) return serveWallet(request, wallet?.[1] ?? '', this.#desk, this.#agreements, this.#discounts)
    const [, id, refunds] = path
    const what = `${request.method}${id === undefined ? '' : ' one'}${refunds ?? ''}`
    if (what === 'POST') return this.#create(request)
    if (what === 'GET one' && id === 'search') return this.#search(url.searchParams)
    if (what === 'GET one') return this.#read(decodeURIComponent(id ?? ''))
    if (what === 'PUT one') return this.#update(request, decodeURIComponent(id ?? ''))
    if (what === 'POST one/refunds') return this.#refund(request, decodeURIComponent(id ?? ''))
    return this.#desk.json(405, problem(405, 'method_not_allowed', 'Method not allowed.'))
  }

  #read(id: string): Response {
    const payment = this.#payments.find(id)
    if (payment === undefined) return this.#desk.json(404, problem(404, 'Not found', 'Advanced payment not found.'))
    return this.#desk.json(200, this.#record(payment, this.#options.statusInReads !== false))
  }

  /** reference/advanced_payments/endpoints/_advanced_payments_id_search/get.yaml, of the marketplace product. */
  #search(query: URLSearchParams): Response {
    const found = this.#payments.withReference(query.get('external_reference') ?? '')
    const [limit, offset] = [Number(query.get('limit') ?? 30), Number(query.get('offset') ?? 0)]
    const results = found.slice(offset, offset + limit).map((payment) => this.#record(payment))
    return this.#desk.json(200, { paging: { total: found.length, limit, offset }, results })
  }

  #create(request: Request): Promise<Response> {
    return this.#desk.keyed(request, 'v1/advanced_payments', (body, key) => {
      if (this.#options.sessionRequired === true && !request.headers.get('x-meli-session-id')) {
        return refusal('X-Meli-Session-Id is required.')
      }
      const charge = readCharge(body, this.#site)
      if ('about' in charge) {
        return charge.about === 'discount' ? answerNamed('bad-discount') : refusal(charge.message)
      }
      const { script } = this.#queue.shift() ?? scenarioOf(charge)
      if (script.kind === 'answer') return script
      const payer = this.#agreements.stateOf(charge.payerToken)
      if (payer === 'void' || (payer === 'unknown' && this.#options.knownPayersOnly === true)) {
        return answerNamed('payer-token-invalid')
      }
      return () => {
        // Only payers this emulator knows can have been promised anything.
        if (payer === 'valid' && charge.discount > 0n && !this.#discounts.use(charge.payerToken, charge.discount)) {
          return answerNamed('bad-discount')
        }
        const payment = this.#payments.make(charge, script, key)
        const first = this.#record(payment)
        this.#payments.turn(payment, key)
        this.#tell(payment, 'payment.created')
        return { status: 201, first, again: () => this.#record(payment) }
      }
    })
  }

  #refund(request: Request, id: string): Promise<Response> {
    return this.#desk.keyed(request, `v1/advanced_payments/${id}/refunds`, (body, key) => {
      const payment = this.#payments.find(id)
      if (payment === undefined) return noSuchPayment
      return () => {
        // Read in this step, or two refunds at once could give back more than there is.
        const units = readRefund(body, payment, this.#site)
        if (typeof units !== 'bigint') return units
        const refund = this.#payments.refund(payment, units, this.#options.refunds ?? 'approved', key)
        this.#tell(payment, 'payment.updated')
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
    await this.#desk.takeTime()
    const payment = this.#payments.find(id)
    if (payment === undefined) return this.#desk.answer(noSuchPayment)
    const { repeatedPuts, cancelStatus = 'cancelled' } = this.#options
    const before = payment.reserved
    const refused = this.#payments.update(payment, body, cancelStatus, request.headers.get('x-idempotency-key'))
    if (refused !== null) return this.#desk.answer(refused)
    if (!before && repeatedPuts === 'refused') return this.#desk.answer(refusal('The payment was updated already.'))
    this.#tell(payment, 'payment.updated')
    return this.#desk.json(200, this.#record(payment))
  }

  #tell({ insideId }: Payment, action: 'payment.created' | 'payment.updated'): void {
    if (this.#options.paymentNotifications !== true || insideId === null) return
    this.#notifications.payment(String(insideId), action)
  }

  #record(payment: Payment, withStatus = true): unknown {
    return recordOf(payment, this.#site, withStatus)
  }
}

function scenarioOf(charge: Charge): MercadoPagoScenario {
  const name = charge.payerToken.startsWith('scenario-') ? charge.payerToken.slice('scenario-'.length) : 'approved'
  return scenarios.find((scenario) => scenario.name === name) ?? scenarioNamed('approved')
}
