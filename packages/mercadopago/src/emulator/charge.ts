import { type Site, unitsOf } from './amounts.ts'

/** A capture as the emulated provider reads it. */
export interface Charge {
  readonly asked: bigint
  readonly discount: bigint
  readonly description: string | null
  readonly externalReference: string | null
  readonly payerToken: string
  /** Only to be reserved: `capture: false`. */
  readonly later: boolean
}

/** Why a body is refused. `discount` is answered in a form of its own. */
export interface ChargeProblem {
  readonly about: 'parameter' | 'discount'
  readonly message: string
}

type Fields = Readonly<Record<string, unknown>>

const parameter = (message: string): ChargeProblem => ({ about: 'parameter', message })

const subMerchantFields = [
  'sub_merchant_id',
  'mcc',
  'country',
  'address_door_number',
  'zip',
  'document_number',
  'city',
  'address_street',
  'legal_name',
  'region_code_iso',
  'region_code',
  'document_type',
  'phone',
  'url',
]

/** Reads the body by the tables of guides/wallet-connect/capture-payment.en.md and process-payments-with-discounts.en.md. */
export function readCharge(text: string, site: Site): Charge | ChargeProblem {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return parameter('The body is not valid JSON.')
  }
  const fields = object(body)
  const wallet = object(fields?.wallet_payment)
  const payer = object(fields?.payer)
  if (fields === null || wallet === null) return parameter('wallet_payment is required.')
  const asked = unitsOf(wallet.transaction_amount, site)
  if (asked === null || asked === 0n) return parameter('transaction_amount has an invalid format.')
  if (payer === null || typeof payer.token !== 'string' || payer.token === '')
    return parameter('payer.token is required.')
  if (payer.type_token !== 'wallet-token') return parameter('payer.type_token must be wallet-token.')
  const later = fields.capture === false
  if (fields.binary_mode !== true && !later) return parameter('binary_mode must be true.')
  const problem = descriptorProblem(wallet) ?? subMerchantProblem(wallet)
  if (problem !== null) return problem
  const discount = readDiscount(wallet.discount, asked, site)
  if (typeof discount !== 'bigint') return discount
  return {
    asked,
    discount,
    description: typeof wallet.description === 'string' ? wallet.description : null,
    externalReference: typeof wallet.external_reference === 'string' ? wallet.external_reference : null,
    payerToken: payer.token,
    later,
  }
}

function readDiscount(value: unknown, asked: bigint, site: Site): bigint | ChargeProblem {
  const discount = object(value)
  // An empty object is documented to mean: no discount.
  if (value === undefined || (discount !== null && Object.keys(discount).length === 0)) return 0n
  const detail = object(discount?.detail)
  const units = unitsOf(discount?.amount, site)
  const isComplete =
    units !== null &&
    units < asked &&
    typeof discount?.description === 'string' &&
    typeof detail?.value === 'number' &&
    typeof detail.cap === 'number' &&
    ['percent', 'percentage', 'fixed'].includes(String(detail.type))
  return isComplete ? units : { about: 'discount', message: "discount doesn't exist or amount is incorrect" }
}

function descriptorProblem({ statement_descriptor: descriptor }: Fields): ChargeProblem | null {
  if (descriptor === undefined || (typeof descriptor === 'string' && /^[a-z0-9]{1,50}$/i.test(descriptor))) return null
  return parameter('statement_descriptor must have at most 50 alphanumeric characters.')
}

function subMerchantProblem({ forward_data: data }: Fields): ChargeProblem | null {
  if (data === undefined) return null
  const subMerchant = object(object(data)?.sub_merchant)
  const missing = subMerchantFields.find((name) => subMerchant?.[name] === undefined)
  return missing === undefined ? null : parameter(`sub_merchant.${missing} is required.`)
}

function object(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}
