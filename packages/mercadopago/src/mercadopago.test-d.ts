import { type CaptureOutcome, createMercadoPago, type MercadoPagoCaptureRequest, type Money, money } from './index.ts'

/** Checked by the compiler, never run. */
export async function types(request: MercadoPagoCaptureRequest): Promise<Money | null> {
  const mp = createMercadoPago({ accessToken: 'TEST-1' })
  const outcome = await mp.capture(request, { priorAttempt: true })
  await mp.resolve(whatIsOpen(outcome), { request, replay: 'allow' })

  // @ts-expect-error A number loses digits.
  await mp.capture({ ...request, amount: 700.5 })
  // @ts-expect-error So does a number in money.
  await mp.capture({ ...request, amount: { amount: 700.5, currency: 'BRL' } })
  const keyless = { amount: money('1', 'BRL'), description: 'x', externalReference: 'x', payerToken: 'x' }
  // @ts-expect-error Nobody invents the idempotency key.
  await mp.capture(keyless)
  // @ts-expect-error A sub-merchant is complete, or not there.
  await mp.capture({ ...request, subMerchant: { mcc: '5462' } })
  // @ts-expect-error There is no other environment.
  createMercadoPago({ accessToken: 'TEST-1', environment: 'sandbox' })
  // @ts-expect-error There is nothing to call without a token.
  createMercadoPago({})

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
