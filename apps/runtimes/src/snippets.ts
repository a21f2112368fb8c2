import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { startFaultServer } from '@cap/core/testing'
import { createMercadoPagoEmulator, type MercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { binaryOf, type Runtime } from './binaries.ts'
import { freePort, home, start } from './processes.ts'
import { bundleWorker, serveWorker } from './workerd.ts'

/** What the connector of the document reads from its environment. */
export const secrets = {
  MP_ACCESS_TOKEN: 'TEST-8765432109876543-112233-9f8e7d6c5b4a39281706f5e4d3c2b1a0-441122',
  MP_PAYER_TOKEN: 'b7d2f0c94e6a4f1fa3c5d8e9f0a1b2c3',
  VTEX_APP_KEY: 'vtexappkey-my-store',
  VTEX_APP_TOKEN: 'token-of-the-snippets',
}

type Environment = Readonly<Record<string, string>>
type Started = { readonly url: string; readonly printed: () => string }

/** A snippet that is served, with Mercado Pago's emulator behind it. */
export interface Served extends Started {
  readonly emulator: MercadoPagoEmulator
  /** How long Mercado Pago takes from now on, in milliseconds. */
  takes(ms: number): void
  close(): Promise<void>
}

const document = readFileSync(
  join(dirname(createRequire(import.meta.url).resolve('@cap/vtex/package.json')), 'CONNECTOR.md'),
  'utf8',
)

/** The blocks of the document by their names. */
const blocks = new Map(
  [...document.matchAll(/^```ts ([\w.]+)\n([\s\S]*?)^```/gm)].map(([, name = '', text = '']) => [name, text] as const),
)

/** The command by which the document serves a snippet, less the command itself. */
function commandOf(file: string): readonly string[] {
  const [, command = ''] = new RegExp(`^\\w+ \\(\`(.* ${file})\`\\):$`, 'm').exec(document) ?? []
  return command.split(' ').slice(1)
}

const starts: Readonly<Record<Runtime, (path: string, folder: string, env: Environment) => Promise<Started>>> = {
  async bun(path, folder, env) {
    const port = await freePort()
    return commandLine(path, commandOf('bun.ts'), port, folder, { ...env, PORT: String(port) })
  },
  async deno(path, folder, env) {
    const port = await freePort()
    const args = commandOf('deno.ts').map((argument) => argument.replace(/^--port=.*/, `--port=${port}`))
    return commandLine(path, args, port, folder, env)
  },
  async workerd(path, folder, env) {
    await bundleWorker(join(folder, 'worker.ts'), join(folder, 'worker.js'))
    return serveWorker(path, join(folder, 'worker.js'), env)
  },
}

/** Serves the document's snippet for a runtime, as the document says. */
export async function serveSnippet(runtime: Runtime): Promise<Served> {
  const binary = binaryOf(runtime)
  if ('missing' in binary) throw new Error(binary.missing)
  // Inside this package, so that the packages are found by their names.
  const folder = join(home, '.reports', 'snippets', runtime)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of blocks) writeFileSync(join(folder, name), text)

  const emulator = createMercadoPagoEmulator({ accessTokens: [secrets.MP_ACCESS_TOKEN] })
  let delayMs = 0
  const mercadopago = await startFaultServer(
    {
      async fetch(request) {
        const answer = await emulator.fetch(request)
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
        return answer
      },
    },
    () => null,
  )
  const served = await starts[runtime](binary.path, folder, { ...secrets, MP_BASE_URL: mercadopago.url })
  return {
    ...served,
    emulator,
    takes(ms) {
      delayMs = ms
    },
    close: () => mercadopago.close(),
  }
}

/** Until it answers at all: what it prints when it listens is its own affair. */
async function commandLine(
  path: string,
  args: readonly string[],
  port: number,
  cwd: string,
  env: Environment,
): Promise<Started> {
  const child = start(path, args, env, cwd)
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      printed += chunk
    })
  }
  const url = `http://127.0.0.1:${port}`
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (child.exitCode !== null) break
    const answer = await fetch(`${url}/manifest`).catch(() => null)
    if (answer !== null) return { url, printed: () => printed }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${args.join(' ')} does not answer at ${url}\n${printed}`)
}
