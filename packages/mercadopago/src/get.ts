import {
  type Call,
  type Captured,
  type CaptureOutcome,
  type Draft,
  type JsonValue,
  type Judgement,
  type Money,
  parseInput,
  type Reading,
  type ReadOptions,
  type Refusal,
  readError,
  runRead,
  verdict,
  withoutUndefined,
} from '@cap/core/http'
import type { Context } from './capture.ts'
import { provider } from './credentials.ts'
import { judge } from './outcome.ts'
import { paymentId } from './payment-schema.ts'
import { readPayment } from './read-payment.ts'

/** An advanced payment as Mercado Pago has it now. */
export interface AdvancedPayment {
  readonly id: string
  /** How a capture that made this payment would be read. `unknown` where the record is incomplete. */
  readonly state: CaptureOutcome['status']
  readonly later?: Captured['later']
  /** What was captured; null where the record does not say, or nothing was. */
  readonly amount: Money | null
  /** The code of a rejection, or of what the payment waits for, as Mercado Pago prints it. */
  readonly code: string | null
  /** The documented fields of the record, scrubbed. */
  readonly raw: JsonValue | null
}

/** See {@link MercadoPago.get}. */
export async function get(context: Context, input: string, options: ReadOptions = {}): Promise<AdvancedPayment> {
  const id = parseInput(provider, paymentId, input, 'id')
  const about = { name: 'get', failure: 'the payment could not be read' }
  return runRead(context.settings, about, withoutUndefined(options), (call) => read(context, call, id))
}

async function read({ settings, credentials }: Context, call: Call, id: string): Promise<AdvancedPayment> {
  const token = await credentials.token(call)
  if (token === null) throw readError(call, { message: 'the call was over before the payment could be read' })
  let refusal: Refusal['error'] | null = null
  const asked = { charged: null, externalReference: null, id }
  const result = await readPayment<Draft>(settings, call, token, id, (reply) => {
    const judgement = judge(reply, { asked, kind: 'lookup', earlier: false })
    if (judgement.status === 'refused') refusal = judgement.error
    return reading(judgement, reply.status)
  })
  if (result.kind === 'found') return describe(call.scrubber, id, result.value)
  const { message, status } = result
  throw readError(
    call,
    refusal ?? { message, ...(status === null ? {} : { status, retryable: status === 429 || status >= 500 }) },
  )
}

/** What is not a record of a payment has not answered the question. */
function reading(judgement: Judgement, status: number): Reading<Draft> {
  const said = verdict(judgement)
  switch (judgement.status) {
    case 'replay':
      return { kind: 'again', cause: judgement.cause, verdict: `again: ${judgement.cause}` }
    case 'refused':
      return { kind: 'refused', cause: 'unrecognised_answer', message: judgement.error.message, status }
    default:
      if (judgement.ids !== undefined) return { kind: 'found', value: judgement, verdict: said }
      return { kind: 'refused', cause: 'unrecognised_answer', message: explain(judgement, status), status }
  }
}

function explain({ raw }: Draft, status: number): string {
  const message = typeof raw === 'object' && raw !== null && 'message' in raw ? raw.message : null
  const why = typeof message === 'string' ? ` (${message})` : ''
  return `Mercado Pago answered the read with ${status}${why}, which says nothing of a payment: a capture may have happened all the same`
}

export function describe(scrubber: Call['scrubber'], id: string, draft: Draft): AdvancedPayment {
  return {
    id,
    state: draft.status,
    amount: draft.status === 'captured' ? draft.amount : null,
    code: draft.status === 'declined' || draft.status === 'pending' ? draft.code : null,
    ...(draft.status === 'captured' && draft.later !== undefined ? { later: draft.later } : {}),
    raw: draft.raw === null ? null : scrubber.documented(draft.raw),
  }
}
