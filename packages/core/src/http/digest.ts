import { CaptureError } from '../error/capture-error.ts'
import { loadOnce } from './load-once.ts'

/** SHA-256 of UTF-8 text as lower-case hex. */
export type Digest = (text: string) => string

let loaded: Digest | null = null

export const loadDigest: () => Promise<Digest> = loadOnce(async () => {
  const { sha256Hex } = await import('../signing/sha256.ts')
  loaded = sha256Hex
  return loaded
})

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
