import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)

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
