import { createVtexGateway, money } from './index.ts'
import {
  type CreatedPayment,
  type CreatePaymentRequest,
  cancel,
  createPayment,
  getManifest,
  type RefundRequest,
  refund,
  resolveRefund,
} from './operations.ts'

/** Checked by the compiler, never run. */
export async function types(payment: CreatePaymentRequest, back: RefundRequest): Promise<string> {
  const gateway = createVtexGateway({ baseUrl: 'https://provider.example', appKey: 'key', appToken: 'token' })
  const created = await createPayment(gateway, payment)
  const refunded = await refund(gateway, back)
  if (refunded.status === 'unknown') await resolveRefund(gateway, refunded.handle, { request: back, replay: 'allow' })

  // @ts-expect-error A refund is none of a settlement's outcomes.
  void (refunded.status === 'captured')
  // @ts-expect-error A payment that is undefined has nothing to settle by.
  void (created.status === 'done' && created.value.authorizationId)
  // @ts-expect-error A number loses digits.
  await refund(gateway, { ...back, amount: 2.5 })
  // @ts-expect-error Nobody invents the idempotency key.
  await cancel(gateway, { paymentId: 'p' })
  // @ts-expect-error The value is money, and no count of anything.
  await cancel(gateway, { paymentId: 'p', requestId: 'r', value: 2300 })
  // @ts-expect-error Neither whole nor tokens.
  await createPayment(gateway, { ...payment, card: { number: '4444333322221111', cscToken: 't' } })
  // @ts-expect-error A client of another provider.
  await getManifest({ provider: 'pipwave' })

  await cancel(gateway, { paymentId: 'p', requestId: 'r', amount: money('23.00', 'BRL') })
  return created.status === 'done' ? whatNext(created.value) : created.status
}

/** The union is closed: a payment that is begun cannot be taken for one that is authorized. */
function whatNext(payment: CreatedPayment): string {
  switch (payment.status) {
    case 'approved':
      return payment.authorizationId
    case 'undefined':
      return payment.paymentUrl ?? 'wait for the callback'
  }
}
