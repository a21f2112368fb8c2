/**
 * Codes that only an attempt to connect can end with: name resolution, a refused or timed-out connection, a certificate
 * that was not accepted. The request is written after all of these.
 *
 * Sources: https://nodejs.org/api/errors.html, https://nodejs.org/api/tls.html#x509-certificate-error-codes,
 * https://undici.nodejs.org/#/docs/api/Errors.
 */
const proofs: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CRL_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Codes of the system that prove it only when `connect` is the call that failed: an open connection can time out too. */
const proofsOfConnect: ReadonlySet<string> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

/** Longest chain of causes that is looked at. */
const longestChain = 8

/**
 * Whether what `fetch` rejected with proves that the request was not sent.
 *
 * The first code on the chain of causes decides; several attempts to connect (`AggregateError`) prove it when every one of
 * them does. Whatever is not known to prove it does not.
 */
export function provesUnsent(error: unknown): boolean {
  try {
    return proves(error, longestChain)
  } catch {
    return false
  }
}

function proves(error: unknown, depth: number): boolean {
  if (!isObject(error) || depth === 0) return false
  const { code, errors, syscall } = error
  if (Array.isArray(errors)) return errors.length > 0 && errors.every((each) => proves(each, depth - 1))
  if (typeof code !== 'string') return proves(error.cause, depth - 1)
  return proofs.has(code) || (proofsOfConnect.has(code) && syscall === 'connect')
}

/**
 * The first code on the chain of causes. Nothing else of an error is passed on: messages of libraries can contain the URL
 * and the headers of the request.
 */
export function failureCode(error: unknown, fallback: string): string {
  try {
    let current = error
    for (let depth = 0; depth < longestChain && isObject(current); depth += 1) {
      const { code } = current
      if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code)) return code
      current = current.cause
    }
  } catch {
    // An error whose own properties throw says nothing.
  }
  return fallback
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
