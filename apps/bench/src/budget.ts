import type { BundleLabel } from './size.ts'

/**
 * Most bytes, gzip, of a bundle of one capture from the sources, without ky. What a package offers besides must cost nothing here:
 * find out what got into the capture before you raise a number, and lower it when the bundle has become smaller.
 */
export const budgets = {
  '@cap/mercadopago': 26_150,
  '@cap/pipwave': 26_750,
  '@cap/vtex': 22_100,
} as const satisfies { readonly [Label in BundleLabel]?: number }
