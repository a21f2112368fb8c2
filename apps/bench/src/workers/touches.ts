/** Tells what the import of a module touches and loads: `touches <specifier>`. */
import { registerHooks } from 'node:module'

export interface Touches {
  /** Globals that Node makes at first use, at a price. */
  readonly globals: readonly string[]
  /** Packages and built-in modules that were loaded. */
  readonly modules: readonly string[]
}

const lazy = ['Request', 'Response', 'Headers', 'FormData', 'WebSocket', 'EventSource', 'crypto']

const globals = new Set<string>()
for (const name of lazy) {
  const original = Object.getOwnPropertyDescriptor(globalThis, name)
  if (original?.get === undefined) continue
  const { get } = original
  Object.defineProperty(globalThis, name, {
    ...original,
    get() {
      globals.add(name)
      return get.call(globalThis)
    },
  })
}

const modules = new Set<string>()
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context)
    modules.add(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(resolved.url)?.[1] ?? specifier)
    return resolved
  },
})

await import(process.argv[2] ?? '')
const result: Touches = { globals: [...globals], modules: [...modules].filter((name) => !/^[./]/.test(name)) }
process.stdout.write(JSON.stringify(result))
