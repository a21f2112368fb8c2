import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { build } from 'esbuild'
import { home, start } from './processes.ts'

/** The settings a worker of today is deployed with: from 2026-08-04 on they include the flag `nodejs_compat`. */
export const compatibilityDate = '2026-11-01'

/** Bundles a worker into one module, as the tools that deploy workers do. @returns the files that went into it */
export async function bundleWorker(entry: string, outfile: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: home,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'cloudflare:*'],
    metafile: true,
    // Packages of this workspace are no packages to esbuild: it warns of what it would pass over in `node_modules`.
    logLevel: 'error',
  })
  return Object.keys(metafile.inputs)
}

/**
 * Serves a bundled worker, which may call servers of this machine.
 *
 * @param env what the worker finds in `process.env`
 * @returns where it is served, and what it prints besides
 */
export async function serveWorker(
  workerd: string,
  module: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly url: string; readonly printed: () => string }> {
  const bindings = Object.entries(env).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`)
  const config = join(dirname(module), 'workerd.capnp')
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "${module.slice(dirname(module).length + 1)}")],
      compatibilityDate = "${compatibilityDate}",
      bindings = [${bindings.join(', ')}],
      globalOutbound = "machine"
    )),
    (name = "machine", network = (allow = ["private"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
`,
  )
  const child = start(workerd, ['serve', config, '--control-fd=3'])
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      printed += chunk
    })
  }
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const { event, port } = JSON.parse(line) as { event: string; port?: number }
    if (event === 'listen') return { url: `http://127.0.0.1:${port}`, printed: () => printed }
  }
  throw new Error(`workerd did not serve ${module}\n${printed}`)
}
