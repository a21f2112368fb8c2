import { currencyTable } from './currency-table.ts'

/** Made at first use: importing a package costs nothing, and a look-up in the text would cost more than the rest of a parse. */
let digitsByCode: ReadonlyMap<string, number> | null = null

/**
 * How many digits ISO 4217 gives the fraction of a currency: 0 for JPY, 2 for BRL, 3 for KWD, 4 for CLF.
 *
 * @param code three capital letters
 * @returns `undefined` for what is not a current code, or a code without a minor unit (XAU, XXX)
 * @see {@link https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html | ISO 4217, list one}
 */
export function currencyDigits(code: string): number | undefined {
  digitsByCode ??= readTable()
  return digitsByCode.get(code)
}

function readTable(): Map<string, number> {
  const table = new Map<string, number>()
  for (const [first = '', ...rest] of currencyTable.trim().split('\n')) {
    for (const [, code, digits] of rest.join('').matchAll(/(\D\D)(\d?)/g)) table.set(first + code, Number(digits || 2))
  }
  return table
}
