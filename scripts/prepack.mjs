// Runs before a package is packed, in its folder: a tarball never holds a stale build.
import { join } from 'node:path'
import { run } from './process.mjs'
import { tools } from './tasks.mjs'

const agent = process.env.npm_config_user_agent ?? ''
if (agent.startsWith('pnpm/')) {
  const root = join(import.meta.dirname, '..')
  const turbo = [join(root, tools.turbo), 'run', 'build', '--output-logs=errors-only']
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  const { code, output } = await run(process.execPath, turbo, { cwd: process.cwd(), env, quiet: true })
  if (code !== 0) process.stderr.write(output)
  process.exitCode = code
} else {
  console.error('error: pack with pnpm: other tools would leave `workspace:` and `catalog:` ranges in the manifest')
  process.exitCode = 1
}
