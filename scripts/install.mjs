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

/**
 * Installs exactly what the lock file says; does nothing when neither it nor a manifest has changed since the last time.
 *
 * @param {string} root
 * @param {{ env: NodeJS.ProcessEnv }} toolchain
 */
export async function installDependencies(root, { env }) {
  const stamp = join(root, 'node_modules', '.cap', 'installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprintOf(root)) return

  console.error('setup: installing dependencies')
  const pnpm = ['install', '--frozen-lockfile', '--prefer-offline']
  // Without CI, pnpm may stop to ask before it replaces a node_modules made by another tool.
  const answer = await run('pnpm', pnpm, { cwd: root, env: { ...env, CI: 'true' }, quiet: true })
  if (answer.code !== 0) {
    process.stderr.write(answer.output)
    const known = reasons.find(([pattern]) => pattern.test(answer.output))
    throw new SetupError(`dependencies were not installed: ${known?.[1] ?? 'see the lines above'}`)
  }
  mkdirSync(join(root, 'node_modules', '.cap'), { recursive: true })
  writeFileSync(stamp, fingerprintOf(root))
}

function fingerprintOf(root) {
  const grouped = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  )
  const folders = [...grouped, join(root, 'docs')]
  const files = [
    ...['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.mjs', 'package.json'].map((name) => join(root, name)),
    ...folders.map((folder) => join(folder, 'package.json')),
  ]
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of files) {
    if (existsSync(file)) hash.update(`\0${file}\0`).update(readFileSync(file))
  }
  // A package folder that lost its links needs an install as much as a changed lock file does.
  for (const folder of folders) hash.update(String(existsSync(join(folder, 'node_modules'))))
  return hash.digest('hex')
}
