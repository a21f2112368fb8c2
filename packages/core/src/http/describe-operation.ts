import type { CaptureDescription } from '../capture/client.ts'
import { type Digest, loadDigest } from './digest.ts'
import { fingerprintOf, type Identity } from './identity.ts'

/** What a description says besides the identity of the operation. */
export interface DescribedOperation extends Pick<CaptureDescription, 'environment' | 'paymentKey' | 'secretPaths'> {
  /** As the call itself is identified by, so that a description and a handle cannot differ. */
  readonly identify: (digest: Digest) => Identity
}

/** What a call would be, without making it: for stores, which write the intent down first. */
export async function describeOperation(about: DescribedOperation): Promise<CaptureDescription> {
  const { environment, paymentKey, secretPaths, identify } = about
  const digest = await loadDigest()
  const identity = identify(digest)
  const { account, operation, idempotencyKey } = identity
  const fingerprint = fingerprintOf(identity, digest)
  return { operation, paymentKey, account, environment, idempotencyKey, fingerprint, secretPaths }
}
