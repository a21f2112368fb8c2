import { compareMoney, type JsonValue, type Money } from '@cap/core/http'
import * as v from 'valibot'
import { text, wireAmount, wireMoney, wireMoneyOrNothing } from '../field-schema.ts'
import type { Pair } from '../signature.ts'
import {
  type Address,
  address,
  type Buyer,
  buyer,
  type Item,
  item,
  present,
  type Subtotal,
  subtotal,
  wireAddress,
  wireBuyer,
  wireItem,
  wireSubtotal,
} from './initiate-parts.ts'
import {
  type ExtraParams,
  extraParams,
  type Subscription,
  subscription,
  wireExtraParams,
  wireSubscription,
} from './initiate-values.ts'

/** A payment to be made. Texts have at most 255 characters where nothing else is said. */
export interface PipwaveInitiateRequest {
  /** The merchant's id of the payment. pipwave refuses one that it knows. */
  readonly txnId: string
  /** All the buyer pays, fees included, after discounts. */
  readonly amount: Money
  readonly buyer: Buyer
  readonly shortDescription?: string | undefined
  /** Included in `amount`, and in its currency. */
  readonly shippingAmount?: Money | undefined
  readonly handlingAmount?: Money | undefined
  /** How much of `amount` is exempt from tax: at most all of it. */
  readonly taxExemptedAmount?: Money | undefined
  /** Codes of the payment methods to offer, and no others. With it, pipwave would ignore the two lists below: they are refused. */
  readonly preferredPayment?: readonly string[] | undefined
  /** Codes of the payment methods not to offer. */
  readonly excludePayment?: readonly string[] | undefined
  /** Codes of the payment channels to offer, such as `e-wallet`. All of them together have at most 255 characters. */
  readonly preferredCategory?: readonly string[] | undefined
  /** The amount is charged again and again. */
  readonly subscription?: Subscription | undefined
  readonly billing?: Address | undefined
  readonly shipping?: Address | undefined
  /** At most 20. */
  readonly items?: readonly Item[] | undefined
  /** At most 20. */
  readonly subtotals?: readonly Subtotal[] | undefined
  /** For the assessment of fraud. */
  readonly session?:
    | { readonly ipAddress?: string; readonly sessionId?: string; readonly language?: string }
    | undefined
  /** Where pipwave sends this payment's notifications, in place of the URL set in the portal. */
  readonly notificationUrl?: string | undefined
  /** Where the buyer is sent afterwards, in place of the URLs set in the portal. */
  readonly successUrl?: string | undefined
  readonly failUrl?: string | undefined
  /** At most 3 texts that come back as parameters of the URL the buyer is sent to. Buyers can read and change them. */
  readonly redirectExtraParams?: ExtraParams | undefined
  /** At most 3 texts that come back with notifications, unsigned: `extra_param1` to `extra_param3`. */
  readonly notificationExtraParams?: ExtraParams | undefined
  /** Without phone verification this once, where the account has it enabled. Default: as the account has it. */
  readonly skipPhoneVerification?: boolean | undefined
}

