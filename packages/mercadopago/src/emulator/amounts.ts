/** The emulated sites: the currency of each, and the fraction digits it takes. */
const sites = {
  MLA: { currency: 'ARS', digits: 2 },
  MLB: { currency: 'BRL', digits: 2 },
  MLC: { currency: 'CLP', digits: 0 },
  MLM: { currency: 'MXN', digits: 2 },
  MCO: { currency: 'COP', digits: 0 },
  MLU: { currency: 'UYU', digits: 2 },
  MPE: { currency: 'PEN', digits: 2 },
} as const

export type SiteId = keyof typeof sites

export interface Site {
  readonly id: SiteId
  readonly currency: string
  readonly digits: number
}

/** @throws Error for a site that is not emulated */
export function siteOf(id: SiteId): Site {
  if (!Object.hasOwn(sites, id)) throw new Error(`no site is called ${JSON.stringify(id)}`)
  return { id, ...sites[id] }
}

/** The site with this currency. @throws Error when there is none */
export function siteWith(currency: string): SiteId {
  const found = (Object.keys(sites) as SiteId[]).find((id) => sites[id].currency === currency)
  if (found === undefined) throw new Error(`no site has the currency ${JSON.stringify(currency)}`)
  return found
}

/**
 * Smallest units of a JSON number in major units, by its shortest decimal text.
 *
 * @returns null for what is not an amount of this site
 */
export function unitsOf(value: unknown, site: Site): bigint | null {
  if (typeof value !== 'number') return null
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(String(value))
  if (match === null) return null
  const [, whole = '', fraction = ''] = match
  return fraction.length > site.digits ? null : BigInt(whole + fraction.padEnd(site.digits, '0'))
}

/** Decimal text in major units with the site's digits. */
export function textOf(units: bigint, site: Site): string {
  const text = String(units).padStart(site.digits + 1, '0')
  const point = text.length - site.digits
  return site.digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`
}
