import { type CaptureOutcome, createVtexGateway, type Money, money, type SettlementRequest } from './index.ts'

/** Checked by the compiler, never run. */
export async function types(request: SettlementRequest): Promise<Money | null> {
  const gateway = createVtexGateway({ baseUrl: 'https://provider.example', appKey: 'key', appToken: 'token' })
  const outcome = await gateway.capture(request, { priorAttempt: true })
  await gateway.resolve(whatIsOpen(outcome), { request, replay: 'allow' })

  // @ts-expect-error A number loses digits.
  await gateway.capture({ ...request, amount: 45 })
  // @ts-expect-error So does a number in money.
  await gateway.capture({ ...request, amount: { amount: 45, currency: 'BRL' } })
  // @ts-expect-error The authorization's id is text.
  await gateway.capture({ ...request, authorizationId: 5784589 })
  // @ts-expect-error Nobody invents the idempotency key.
  await gateway.capture({ transactionId: 't', paymentId: 'p', amount: money('45.00', 'BRL'), authorizationId: 'a' })
  // @ts-expect-error There are two families of headers.
  createVtexGateway({ baseUrl: 'https://provider.example', appKey: 'key', appToken: 'token', headerFamily: 'both' })
  // @ts-expect-error The service URL is the provider's: there is no default.
  createVtexGateway({ appKey: 'key', appToken: 'token' })

  return outcome.status === 'captured' ? outcome.amount : null
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
