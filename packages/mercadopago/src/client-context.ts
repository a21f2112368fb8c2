import type { Context } from './capture.ts'
import { invalid } from './credentials.ts'

/** What the clients were made of, for the operations that are functions: a client itself shows none of it. */
const contexts = /*#__PURE__*/ new WeakMap<object, Context>()

export function remember(client: object, context: Context): void {
  contexts.set(client, context)
}

/** @throws CaptureError `invalid_request`, `field: 'client'` */
export function contextOf(client: unknown): Context {
  const context = typeof client === 'object' && client !== null ? contexts.get(client) : undefined
  if (context !== undefined) return context
  throw invalid(
    'client',
    'must be what createMercadoPago() returned, unwrapped, and come from the same copy of @cap/mercadopago as this operation',
  )
}
