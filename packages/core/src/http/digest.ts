import { CaptureError } from '../error/capture-error.ts'

/** SHA-256 of UTF-8 text as lower-case hex. */
export type Digest = (text: string) => string

let loading: Promise<Digest> | null = null
let loaded: Digest | null = null

/** Loaded on first use, so that importing a provider's package does not pay for it. A failed load is tried again. */
export function loadDigest(): Promise<Digest> {
  loading ??= import('../signing/sha256.ts').then(
    (module) => {
      loaded = module.sha256Hex
      return loaded
    },
    (error) => {
      loading = null
      throw error
    },
  )
  return loading
}

/**
 * At once when it is loaded already, which spares every call but the first a promise.
 *
 * @throws CaptureError `not_sent`, as a rejection
 */
export function digestBeforeSending(provider: string): Digest | Promise<Digest> {
  if (loaded !== null) return loaded
  return loadDigest().catch(() => {
    const message = 'the digest module could not be loaded, so nothing was sent: check that @noble/hashes is installed'
    throw new CaptureError({ code: 'not_sent', provider, message })
  })
}
