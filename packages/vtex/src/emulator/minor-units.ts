/** Currencies whose ISO 4217 minor unit has not two digits, as far as somebody may settle in them here. */
const otherDigits: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
}

function digitsOf(currency: string): number {
  return otherDigits[currency] ?? 2
}

/**
 * Counts an amount in minor units by its decimal text; of a number, the shortest one.
 *
 * @returns null for anything that is not exactly an amount of the currency
 */
export function unitsOf(value: unknown, currency: string): bigint | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(value))
  if (match === null) return null
  const [, whole = '', fraction = ''] = match
  const digits = digitsOf(currency)
  return fraction.length > digits ? null : BigInt(whole + fraction.padEnd(digits, '0'))
}

/** Major units with the currency's digits: `57.00`. */
export function amountText(units: bigint, currency: string): string {
  const digits = digitsOf(currency)
  const text = String(units).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** A JSON number in major units: `57`, `2.5`. */
export function jsonNumber(units: bigint, currency: string): string {
  const text = amountText(units, currency)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
