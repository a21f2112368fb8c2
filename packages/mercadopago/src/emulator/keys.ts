/** A request that came under a key. */
export interface KnownRequest {
  readonly body: string
  readonly since: number
  /** What a repetition is answered with; null while the first request is running. */
  again: (() => unknown) | null
}

/** Recognises requests by their key, each path for itself. How long Mercado Pago does is not documented. */
export class Keys {
  readonly #known = new Map<string, KnownRequest>()
  readonly #lifetimeMs: number
  readonly #now: () => number

  constructor(lifetimeMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs
    this.#now = now
  }

  find(path: string, key: string): KnownRequest | undefined {
    const name = JSON.stringify([path, key])
    const known = this.#known.get(name)
    if (known === undefined || this.#now() - known.since < this.#lifetimeMs) return known
    this.#known.delete(name)
    return undefined
  }

  begin(path: string, key: string, body: string): KnownRequest {
    const request: KnownRequest = { body, since: this.#now(), again: null }
    this.#known.set(JSON.stringify([path, key]), request)
    return request
  }

  /** A request that came to nothing leaves its key free. */
  forget(path: string, key: string): void {
    this.#known.delete(JSON.stringify([path, key]))
  }
}
