import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** Both. */
  readonly output: string
}

export interface DemoOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** What to run. Default: the demo itself. */
  readonly main?: URL
}

/** The demo as a process of its own, with nothing of this process's environment but the path. */
export function demo(
  args: readonly string[],
  { environment = {}, main = new URL('../main.ts', import.meta.url) }: DemoOptions = {},
): Promise<Ended> {
  const file = fileURLToPath(main)
  const env = { PATH: process.env.PATH ?? '', ...environment }
  return new Promise((resolve) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 }
    execFile(process.execPath, ['--conditions=@cap/source', file, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, stdout, stderr, output: stdout + stderr })
    })
  })
}

/** A file that is not there, so that nobody's own `.env` takes part in a test. */
export const noFile = temporaryFile('empty.env', '')

export function temporaryFile(name: string, content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'cap-demo-')), name)
  writeFileSync(file, content)
  return file
}
