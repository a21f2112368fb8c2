// Runs the programs of one page in their order, in a process of their own: `node run-page.ts <page>`. The emulators are
// the network, and waits take a hundredth of their time. Writes what each program printed to `results.json`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { createNetwork } from './network.ts'
import { codeFolder, exportsOf, pageNamed, programsOf } from './pages.ts'

export interface Result {
  readonly printed: string
  /** What it threw; null when it came to its end. */
  readonly failure: string | null
}

const page = pageNamed(process.argv[2] ?? '')
const folder = join(codeFolder, page.name)
Object.assign(process.env, exportsOf(page))

const network = createNetwork(process.env)
globalThis.fetch = network.fetch
const { setTimeout } = globalThis
const hurried = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
  setTimeout(callback, ms / 100, ...args)
globalThis.setTimeout = Object.assign(hurried, setTimeout)

let printed = ''
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array) => {
    printed += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
    return true
  }
}

const results: Result[] = []
for (const { file, stage } of programsOf(page)) {
  printed = ''
  let failure: string | null = null
  try {
    network.prepare(stage)
    await import(pathToFileURL(join(folder, file)).href)
  } catch (error) {
    failure = inspect(error)
  }
  results.push({ printed, failure })
}
writeFileSync(join(folder, 'results.json'), JSON.stringify(results))
// A server that a page starts does not keep the process.
process.exit(0)
