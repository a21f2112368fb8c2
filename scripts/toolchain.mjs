import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { run } from './process.mjs'

/** The machine lacks something the user can provide: the message is all there is to say. */
export class SetupError extends Error {}

/**
 * Node.js and pnpm for everything that follows, as an environment whose PATH finds them.
 *
 * What is at hand is used when it is new enough; what is not comes in the exact version of `.node-version` and of the
 * `packageManager` field, through npx, into npm's own cache. Nothing is installed on the machine.
 *
 * @param {string} root
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>}
 */
export async function findToolchain(root) {
  const wanted = []
  const nodeVersion = readFileSync(join(root, '.node-version'), 'utf8').trim()
  const packageManager = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('+')[0]
  if (!runsOurTools(process.versions.node)) wanted.push(`node@${nodeVersion}`)
  if (!(await hasPnpm(root, packageManager))) wanted.push(packageManager)

  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
  if (wanted.length === 0) {
    const first = which('node', env.PATH)
    if (first === undefined || realpathSync(first) !== realpathSync(process.execPath)) {
      env.PATH = [dirname(process.execPath), env.PATH].join(delimiter)
    }
    return { node: process.execPath, env }
  }
  const bin = await bring(root, wanted)
  env.PATH = [bin, env.PATH].join(delimiter)
  const node = wanted[0]?.startsWith('node@') ? which('node', env.PATH) : process.execPath
  if (node === undefined) throw new SetupError(`npx brought ${wanted.join(' and ')}, but no node is in ${bin}`)
  return { node, env }
}

/**
 * Type stripping came on by default in 22.18 and 23.6, and tsup 9 asks for 22.18, 24.11 or 26.
 *
 * @param {string} version
 */
export function runsOurTools(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26
}

async function hasPnpm(root, packageManager) {
  const pnpm = which('pnpm', process.env.PATH)
  if (pnpm === undefined) return false
  // A pnpm that is a stand-in for a downloader must neither ask nor hang.
  const env = { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' }
  const answer = await run(pnpm, ['--version'], { cwd: root, env, quiet: true, timeout: 20_000 }).catch(() => undefined)
  const [major] = packageManager.replace('pnpm@', '').split('.')
  return answer?.code === 0 && answer.output.trim().split('.')[0] === major
}

async function bring(root, wanted) {
  const memory = join(root, 'node_modules', '.cap', 'toolchain.json')
  const known = recall(memory)
  if (known?.wanted === wanted.join(' ') && wanted.every((tool) => holds(known.bin, tool))) return known.bin

  console.error(`setup: fetching ${wanted.join(' and ')} (once)`)
  const packages = wanted.flatMap((tool) => ['-p', tool])
  const [command, ...before] = npx()
  const answer = await run(command, [...before, '--yes', ...packages, '--', 'node', '-p', 'process.env.PATH'], {
    cwd: root,
    quiet: true,
  }).catch((error) => ({ code: 1, output: String(error) }))
  const bin = answer.output
    .split(/\r?\n/)
    .flatMap((line) => line.split(delimiter))
    .find((folder) => folder.includes('_npx') && wanted.every((tool) => holds(folder, tool)))
  if (answer.code !== 0 || bin === undefined) {
    process.stderr.write(answer.output)
    throw new SetupError(
      `npx could not bring ${wanted.join(' and ')}: connect this machine to its npm registry once, or install them yourself`,
    )
  }
  mkdirSync(dirname(memory), { recursive: true })
  writeFileSync(memory, JSON.stringify({ wanted: wanted.join(' '), bin }))
  return bin
}

/** npx as a JavaScript file where there is one: started by this very Node, it needs no shell on any system. */
function npx() {
  const beside = dirname(process.execPath)
  const candidates = [
    process.env.npm_execpath?.endsWith('npm-cli.js') && join(dirname(process.env.npm_execpath), 'npx-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npx-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npx-cli.js'),
  ]
  const script = candidates.find((candidate) => candidate && existsSync(candidate))
  if (script) return [process.execPath, script]
  const command = which('npx', process.env.PATH)
  if (command === undefined) throw new SetupError('npx was not found: install npm, or Node.js 24 and pnpm 12')
  return [command]
}

function holds(folder, tool) {
  return which(tool.split('@')[0], folder) !== undefined
}

function which(name, path = '') {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  for (const folder of path.split(delimiter)) {
    const found = names.map((file) => join(folder, file)).find((file) => folder !== '' && existsSync(file))
    if (found) return found
  }
  return undefined
}

function recall(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
