import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../engine/usage-error.ts'

/**
 * The key that payer tokens at rest are encrypted with: made at first use, readable by its owner only.
 *
 * @returns 32 bytes
 * @throws UsageError when the file holds something else
 */
export function dataKeyIn(path: string): Uint8Array {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  chmodSync(path, 0o600)
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new UsageError(`${path} does not hold a key of 32 bytes in base64`)
  return key
}
