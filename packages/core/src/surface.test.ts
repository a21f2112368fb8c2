import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as http from './http.ts'
import * as index from './index.ts'
import * as signing from './signing.ts'
import * as testing from './testing.ts'
import * as undici from './undici.ts'

const run = promisify(execFile)

/** What a package exports is a promise: a name that comes or goes is a decision. */
describe('the exported names', () => {
  it.each([
    ['@cap/core', index],
    ['@cap/core/http', http],
    ['@cap/core/signing', signing],
    ['@cap/core/testing', testing],
    ['@cap/core/undici', undici],
  ])('%s', (_, module) => {
    expect(Object.keys(module).sort()).toMatchSnapshot()
  })
})

describe('importing @cap/core/http', () => {
  it('touches no Request, Headers or fetch, and loads neither ky nor noble', async () => {
    const script = `
      for (const name of ['Request', 'Response', 'Headers', 'fetch', 'FormData']) {
        Object.defineProperty(globalThis, name, { get() { throw new Error('touched ' + name) } })
      }
      await import('@cap/core/http')
      process.stdout.write('untouched')
    `
    const trace = `
      import { registerHooks } from 'node:module'
      registerHooks({ load(url, context, next) { if (/node_modules.*(ky|@noble)/.test(url)) process.stdout.write('loaded ' + url); return next(url, context) } })
    `
    const args = [
      '--conditions=@cap/source',
      '--import',
      `data:text/javascript,${encodeURIComponent(trace)}`,
      '--input-type=module',
      '--eval',
      script,
    ]
    const { stdout } = await run(process.execPath, args, { cwd: import.meta.dirname })
    expect(stdout).toBe('untouched')
  })
})
