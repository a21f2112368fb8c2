import { createMercadoPago, type MercadoPagoDiscount, money } from './index.ts'
import { createNotificationHandler } from './notifications.ts'
import { cancel, createPayerToken, promiseDiscount, type RefundOutcome, refund } from './operations.ts'

/** Checked by the compiler, never run. */
export async function types(): Promise<MercadoPagoDiscount | string | null> {
  const mp = createMercadoPago({ accessToken: 'TEST-1', platformId: 'dev_1' })
  const idempotencyKey = 'key'
  const part = { paymentId: '1', amount: money('1', 'BRL'), idempotencyKey }
  await refund(mp, { ...part, amount: 'full', expected: money('1', 'BRL') }, { priorAttempt: true })
  whatIsOpen(await refund(mp, part))

  // @ts-expect-error Everything is asked for by a word, not by leaving the amount out.
  await refund(mp, { paymentId: '1', idempotencyKey })
  // @ts-expect-error There is no other word for it.
  await refund(mp, { ...part, amount: 'all' })
  // @ts-expect-error Nobody invents the idempotency key.
  await refund(mp, { paymentId: '1', amount: 'full' })
  // @ts-expect-error The pages have three spellings, and no fourth.
  await cancel(mp, { ...part, status: 'void' })
  // @ts-expect-error A client is needed, and not its options.
  await cancel({ accessToken: 'TEST-1' }, part)
  // @ts-expect-error Calls that are not signed are rejected, or handed over.
  createNotificationHandler({ secret: 's', handle: () => {}, unverified: 'accept' })

  const token = await createPayerToken(mp, { agreementId: 'a', code: 'c', idempotencyKey })
  if (token.status !== 'done') return null
  const { payerToken } = token.value
  const promised = await promiseDiscount(mp, { payerToken, amount: money('1', 'BRL'), idempotencyKey })
  if (promised.status !== 'done' || promised.value.discount === null) return payerToken
  return { description: 'x', ...promised.value.discount }
}

/** The union is closed: a status left out of the switch does not compile. */
function whatIsOpen(outcome: RefundOutcome) {
  switch (outcome.status) {
    case 'refunded':
    case 'declined':
      return null
    case 'pending':
    case 'unknown':
      return outcome.handle
  }
}
