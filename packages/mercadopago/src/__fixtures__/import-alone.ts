/** Imports the package and nothing else, and prints what that loaded and touched. Run in a process of its own. */
import { registerHooks } from 'node:module'

const touched: string[] = []
for (const name of ['Request', 'Headers', 'Response', 'fetch'] as const) {
  const value = globalThis[name]
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      touched.push(name)
      return value
    },
  })
}
const loaded: string[] = []
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    if (/node_modules\/(?:ky|undici|@noble)\//.test(found.url)) loaded.push(specifier)
    return found
  },
})
const { createMercadoPago } = await import('../index.ts')
createMercadoPago({ accessToken: 'TEST-1' })
process.stdout.write(JSON.stringify({ touched, loaded }))
