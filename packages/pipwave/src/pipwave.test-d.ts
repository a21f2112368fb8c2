import { type CaptureOutcome, createPipwave, type PaymentState, type PipwaveCaptureRequest } from './index.ts'
import { cancel, initiate, type RefundOutcome, refund, resolveRefund, tagChargeback } from './operations.ts'

/** Checked by the compiler, never run. */
export async function types(request: PipwaveCaptureRequest): Promise<null | undefined> {
  const client = createPipwave({ apiKey: 'key', apiSecret: 'secret', environment: 'live' })
  const outcome = await client.capture(request, { priorAttempt: true })
  await client.resolve(whatIsOpen(outcome))
  await client.requery({ pwId: 'PW1001' })
  await client.requery({ txnId: 'ORDER-1' })

  // @ts-expect-error A number loses digits.
  await client.capture({ pwId: 'PW1001', amount: 10 })
  // @ts-expect-error So does a number in money.
  await client.capture({ pwId: 'PW1001', amount: { amount: 10, currency: 'MYR' } })
  // @ts-expect-error So does a number for an id.
  await client.capture({ pwId: 1001 })
  // @ts-expect-error There are three ways to name a payment.
  await client.capture({ pwId: 'PW1001', by: 'pw_id' })
  // @ts-expect-error pipwave has no idempotency key.
  await client.capture({ pwId: 'PW1001', idempotencyKey: 'order-1001' })
  // @ts-expect-error Exactly one id is asked for.
  await client.requery({})
  // @ts-expect-error Live or staging: nobody guesses.
  createPipwave({ apiKey: 'key', apiSecret: 'secret' })

  return outcome.status === 'captured' && outcome.amount === null ? outcome.amount : undefined
}

/** The union is closed: a status left out of the switch does not compile. */
function whatIsOpen(outcome: CaptureOutcome) {
  switch (outcome.status) {
    case 'captured':
    case 'declined':
      throw new TypeError('nothing is open')
    case 'pending':
    case 'unknown':
      return outcome.handle
  }
}

/** Operations take a client, and end in unions of their own. */
export async function operations(client: ReturnType<typeof createPipwave>): Promise<string | null> {
  const outcome: RefundOutcome = await refund(client, { pwId: 'PW1001', amount: 'full' })
  if (outcome.status === 'refunded') return outcome.refundId
  if (outcome.status !== 'declined') await resolveRefund(client, outcome.handle)
  const made = await initiate(client, {
    txnId: 'ORDER-1',
    amount: { amount: '10.00', currency: 'MYR' },
    buyer: { id: 'B1', email: 'buyer@example.com', countryCode: 'MY' },
  })
  if (made.status === 'done') return made.value.token

  // @ts-expect-error A number loses digits.
  await refund(client, { pwId: 'PW1001', amount: 10 })
  // @ts-expect-error A cancellation has no amount.
  await cancel(client, { pwId: 'PW1001', amount: { amount: '10.00', currency: 'MYR' } })
  // @ts-expect-error The stages are a closed list.
  await tagChargeback(client, { pwId: 'PW1001', stage: 'initiated' })
  // @ts-expect-error Operations are functions: a client that only captures does not bundle them.
  client.refund
  return null
}

/** The union is closed: a state left out of the switch does not compile. */
export function mayBeCaptured(state: PaymentState): boolean {
  switch (state) {
    case 'pending':
    case 'processing':
    case 'paid':
      return true
    case 'failed':
    case 'cancelled':
    case 'disputed':
    case 'charged_back':
    case 'refunded':
    case 'partially_refunded':
    case 'unrecognised':
      return false
  }
}
