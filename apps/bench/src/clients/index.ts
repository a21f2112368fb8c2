import { fetch, ky, kyAndValibot, undici } from './bare.ts'
import type { Client } from './client.ts'
import { capMercadoPago, capMercadoPagoUndici, capPipwave, capPipwaveUndici, capVtex, capVtexUndici } from './ours.ts'
import { mercadopago, stripe } from './sdks.ts'

/** In the order of the tables. */
export const clients = {
  undici,
  fetch,
  ky,
  'ky-valibot': kyAndValibot,
  mercadopago,
  stripe,
  'cap-mercadopago': capMercadoPago,
  'cap-mercadopago-undici': capMercadoPagoUndici,
  'cap-pipwave': capPipwave,
  'cap-pipwave-undici': capPipwaveUndici,
  'cap-vtex': capVtex,
  'cap-vtex-undici': capVtexUndici,
} as const satisfies Record<string, Client>

export type ClientName = keyof typeof clients

export const clientNames = Object.keys(clients) as ClientName[]
