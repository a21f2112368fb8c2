import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { findChromium } from './find-chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser; empty where none is to be used. */
    chromium: string
    /** Folder of the page, built for this run. */
    page: string
  }
}

/** Once for each run: finds or installs the browser, and builds the page that is tested. Not for the fast part. */
export function setup(project: TestProject): (() => void) | undefined {
  if (process.env.CAP_FAST === '1') return undefined
  const page = mkdtempSync(join(tmpdir(), 'cap-page-'))
  // In a process of its own: inside a test run, React would be bundled as for developers.
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
  execFileSync(process.execPath, [vite, 'build', '--outDir', page, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  project.provide('page', page)
  project.provide('chromium', findChromium({ env: process.env, exists: existsSync, install }))
  return () => rmSync(page, { recursive: true, force: true })
}

/** Debian's package, where we may install it. */
function install(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  console.log('setup: installing chromium with apt-get (once)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore', timeout: 120_000 })
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
      stdio: 'ignore',
      timeout: 300_000,
    })
    return true
  } catch {
    return false
  }
}
