import type { BookEntry, Emulator } from '@cap/core/testing'
import { type Answer, failureAnswer, settledAnswer, toResponse } from './answers.ts'
import { amountText, jsonNumber, unitsOf } from './minor-units.ts'
import { type Declaration, type DeclaredMoney, type Payment, Payments } from './payments.ts'
import { scenarioNamed, type VtexScenarioName } from './scenarios.ts'
import { readSettlement, type Settlement, sumOfShares } from './settlement-body.ts'
import type { Stage } from './stage.ts'

/** Options of {@link createVtexProviderEmulator}. */
export interface VtexProviderEmulatorOptions {
  /** The merchant's pair. Default: any pair that is not empty. */
  readonly credentials?: { readonly appKey: string; readonly appToken: string } | undefined
  /** The header names the provider reads. Default: `either`, the provider's own names first. */
  readonly headerFamily?: 'provider' | 'vtex' | 'either' | undefined
  /**
   * The provider is in its homologation: calls of the Test Suite may come without credentials. The header alone never
   * opens it, for anyone can send that. Default: false.
   */
  readonly testSuite?: boolean | undefined
  /** What a payment nobody declared is authorised for; `null` knows declared payments only. Default: 1,000,000.00 BRL. */
  readonly autoAuthorize?: DeclaredMoney | null | undefined
  /** Milliseconds between acting and answering. Default: 0. */
  readonly latencyMs?: number | undefined
  /** Milliseconds since the epoch, for the book. Default: the system's clock. */
  readonly now?: (() => number) | undefined
}

/** The state of a payment, amounts in major units. */
export interface PaymentState {
  readonly currency: string
  readonly limit: string
  readonly settled: string
  readonly remaining: string
  readonly cancelled: boolean
}

/** An emulated payment provider: the side of the protocol that is called. */
export interface VtexProviderEmulator extends Emulator {
  /** Authorises a payment. */
  authorize(payment: Declaration): void
  /** Cancels a payment: it cannot be settled any more. */
  cancel(paymentId: string): void
  /** Gives a scenario's answer to the next settlement that arrives, or the next few. */
  play(scenario: VtexScenarioName, times?: number): void
  /** @returns null for a payment the provider does not know */
  payment(paymentId: string): PaymentState | null
}

const headerNames = {
  provider: ['x-provider-api-appkey', 'x-provider-api-apptoken'],
  vtex: ['x-vtex-api-appkey', 'x-vtex-api-apptoken'],
} as const

interface Settled {
  readonly settleId: string
  readonly units: bigint
  /** The bytes every repetition is answered with. */
  answer: Answer
}

interface Operation {
  readonly fingerprint: string
  settled: Settled | null
}

/** Ends the handling of a request with an answer. */
class Refused extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('refused')
    this.answer = answer
  }
}

/**
 * Emulates a payment provider that settles: with payments, their remaining amounts, idempotency by `requestId` within a
 * payment, both header families, and answers to order. It settles once for a request id, and repeats the first answer byte
 * for byte; a failure is not remembered, so the next repetition tries again.
 *
 * It is written from the protocol's field tables and shares no code with the client.
 */
