import type { CaptureClient } from '@cap/core'
import { LedgerError } from '../error.ts'

/** What a row without a client's name is captured by. */
const only = 'default'

/** The clients by name. */
export class Clients<Client extends CaptureClient<never>> {
  readonly #byName: ReadonlyMap<string, Client>

  constructor(given: Client | Readonly<Record<string, Client>>) {
    this.#byName = new Map(isClient(given) ? [[only, given]] : Object.entries(given))
    if (this.#byName.size === 0) {
      throw new LedgerError({
        code: 'invalid_request',
        field: 'clients',
        message: 'clients must name at least one client',
      })
    }
  }

  /** The name a row's client goes by; null: it must say which. */
  nameOf(given: string | undefined): string | null {
    if (given !== undefined) return given
    const [first] = this.#byName.keys()
    return this.#byName.size === 1 && first !== undefined ? first : this.#byName.has(only) ? only : null
  }

  get(name: string): Client | null {
    const [first] = this.#byName.values()
    // A batch that was written with its only client by one name is worked on with it by another.
    return this.#byName.get(name) ?? (this.#byName.size === 1 && name === only ? (first ?? null) : null)
  }

  all(): readonly Client[] {
    return [...this.#byName.values()]
  }
}

function isClient<Client extends CaptureClient<never>>(
  given: Client | Readonly<Record<string, Client>>,
): given is Client {
  return typeof given.capture === 'function' && typeof given.describe === 'function'
}
