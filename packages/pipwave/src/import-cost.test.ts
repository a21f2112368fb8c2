import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('costs little to import: neither ky nor hashing is loaded, and no Request or Headers is touched', () => {
  const program = `
    import { registerHooks } from 'node:module'
    const seen = []
    for (const name of ['Request', 'Headers', 'Response', 'fetch', 'crypto']) {
      const value = globalThis[name]
      Object.defineProperty(globalThis, name, { configurable: true, get: () => (seen.push(name), value) })
    }
    registerHooks({
      resolve(specifier, context, next) {
        const found = next(specifier, context)
        if (/node_modules\\/(?:ky|undici|@noble)\\//.test(found.url)) seen.push(specifier)
        return found
      },
    })
    const { createPipwave } = await import('./src/index.ts')
    createPipwave({ apiKey: 'key', apiSecret: 'secret', environment: 'live' })
    console.log(JSON.stringify(seen))`
  const flags = ['--conditions=@cap/source', '--input-type=module', '--no-warnings', '--eval', program]
  const { stdout, stderr } = spawnSync(process.execPath, flags, {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([])
})
