/** SHA-256 of UTF-8 text as lower-case hex. */
export type Digest = (text: string) => string

let loaded: Promise<Digest> | null = null

/** Loaded on first use, so that importing a provider's package does not pay for it. A failed load is tried again. */
export function loadDigest(): Promise<Digest> {
  loaded ??= import('../signing/sha256.ts').then(
    (module) => module.sha256Hex,
    (error) => {
      loaded = null
      throw error
    },
  )
  return loaded
}
