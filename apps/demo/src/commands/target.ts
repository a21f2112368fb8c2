import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import type { Environment } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'

export const targets = ['emulator', 'sandbox'] as const

export type Target = (typeof targets)[number]

/** Not versioned; `.env.example` beside it is. */
const defaultFile = fileURLToPath(new URL('../../.env', import.meta.url))

/**
 * The variables that arm a sandbox: the process's own, and under them those of a file.
 *
 * @param file given by the user; without one, `apps/demo/.env` is read where there is one
 * @throws UsageError when a given file cannot be read
 */
export function sandboxEnvironment(environment: Environment, file: string | undefined): Environment {
  let text = ''
  try {
    text = readFileSync(file ?? defaultFile, 'utf8')
  } catch (error) {
    if (file !== undefined) throw new UsageError(`--env-file: ${file} cannot be read`, { cause: error })
  }
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  return { ...parseEnv(text), ...Object.fromEntries(set) }
}
