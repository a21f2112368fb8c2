/** Hashes and signatures for authors of provider packages, over `@noble/hashes`. Not in the main entry: most users never load them. */
export { equalConstantTime } from './signing/equal.ts'
export { hmacSha256Hex } from './signing/hmac.ts'
export { sha1Hex } from './signing/sha1.ts'
export { sha256Hex } from './signing/sha256.ts'
