import type { BookEntry } from '@cap/core/testing'
import { type Answer, doneAnswer, failureAnswer, type Ids } from './answers.ts'
import { readBody } from './fields.ts'
import { amountText, jsonNumber, unitsOf } from './minor-units.ts'
import { type Move, type MoveName, moves } from './moves.ts'
import type { Payments } from './payments.ts'
import type { Entry, Stage } from './stage.ts'

interface Done {
  readonly id: string
  readonly units: bigint
  /** The bytes every repetition is answered with. */
  answer: Answer
}

interface Once {
  readonly fingerprint: string
  done: Done | null
}

/** Ends the handling of a request with an answer. */
export class Refused extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super('refused')
    this.answer = answer
  }
}

/**
 * Does one kind of operation, once for a request id within a payment, and writes it into its book. A failure is not
 * remembered, so the next repetition tries again.
 */
export class MoveDesk {
  readonly book: BookEntry[] = []
  /** Answers to be given to what comes next. */
  readonly queue: Entry[] = []
  readonly #move: Move
  readonly #payments: Payments
  readonly #now: () => number
  readonly #operations = new Map<string, Once>()

  constructor(name: MoveName, payments: Payments, now: () => number) {
    this.#move = moves[name]
    this.#payments = payments
    this.#now = now
  }

  /** @param paymentId of the path */
  handle(paymentId: string, text: string, scenario: Entry | undefined): Answer {
    const { fields, recipients, wording } = this.#move
    const body = readBody(text, fields, recipients)
    if (typeof body === 'string') return { status: 400, body: JSON.stringify({ message: body }) }
    const ids = { paymentId: String(body.paymentId), requestId: String(body.requestId) }
    if (ids.paymentId !== paymentId) {
      const said = { code: 'PAYMENT_ID_MISMATCH', message: 'The path names another payment than the body' }
      return failureAnswer(ids, wording, 400, said)
    }
    if (scenario === undefined) return this.#once(ids, body, text, 100).answer
    const given = scenario.answer(this.#stage(ids, body, text))
    const done = this.#operations.get(keyOf(ids))?.done
    if (scenario.kept === true && done != null) done.answer = given
    return given
  }

  #once(ids: Ids, body: Readonly<Record<string, unknown>>, text: string, percent: number): Done {
    const { wording, prefix, check, apply } = this.#move
    const key = keyOf(ids)
    const operation = this.#operations.get(key) ?? { fingerprint: text, done: null }
    this.#operations.set(key, operation)
    const refuse = (code: string, message: string): never => {
      throw new Refused(failureAnswer(ids, wording, 500, { code, message }))
    }
    if (operation.fingerprint !== text) refuse('REQUEST_ID_CONFLICT', 'This request id came with another body before')
    if (operation.done !== null) return operation.done
    const payment = this.#payments.get(ids.paymentId)
    if (payment === null) return refuse('PAYMENT_NOT_FOUND', 'No such payment')
    const units = (check(payment, body, refuse) * BigInt(percent)) / 100n
    const id = `${prefix}-${String(this.book.length + 1).padStart(6, '0')}-${ids.paymentId.slice(-4)}`
    apply(payment, body, units, id)
    this.book.push({
      key: ids.requestId,
      payment: ids.paymentId,
      amount: { amount: amountText(units, payment.currency), currency: payment.currency },
      at: new Date(this.#now()).toISOString(),
    })
    const answer = doneAnswer(ids, wording, { id, value: jsonNumber(units, payment.currency) })
    operation.done = { id, units, answer }
    return operation.done
  }

  #stage(ids: Ids, body: Readonly<Record<string, unknown>>, text: string): Stage {
    const { wording } = this.#move
    const currency = this.#payments.get(ids.paymentId)?.currency ?? 'BRL'
    const units = unitsOf(body.value, currency) ?? 0n
    return {
      ...ids,
      idField: wording.idField,
      value: jsonNumber(units, currency),
      body,
      act: (percent = 100) => {
        const { id, units: moved } = this.#once(ids, body, text, percent)
        return { id, value: jsonNumber(moved, currency) }
      },
      done: (made, said) => doneAnswer(ids, wording, made, said),
      failure: (status, code, message, others = ids) => failureAnswer(others, wording, status, { code, message }),
      times: (factor) => jsonNumber(units * BigInt(factor), currency),
    }
  }
}

/** Request ids are scoped by payment and operation: nobody says that they are unique beyond. */
function keyOf({ paymentId, requestId }: Ids): string {
  return JSON.stringify([paymentId, requestId])
}