const codes = v.pipe(
  v.array(v.pipe(text(255), v.regex(/^[^,]*$/, 'must not contain a comma: each code is an item of its own'))),
  v.minLength(1, 'must not be empty: leave it out instead'),
)
const url = v.pipe(
  text(255),
  v.check((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'must be an http or https URL'),
)
const part = v.optional(wireMoneyOrNothing('an amount'))

/**
 * Strict: an unknown field is a misspelt one.
 *
 * Nothing here asks for manual capture: that is a setting of the portal. The docs' own minimal sample leaves out the buyer's
 * country, which its table requires; the table is followed. `payment_info` is left out: the table has no field of it, and the
 * introduction says that its parameters belong to the submission of a payment.
 *
 * @see https://github.com/chechintang/pipwave-Documentation-2/blob/master/api_list/initiate_payment.md
 */
export const initiateRequestSchema = /*#__PURE__*/ v.pipe(
  v.strictObject({
    txnId: text(255),
    amount: wireMoney('amount', 'charges'),
    buyer,
    shortDescription: v.optional(text(255)),
    shippingAmount: part,
    handlingAmount: part,
    taxExemptedAmount: part,
    preferredPayment: v.optional(codes),
    excludePayment: v.optional(codes),
    preferredCategory: v.optional(
      v.pipe(
        codes,
        v.check((list) => list.join(',').length <= 255, 'must have at most 255 characters, commas included'),
      ),
    ),
    subscription: v.optional(subscription),
    billing: v.optional(address),
    shipping: v.optional(address),
    items: v.optional(v.pipe(v.array(item), v.maxLength(20, 'must have at most 20 items'))),
    subtotals: v.optional(v.pipe(v.array(subtotal), v.maxLength(20, 'must have at most 20 subtotals'))),
    session: v.optional(
      v.strictObject({
        ipAddress: v.optional(text(45)),
        sessionId: v.optional(text(255)),
        language: v.optional(text(5)),
      }),
    ),
    notificationUrl: v.optional(url),
    successUrl: v.optional(url),
    failUrl: v.optional(url),
    redirectExtraParams: extraParams,
    notificationExtraParams: extraParams,
    skipPhoneVerification: v.optional(v.boolean('must be true or false')),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { amount, shippingAmount, handlingAmount, taxExemptedAmount, items = [], subtotals = [] } = dataset.value
    const parts = [...items.map((one) => one.amount), ...subtotals.map(({ value }) => value)]
    const others = [shippingAmount, handlingAmount, taxExemptedAmount, ...parts]
    if (others.some((other) => other !== undefined && other.currency !== amount.currency)) {
      addIssue({ message: 'must have all its amounts in one currency, that of amount' })
    } else if (taxExemptedAmount !== undefined && compareMoney(taxExemptedAmount, amount) > 0) {
      addIssue({ message: 'must have a taxExemptedAmount of at most its amount' })
    }
    const { preferredPayment, excludePayment, preferredCategory } = dataset.value
    if (preferredPayment !== undefined && (excludePayment ?? preferredCategory) !== undefined) {
      addIssue({
        message: 'must not have excludePayment or preferredCategory beside preferredPayment: pipwave ignores them then',
      })
    }
  }),
)

type ParsedInitiate = v.InferOutput<typeof initiateRequestSchema>

/** As sent and as signed. The amount is text, so that what is signed is what is sent. */
export function initiateFields({ txnId, amount }: ParsedInitiate): readonly Pair[] {
  return [
    ['txn_id', txnId],
    ['amount', wireAmount(amount)],
    ['currency_code', amount.currency],
  ]
}

/** Sent, and not signed. */
export function unsignedInitiateFields(request: ParsedInitiate): Readonly<Record<string, JsonValue>> {
  const { session, items, subtotals, skipPhoneVerification: skip } = request
  const overrides = {
    notification_url: request.notificationUrl,
    success_url: request.successUrl,
    fail_url: request.failUrl,
    ...wireExtraParams('redirect', request.redirectExtraParams),
    ...wireExtraParams('notification', request.notificationExtraParams),
  }
  return present({
    buyer_info: wireBuyer(request.buyer),
    short_description: request.shortDescription,
    shipping_amount: request.shippingAmount && wireAmount(request.shippingAmount),
    handling_amount: request.handlingAmount && wireAmount(request.handlingAmount),
    tax_exempted_amount: request.taxExemptedAmount && wireAmount(request.taxExemptedAmount),
    prefered_payment: request.preferredPayment?.join(','),
    exclude_payment: request.excludePayment?.join(','),
    prefered_category: request.preferredCategory?.join(','),
    subscription_info: request.subscription && wireSubscription(request.subscription),
    billing_info: request.billing && wireAddress(request.billing),
    shipping_info: request.shipping && wireAddress(request.shipping),
    item_info: items?.map(wireItem),
    subtotal_info: subtotals?.map(wireSubtotal),
    session_info:
      session && present({ ip_address: session.ipAddress, session_id: session.sessionId, language: session.language }),
    api_override: Object.values(overrides).every((value) => value === undefined) ? undefined : present(overrides),
    init_setting: skip === undefined ? undefined : { skip_phone_verification: skip },
  })
}
