import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { binaryOf, type Runtime } from './binaries.ts'
import { home, run } from './processes.ts'
import type { Report } from './scenario/protocol.ts'
import { openStage } from './stage/stage.ts'
import { bundleWorker, serveWorker } from './workerd.ts'

const main = join('src', 'scenario', 'main.ts')

/** How each runtime runs the scenarios, at a stage. */
const runs: Readonly<Record<Runtime | 'node', (path: string, stage: string) => Promise<Report>>> = {
  node: async (path, stage) => JSON.parse(await run(path, [main, stage])),
  bun: async (path, stage) => JSON.parse(await run(path, [main, stage])),
  // What is read are the files of the packages, through links that lead out of this folder.
  deno: async (path, stage) => JSON.parse(await run(path, ['run', '--allow-net', main, stage])),
  async workerd(path, stage) {
    const folder = join(home, '.reports', 'scenarios')
    mkdirSync(folder, { recursive: true })
    const files = await bundleWorker(join('src', 'scenario', 'worker.ts'), join(folder, 'worker.js'))
    const { url, printed } = await serveWorker(path, join(folder, 'worker.js'))
    const response = await fetch(`${url}/?stage=${encodeURIComponent(stage)}`)
    if (!response.ok) throw new Error(`the worker answered ${response.status}\n${printed()}`)
    const report = (await response.json()) as Report
    return { ...report, core: files.find((file) => file.includes('packages/core/')) ?? 'nowhere' }
  },
}

/** One run of everything, at a stage of its own. */
export async function reportOf(runtime: Runtime | 'node'): Promise<{ report: Report; secrets: readonly string[] }> {
  const binary = runtime === 'node' ? { path: process.execPath } : binaryOf(runtime)
  if ('missing' in binary) throw new Error(binary.missing)
  const stage = await openStage()
  try {
    return { report: await runs[runtime](binary.path, stage.url), secrets: [...stage.secrets] }
  } finally {
    await stage.close()
  }
}
