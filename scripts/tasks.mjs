import { join } from 'node:path'
import { run } from './process.mjs'
import { SetupError } from './toolchain.mjs'

/** @typedef {{ root: string, toolchain: { node: string, env: NodeJS.ProcessEnv }, args: string[] }} Task */

/** The tools of the workspace as JavaScript files: started by Node directly, they need no shell. */
export const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  turbo: 'node_modules/turbo/bin/turbo',
  vitest: 'node_modules/vitest/vitest.mjs',
}

/** @param {Task} task */
export async function build({ root, toolchain: { node, env }, args }) {
  const { code } = await run(node, [tools.turbo, 'run', 'build', ...args], { cwd: root, env })
  return code
}

/** @param {Task} task */
export async function types({ root, toolchain: { node, env }, args }) {
  const packages = await run(node, [tools.turbo, 'run', 'types', '--continue', ...args], { cwd: root, env })
  const tests = await run(node, [tools.tsc, '-p', 'tsconfig.json'], { cwd: root, env })
  return packages.code || tests.code
}

/** The demo over freshly built packages: it imports them by name, as their users do. @param {Task} task */
export async function start({ root, toolchain, args }) {
  await buildQuietly({ root, toolchain })
  const { code } = await run(toolchain.node, [join('apps', 'demo', 'src', 'main.ts'), ...args], {
    cwd: root,
    env: toolchain.env,
  })
  return code
}

/** @param {Task} task */
export async function bench({ root, toolchain, args }) {
  await buildQuietly({ root, toolchain })
  const pnpm = ['--dir', join('apps', 'bench'), 'run', '--silent', 'bench', ...args]
  const { code } = await run('pnpm', pnpm, { cwd: root, env: toolchain.env })
  return code
}

/** The random schedules of faults, more of them than `npm test` has time for. @param {Task} task */
export async function schedules({ root, toolchain: { node, env }, args: [count = '20000', seed] }) {
  if (!/^[1-9]\d*$/.test(count)) throw new SetupError('usage: npm run schedules -- [how many] [seed]')
  const turbo = [tools.turbo, 'run', 'test', '--force', '--continue', '--concurrency=1', '--filter=./packages/*']
  const settings = { CAP_SCHEDULES: count, ...(seed === undefined ? {} : { CAP_SEED: seed }) }
  const { code } = await run(node, [...turbo, '--', 'contract.test.ts'], { cwd: root, env: { ...env, ...settings } })
  return code
}

/** Processes killed in the middle of captures, more of them than `npm test` has time for. @param {Task} task */
export async function kills({ root, toolchain: { node, env }, args: [count = '2000', seed] }) {
  if (!/^[1-9]\d*$/.test(count)) throw new SetupError('usage: npm run kills -- [how many] [seed]')
  const settings = { CAP_KILLS: count, ...(seed === undefined ? {} : { CAP_SEED: seed }) }
  const cwd = join(root, 'packages', 'ledger')
  const vitest = join(root, tools.vitest)
  const { code } = await run(node, [vitest, 'run', 'src/crash/kill'], { cwd, env: { ...env, ...settings } })
  return code
}

async function buildQuietly({ root, toolchain: { node, env } }) {
  const turbo = [tools.turbo, 'run', 'build', '--output-logs=errors-only']
  const { code, output } = await run(node, turbo, { cwd: root, env, quiet: true })
  if (code === 0) return
  process.stderr.write(output)
  throw new SetupError('the packages were not built: see the lines above')
}
