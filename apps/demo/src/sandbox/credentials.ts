import type { Environment } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'

/**
 * The value of a variable that a sandbox needs.
 *
 * @throws UsageError when it is not set
 */
export function required(environment: Environment, name: string): string {
  const value = environment[name] ?? ''
  if (value !== '') return value
  throw new UsageError(`--target sandbox needs ${name}: set it, or write it to apps/demo/.env (see .env.example there)`)
}

/**
 * Declares in words which environment credentials are for, where they do not say so themselves.
 *
 * @throws UsageError when they are live, or nobody said that they are not
 */
export function declared(environment: Environment, name: string, testing: string): void {
  const value = required(environment, name)
  if (value === testing) return
  throw new UsageError(
    `${name} must be ${testing}: this demo refuses live credentials, and everything else it does not know`,
  )
}

/**
 * Another address for a sandbox: only on this machine, for tests and recordings.
 *
 * @throws UsageError for any other
 */
export function loopbackOverride(environment: Environment, name: string): string | undefined {
  const value = environment[name] ?? ''
  if (value === '') return undefined
  if (isLoopback(value)) return value
  throw new UsageError(
    `${name} must be on this machine (localhost, 127.0.0.1 or [::1]): credentials are sent nowhere else`,
  )
}

function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { hostname, protocol } = new URL(text)
  return /^https?:$/.test(protocol) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
