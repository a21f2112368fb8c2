import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** Where packages are found as their users find them: by name, built, without the condition that leads to the sources. */
export const home = join(import.meta.dirname, '..')

const started = new Set<ChildProcess>()

type Environment = Readonly<Record<string, string>>

/** Runs a command to its end. @returns what it printed */
export async function run(command: string, args: readonly string[]): Promise<string> {
  const child = start(command, args)
  const [stdout, stderr] = [text(child.stdout as Readable), text(child.stderr as Readable)]
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}\n${await stderr}\n${await stdout}`)
  return stdout
}

/** Starts a command, with what it prints and a fourth pipe to be read. */
export function start(command: string, args: readonly string[], env: Environment = {}, cwd = home): ChildProcess {
  // A user's environment, less what this run's own Node.js was told.
  const { NODE_OPTIONS: _, ...own } = process.env
  const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const
  const child = spawn(command, args, { cwd, env: { ...own, NO_COLOR: '1', ...env }, stdio: [...stdio] })
  started.add(child)
  child.once('exit', () => started.delete(child))
  return child
}

/** Ends what is still running. */
export async function stopAll(): Promise<void> {
  const ends = [...started].map((child) => once(child, 'close'))
  for (const child of started) child.kill()
  await Promise.all(ends)
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
