import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, root, tool } from '../workspace.ts'

/** A folder outside the workspace, with one package installed from its tarball and nothing else. */
export async function installAlone(name: string, tarballs: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cap-consumer-'))
  const { [name]: own, ...others } = tarballs
  const overrides = Object.fromEntries(Object.entries(others).map(([other, tarball]) => [other, `file:${tarball}`]))
  const manifest = { private: true, type: 'module', dependencies: { [name]: `file:${own}` }, overrides }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const args = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, stdout, stderr } = await command('npm', args, { cwd: folder, env: withoutLifecycle() })
  if (code !== 0) throw new Error(`npm did not install ${name}:\n${stdout}${stderr}`)
  return folder
}

/** The names of everything that was installed, at any depth. */
export function installedPackages(folder: string): string[] {
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'))
  return Object.keys(lock.packages)
    .map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .sort()
}

/** What the installed files weigh, in bytes. */
export function installedSize(folder: string): number {
  return readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** Runs a module or a script in the folder. */
export async function runFile(folder: string, file: string, text: string, options: readonly string[] = []) {
  writeFileSync(join(folder, file), text)
  return await command(process.execPath, ['--no-warnings', ...options, file], { cwd: folder })
}

/** Compiles one file as a strict user would: declarations of the package included, only Node's own types around. */
export async function compile(folder: string, file: string, text: string, resolution: 'nodenext' | 'bundler') {
  mkdirSync(join(folder, resolution), { recursive: true })
  writeFileSync(join(folder, resolution, file), text)
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution: resolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  }
  writeFileSync(join(folder, resolution, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(folder, resolution, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }))
  return await tool('typescript/bin/tsc', ['-p', 'tsconfig.json'], { cwd: join(folder, resolution) })
}

/** npm started from a script would take the settings of the package manager that runs this one. */
function withoutLifecycle(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^(npm_(package|lifecycle)_|npm_(command|execpath|config_(user_agent|local_prefix)))/.test(key),
  )
  return Object.fromEntries(kept)
}
