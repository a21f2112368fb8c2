import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pages, rootFolder } from './pages.ts'

interface Manifest {
  readonly name: string
  readonly bin?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const published = readdirSync(join(rootFolder, 'packages')).map((folder) => manifestOf(join('packages', folder)))
const installable = new Set(
  published.flatMap(({ name, peerDependencies }) => [name, ...Object.keys(peerDependencies ?? {})]),
)
// What `@hono/node-server` asks for beside itself.
installable.add('hono')

const lines = pages.flatMap(({ name, text, blocks }) => [
  ...blocks
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => block.text.trim().split('\n'))
    .map((line) => [name, line] as const),
  ...[...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`((?:npm|npx|node|pnpm) [^`]+)`/g)].map(
    ([, line = '']) => [name, line] as const,
  ),
])

test('the pages name commands', () => {
  expect(lines.length).toBeGreaterThan(5)
})

test.each(lines)('%s.md: %s', (_, line) => {
  expect(problemOf(line)).toBeNull()
})

function problemOf(line: string): string | null {
  const [command = '', ...words] = line.replace(/ +#.*$/, '').split(' ')
  switch (command) {
    case 'export':
      return /^\w+=\S+$/.test(words.join(' ')) ? null : 'an export has a name and a value without blanks'
    case 'npm':
      return words[0] === 'install' ? installs(words.slice(1)) : runs(words)
    case 'npx':
      return runsBin(words)
    default:
      return `nobody knows how to check ${command}`
  }
}

function installs(names: readonly string[]): string | null {
  const foreign = names.filter((name) => !installable.has(name))
  return foreign.length === 0 ? null : `no package of ours, and none that ours ask for: ${foreign.join(' ')}`
}

/** `npm start -- <command> [provider]`: a script of the repository, and a command of the harness. */
function runs([script = '', separator, name]: readonly string[]): string | null {
  if (manifestOf('.').scripts?.[script] === undefined) return `no script is called ${script}`
  if (script !== 'start' || separator === undefined) return null
  const known = existsSync(join(rootFolder, 'apps', 'demo', 'src', 'commands', `${name}.ts`))
  return separator === '--' && known ? null : `the harness has no command ${name}`
}

function runsBin([name = '', subcommand = '']: readonly string[]): string | null {
  const manifest = published.find((one) => one.name === name)
  const [bin] = Object.keys(manifest?.bin ?? {})
  if (bin === undefined) return `${name} has no command`
  const source = join(rootFolder, 'packages', name.replace('@cap/', ''), 'src', 'bin')
  const sources = readdirSync(source).map((file) => readFileSync(join(source, file), 'utf8'))
  return sources.some((text) => text.includes(`${bin} ${subcommand}`)) ? null : `${bin} has no command ${subcommand}`
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(rootFolder, folder, 'package.json'), 'utf8'))
}
