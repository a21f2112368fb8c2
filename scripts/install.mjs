import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './process.mjs'
import { SetupError } from './toolchain.mjs'

const reasons = [
  [
    /ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH)/,
    'pnpm-lock.yaml is out of date: run `pnpm install` and commit it',
  ],
  [/ERR_PNPM_NO_LOCKFILE/, 'pnpm-lock.yaml is missing: restore it from version control'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_PNPM_META_FETCH_FAIL|error sending request/,
    'the npm registry cannot be reached: connect once, later runs need no network',
  ],
  [/ENOSPC/, 'the disk is full'],
]

/** Folders that only the tests need, with the runtimes they run on: some 350 MB. */
export const forTestsOnly = ['apps/runtimes']

/**
 * Installs exactly what the lock file says; does nothing when neither it nor a manifest has changed since the last time.
 *
 * @param {string} root
 * @param {{ env: NodeJS.ProcessEnv }} toolchain
 * @param {readonly string[]} [leftOut] folders whose dependencies are not needed; if they are there already, they stay
 */
export async function installDependencies(root, { env }, leftOut = []) {
  const stamp = join(root, 'node_modules', '.cap', 'installed')
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : null
  if (installed === fingerprintOf(root, []) || installed === fingerprintOf(root, leftOut)) return

  console.error('setup: installing dependencies')
  const filters = leftOut.map((folder) => `--filter=!./${folder}`)
  const pnpm = ['install', '--frozen-lockfile', '--prefer-offline', ...filters]
  // Without CI, pnpm may stop to ask before it replaces a node_modules made by another tool.
  const answer = await run('pnpm', pnpm, { cwd: root, env: { ...env, CI: 'true' }, quiet: true })
  if (answer.code !== 0) {
    process.stderr.write(answer.output)
    const known = reasons.find(([pattern]) => pattern.test(answer.output))
    throw new SetupError(`dependencies were not installed: ${known?.[1] ?? 'see the lines above'}`)
  }
  mkdirSync(join(root, 'node_modules', '.cap'), { recursive: true })
  writeFileSync(stamp, fingerprintOf(root, leftOut))
}

function fingerprintOf(root, leftOut) {
  const grouped = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  )
  const folders = [...grouped, join(root, 'docs')]
  const files = [
    ...['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.mjs', 'package.json'].map((name) => join(root, name)),
    ...folders.map((folder) => join(folder, 'package.json')),
  ]
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${leftOut}`)
  for (const file of files) {
    if (existsSync(file)) hash.update(`\0${file}\0`).update(readFileSync(file))
  }
  // A package folder that lost its links needs an install as much as a changed lock file does.
  const needed = folders.filter((folder) => !leftOut.some((left) => folder === join(root, left)))
  for (const folder of needed) hash.update(String(existsSync(join(folder, 'node_modules'))))
  return hash.digest('hex')
}