export function createVtexProviderEmulator(options: VtexProviderEmulatorOptions = {}): VtexProviderEmulator {
  const automatic = options.autoAuthorize
  const payments = new Payments(automatic === undefined ? { amount: '1000000.00', currency: 'BRL' } : automatic)
  const operations = new Map<string, Operation>()
  const book: BookEntry[] = []
  const queue: VtexScenarioName[] = []
  const now = options.now ?? Date.now
  let settlements = 0

  function handle(request: Request, paymentId: string, text: string): Answer {
    if (!isAuthorized(request.headers, options)) return { status: 401, body: '' }
    const scenario = queue.shift()
    const settlement = readSettlement(text)
    if (request.headers.get('content-type')?.startsWith('application/json') !== true) return { status: 415, body: '' }
    if (typeof settlement === 'string') return { status: 400, body: JSON.stringify({ message: settlement }) }
    if (settlement.paymentId !== paymentId) {
      return failureAnswer(settlement, 400, 'PAYMENT_ID_MISMATCH', 'The path names another payment than the body')
    }
    if (scenario === undefined) return settle(settlement, text)
    const { kept, answer } = scenarioNamed(scenario)
    const given = answer(stageOf(settlement, text))
    const done = operations.get(keyOf(settlement))?.settled
    if (kept === true && done !== undefined && done !== null) done.answer = given
    return given
  }

  /** What the provider does when nobody ordered an answer. */
  function settle(settlement: Settlement, text: string): Answer {
    return settleOnce(settlement, text, 100).answer
  }

  function settleOnce(settlement: Settlement, text: string, percent: number): Settled {
    const key = keyOf(settlement)
    const operation = operations.get(key) ?? { fingerprint: text, settled: null }
    operations.set(key, operation)
    const refuse = (code: string, message: string): never => {
      throw new Refused(failureAnswer(settlement, 500, code, message))
    }
    if (operation.fingerprint !== text) refuse('REQUEST_ID_CONFLICT', 'This request id came with another body before')
    if (operation.settled !== null) return operation.settled
    const payment = payments.get(settlement.paymentId)
    if (payment === null) return refuse('PAYMENT_NOT_FOUND', 'No such payment')
    const asked = checkAgainst(payment, settlement, refuse)
    const units = (asked * BigInt(percent)) / 100n
    const settleId = `SETTLE-${String(++settlements).padStart(6, '0')}-${settlement.paymentId.slice(-4)}`
    payment.settled += units
    book.push({
      key: settlement.requestId,
      payment: settlement.paymentId,
      amount: { amount: amountText(units, payment.currency), currency: payment.currency },
      at: new Date(now()).toISOString(),
    })
    const value = jsonNumber(units, payment.currency)
    operation.settled = { settleId, units, answer: settledAnswer(settlement, { settleId, value }) }
    return operation.settled
  }

  function stageOf(settlement: Settlement, text: string): Stage {
    const currency = payments.get(settlement.paymentId)?.currency ?? 'BRL'
    const units = unitsOf(settlement.value, currency) ?? 0n
    return {
      paymentId: settlement.paymentId,
      requestId: settlement.requestId,
      value: jsonNumber(units, currency),
      body: settlement.body,
      settle(percent = 100) {
        const { settleId, units: moved } = settleOnce(settlement, text, percent)
        return { settleId, value: jsonNumber(moved, currency) }
      },
      times: (factor) => jsonNumber(units * BigInt(factor), currency),
    }
  }

  return {
    async fetch(request) {
      let answer: Answer
      try {
        const paymentId = paymentOf(request)
        const text = await request.text()
        answer = paymentId === null ? { status: 404, body: '' } : handle(request, paymentId, text)
      } catch (error) {
        answer = error instanceof Refused ? error.answer : { status: 500, body: '' }
      }
      const { latencyMs = 0 } = options
      if (latencyMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, latencyMs))
      return toResponse(answer)
    },
    book: () => [...book],
    authorize: (payment) => payments.declare(payment),
    cancel: (paymentId) => payments.cancel(paymentId),
    play(scenario, times = 1) {
      scenarioNamed(scenario)
      for (let left = times; left > 0; left--) queue.push(scenario)
    },
    payment(paymentId) {
      const payment = payments.get(paymentId)
      if (payment === null) return null
      const { currency, limit, settled, cancelled } = payment
      return {
        currency,
        limit: amountText(limit, currency),
        settled: amountText(settled, currency),
        remaining: amountText(limit - settled, currency),
        cancelled,
      }
    },
  }
}

function checkAgainst(
  payment: Payment,
  settlement: Settlement,
  refuse: (code: string, message: string) => never,
): bigint {
  const { currency } = payment
  const asked = unitsOf(settlement.value, currency)
  if (asked === null || asked === 0n) return refuse('INVALID_VALUE', `The value is no amount of ${currency}`)
  if (payment.cancelled) return refuse('PAYMENT_CANCELLED', 'The payment was cancelled')
  if (payment.authorizationId !== null && payment.authorizationId !== settlement.authorizationId) {
    return refuse('AUTHORIZATION_NOT_FOUND', 'The payment has no such authorization')
  }
  if (settlement.shares !== null && sumOfShares(settlement.shares, currency) !== asked) {
    return refuse('SPLIT_MISMATCH', 'Value in recipients is different than operation value')
  }
  if (asked > payment.limit - payment.settled) {
    return refuse('AMOUNT_EXCEEDS_AUTHORIZED', 'More than what is left to settle')
  }
  return asked
}

function isAuthorized(headers: Headers, options: VtexProviderEmulatorOptions): boolean {
  const { credentials, headerFamily = 'either' } = options
  const families = headerFamily === 'either' ? (['provider', 'vtex'] as const) : [headerFamily]
  for (const family of families) {
    const [keyName, tokenName] = headerNames[family]
    const key = headers.get(keyName)
    const token = headers.get(tokenName)
    if (key === null || token === null) continue
    if (key === '' && token === '') {
      return options.testSuite === true && headers.get('x-vtex-api-is-testsuite') === 'true'
    }
    return credentials === undefined
      ? key !== '' && token !== ''
      : key === credentials.appKey && token === credentials.appToken
  }
  return false
}

/** A payment's id out of `…/payments/{paymentId}/settlements`, with whatever path the service URL has in front. */
function paymentOf(request: Request): string | null {
  if (request.method !== 'POST') return null
  const match = /\/payments\/([^/]+)\/settlements$/.exec(new URL(request.url).pathname)
  return match?.[1] === undefined ? null : decodeURIComponent(match[1])
}

/** Request ids are scoped by payment: nobody says that they are unique beyond. */
function keyOf({ paymentId, requestId }: Settlement): string {
  return JSON.stringify([paymentId, requestId])
}
