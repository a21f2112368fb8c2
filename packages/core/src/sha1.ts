/** SHA-1 alone, for what loads it on first use: a bundle of `@cap/core/signing` holds HMAC too. */
export { sha1Hex } from './signing/sha1.ts'
