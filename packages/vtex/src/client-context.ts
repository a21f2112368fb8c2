import type { Digest, Settings } from '@cap/core/http'
import { invalidRequest } from './error.ts'

/** What a client's operations work with. */
export interface Wiring {
  readonly settings: Settings
  /** Credentials included: it never leaves the client but by the wire. */
  readonly headers: Readonly<Record<string, string>>
  /** The digest that names the account. */
  account(digest: Digest): string
}

/** Beside the clients, since it holds their credentials: the operations beside the capture are functions, not methods. */
const wirings = /* @__PURE__ */ new WeakMap<object, Wiring>()

/** Makes a client known to the operations beside the capture. */
export function keepWiring(client: object, wiring: Wiring): void {
  wirings.set(client, wiring)
}

/** @throws CaptureError `invalid_request`, `field` `client` */
export function wiringOf(client: unknown): Wiring {
  const wiring = typeof client === 'object' && client !== null ? wirings.get(client) : undefined
  if (wiring !== undefined) return wiring
  throw invalidRequest(
    'client',
    'must be what createVtexGateway returned, itself and not a copy: if it is, two copies of @cap/vtex are installed, and both must come from one',
  )
}
