// Runs the programs of one page in their order, in a process of their own: `node run-page.ts <page>`. The emulators are
// the network. Writes what each program printed to `results.json`.
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
globalThis.setTimeout = Object.assign(
  (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => setTimeout(callback, shortened(ms), ...args),
  setTimeout,
)

/** Waits between attempts are cut short, and so are deadlines; limits of one exchange stay, for a busy machine needs them. */
function shortened(ms: number): number {
  if (ms <= 2_000) return ms / 100
  return ms >= 30_000 ? ms / 9 : ms
}

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
