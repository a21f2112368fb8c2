import type { PaymentView } from './payment-seed.ts'
import type { Payment } from './payments.ts'

/** The types in which values are answered, where the pages and the peers differ. */
export interface ShownAs {
  /** Default `number`. */
  readonly status?: 'number' | 'text'
  /** `number`: ids made of digits come as JSON numbers, beyond 2^53 too. Default `text`. */
  readonly ids?: 'number' | 'text'
  /** `padded` `"10.00"` (default), `unpadded` `"10"`, `number` 10. */
  readonly amounts?: 'padded' | 'unpadded' | 'number'
  /** `boolean` (default), or `text`: `"1"` and `"0"`. */
  readonly flags?: 'boolean' | 'text'
}

/**
 * A payment as requery answers, from the field table. With personal and card data, so that tests can see that none of it is
 * passed on.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/requery.md
 */
export function shownPayment(
  payment: Payment,
  view: PaymentView,
  apiKey: string,
  shownAs: ShownAs = {},
): Record<string, unknown> {
  const { pwId, txnId, total, currency } = payment.seed
  const amount = shownAmount(total, shownAs)
  const flag = (value: boolean) => (shownAs.flags === 'text' ? (value ? '1' : '0') : value)
  return {
    status: shownAs.status === 'text' ? '200' : 200,
    message: '',
    api_key: apiKey,
    pw_id: pwId,
    txn_id: txnId,
    pg_txn_id: `PG-${pwId}`,
    amount,
    total_amount: amount,
    final_amount: shownAmount(payment.final, shownAs),
    currency_code: currency,
    transaction_status: shownAs.status === 'text' ? String(view.transactionStatus) : view.transactionStatus,
    ...(view.requireCapture === null ? {} : { require_capture: flag(view.requireCapture) }),
    reversible_payment: flag(true),
    payment_method_code: 'adyen_card',
    mobile_number: '0123456789',
    billing_info: { name: 'Buyer Personal-Name', address1: '1 Personal Street' },
    payment_data: { credit_card: { formatted_pan: '411111******1111', card_holder_name: 'BUYER PERSONAL-NAME' } },
  }
}

function shownAmount(total: string, { amounts = 'padded' }: ShownAs): string | number {
  const padded = total.includes('.') ? total : `${total}.00`
  if (amounts === 'padded') return padded
  const unpadded = padded.replace(/\.?0+$/, '')
  return amounts === 'number' ? Number(unpadded) : unpadded
}

/** JSON, with ids as bare digits where they are shown as numbers: JavaScript's own numbers could not hold them. */
export function write(body: unknown, { ids = 'text' }: ShownAs = {}): string {
  const text = JSON.stringify(body)
  return ids === 'text' ? text : text.replace(/"(pw_id|txn_id)":"([1-9]\d*)"/g, '"$1":$2')
}
