import type { Money } from '@cap/core/http'
import type { NamedValue, SettlementRecipient } from '../capture-schema.ts'

/** A card in the clear. It goes to a provider that is certified to see it, over TLS, and is shown nowhere. */
export interface PaymentCard {
  /** The name on the card. */
  readonly holder: string
  /** 12 to 19 digits. */
  readonly number: string
  /** 3 or 4 digits; `null` where there is none, as in a payment that recurs. Never store it. */
  readonly csc: string | null
  readonly expiration: CardExpiration
  /** The holder's document. */
  readonly document?: string | undefined
  /** The wallet the card comes from, such as `Google Pay`. */
  readonly paymentOrigin?: string | undefined
  /** 3-D Secure, for a card of a wallet. */
  readonly cryptogram?: string | undefined
  /** Electronic Commerce Indicator, such as `05`. */
  readonly eci?: string | undefined
}

/** A card as tokens, for a provider that must not see it. Takes `secureProxyUrl`, where tokens are exchanged. */
export interface TokenizedCard {
  readonly holderToken: string
  /** The first six digits. */
  readonly bin: string
  readonly numberToken: string
  /** How many digits the number has. */
  readonly numberLength: number
  readonly cscToken: string
  readonly cscLength: number
  readonly expiration: CardExpiration
  readonly document?: string | undefined
  readonly paymentOrigin?: string | undefined
  readonly cryptogram?: string | undefined
  readonly eci?: string | undefined
}

export interface CardExpiration {
  /** `01` to `12`. */
  readonly month: string
  /** Four digits. */
  readonly year: string
}

export interface Buyer {
  readonly id?: string | undefined
  readonly firstName: string
  readonly lastName: string
  /** `null` for a company without a person's document. */
  readonly document: string | null
  /** Such as `cpf`. */
  readonly documentType: string | null
  readonly email: string
  readonly phone: string
  /** A company: then the three fields below are required. */
  readonly isCorporate?: boolean | undefined
  readonly corporateName?: string | null | undefined
  readonly tradeName?: string | null | undefined
  readonly corporateDocument?: string | null | undefined
  /** `yyyy-MM-ddTHH:mm:ss`. */
  readonly createdDate?: string | undefined
}

export interface Address {
  /** ISO 3166 alpha-3, such as `BRA`. */
  readonly country: string
  readonly street: string
  readonly number: string
  readonly complement?: string | undefined
  readonly neighborhood: string
  readonly postalCode: string
  readonly city: string
  readonly state: string
}

export interface CartItem {
  readonly id: string
  readonly name: string
  /** Of one piece. Money, or decimal text in major units of the payment's currency; so are the other amounts of a cart. */
  readonly price: Money | string
  readonly quantity: number
  readonly discount: Money | string
  readonly deliveryType?: string | undefined
  readonly categoryId?: string | undefined
  readonly sellerId?: string | undefined
  /** `0.05` is 5 %. */
  readonly taxRate?: number | undefined
  readonly taxValue?: Money | string | undefined
}

export interface MiniCart {
  readonly shippingValue: Money | string
  readonly taxValue: Money | string
  readonly buyer: Buyer
  readonly shippingAddress: Address
  readonly billingAddress: Address
  readonly items: readonly CartItem[]
}

/** One payment to authorize, or to begin, as the gateway asks a payment provider for it. */
export interface CreatePaymentRequest {
  /**
   * The payment, and the idempotency key, owned by the caller: asking again under the same id begins no second payment, and
   * tells how the first one stands. At most 100 characters.
   */
  readonly paymentId: string
  /** The transaction this payment belongs to. */
  readonly transactionId: string
  /** The merchant's reference of the order. */
  readonly reference: string
  /** The merchant's id of the order. */
  readonly orderId: string
  /** Where the buyer is: `ecommerce`, `instore`, `subscription` or another system. */
  readonly shopperInteraction: string
  /** One of the manifest's, such as `Visa` or `Pix`. */
  readonly paymentMethod: string
  /** For co-branded and private-label cards. Default: `null`, which the contract wants to be there. */
  readonly paymentMethodCustomCode?: string | null | undefined
  readonly merchantName: string
  /** What to authorize. On the wire it is a JSON number in major units, with the currency beside it. 0 only to verify a card. */
  readonly amount: Money
  /** The amount without interest. */
  readonly referenceAmount?: Money | undefined
  /** How many, from 1. */
  readonly installments: number
  /** In percent; `0` is none. */
  readonly installmentsInterestRate?: number | undefined
  /** The amount of each. */
  readonly installmentAmount?: Money | undefined
  /** The card, in the clear or as tokens; absent where the method has none. */
  readonly card?: PaymentCard | TokenizedCard | undefined
  /** Where the provider exchanges the card's tokens: VTEX's Secure Proxy, or yours. Only with tokens. */
  readonly secureProxyUrl?: string | undefined
  /** Where the provider makes tokens of its own. Only with tokens. */
  readonly secureProxyTokensUrl?: string | undefined
  /** A hash of the buyer's device. */
  readonly deviceFingerprint: string
  readonly ipAddress?: string | undefined
  readonly miniCart: MiniCart
  /** What the whole cart costs, of which this payment may be a part. */
  readonly totalCartAmount?: Money | undefined
  /** Only where the provider's manifest says that the payment method is split on authorization. */
  readonly recipients?: readonly SettlementRecipient[] | undefined
  /** The merchant's page of the order. */
  readonly url: string
  /** Where the provider tells the result of a payment that is `undefined`. Secret: its signature authenticates the provider. */
  readonly callbackUrl: string
  /** Where a redirected buyer returns to. */
  readonly returnUrl: string
  /** Where the provider has requests forwarded to itself; `:action` stands for their kind. Beta at VTEX. */
  readonly inboundRequestUrl?: string | undefined
  /** Only check the card: nothing will be settled. */
  readonly verificationOnly?: boolean | undefined
  /** The payment comes from a test configuration of the merchant. */
  readonly sandboxMode?: boolean | undefined
  /** The merchant's values for the provider's custom fields. They can be passwords, so they are shown nowhere. */
  readonly merchantSettings?: readonly NamedValue[] | undefined
  /** At most 3; names of at most 20 characters, values of at most 200. */
  readonly connectorMetadata?: readonly NamedValue[] | undefined
}
