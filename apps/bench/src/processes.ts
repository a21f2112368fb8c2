import { type ChildProcess, execFile, fork } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { installation } from './installation.ts'
import type { Seen } from './workers/server.ts'

/** Started by name, each in a process of its own. */
const workers = {
  server: './workers/server.ts',
  load: './workers/load.ts',
  import: './workers/import.ts',
  'first-call': './workers/first-call.ts',
  touches: './workers/touches.ts',
}
type Worker = keyof typeof workers

/** Makes the workers plain JavaScript: what Node needs to strip types would be measured too. Packages stay packages. */
export async function compileWorkers(): Promise<void> {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: workers,
    outdir: installation(),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node22',
  })
}

const execute = promisify(execFile)

/** Runs a worker to its end. @returns what it printed, and how long the process lived */
export async function runWorker<T>(worker: Worker, args: readonly string[]): Promise<{ result: T; wallMs: number }> {
  const startedAt = performance.now()
  const { stdout } = await execute(process.execPath, [file(worker), ...args], { cwd: installation() })
  return { wallMs: performance.now() - startedAt, result: JSON.parse(stdout) as T }
}

/** As {@link runWorker}, for a worker that sends its result and must not be disturbed by pipes. */
export async function forkWorker<T>(worker: Worker, args: readonly string[]): Promise<T> {
  const child = fork(file(worker), args, { cwd: installation(), execArgv: [] })
  return (await message(child)) as T
}

export interface Server {
  readonly origin: string
  /** What was seen since the last time. */
  seen(): Promise<Seen>
  close(): void
}

export async function startServer(): Promise<Server> {
  const child = fork(file('server'), [], { cwd: installation(), execArgv: [] })
  const { port } = (await message(child)) as { port: number }
  return {
    origin: `http://127.0.0.1:${port}`,
    seen() {
      const answer = message(child)
      child.send('seen')
      return answer as Promise<Seen>
    },
    close: () => child.disconnect(),
  }
}

function file(worker: Worker): string {
  return join(installation(), `${worker}.mjs`)
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the benchmark ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.off('exit', onExit)
      resolve(answer)
    })
  })
}
