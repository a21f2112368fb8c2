import { describe, expect, test } from 'vitest'
import { packages, readText } from '../workspace.ts'

// What is exported is a promise: a name that comes or goes shows up in review as a changed line of a file in api/.
describe.each(packages.map((one) => [one.manifest.name, one] as const))('%s', (name, { folder, manifest }) => {
  test('exports the names it is known for', async () => {
    const entries = Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
      if (typeof target === 'string') return []
      const source = readText(`packages/${folder}/${(target['@cap/source'] ?? '').replace('./', '')}`)
      return [`${name}${entry.slice(1)}\n${exportedNames(source).join('\n')}\n`]
    })
    await expect(entries.join('\n')).toMatchFileSnapshot(`api/${folder}.txt`)
  })
})

/** The names of an entry file, which is a list of names and nothing else. */
function exportedNames(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const names: string[] = []
  for (const [, kind = '', list = ''] of code.matchAll(/^export( type)? \{([^}]*)\} from '[^']+'/gm)) {
    for (const item of list.split(',').map((text) => text.trim())) {
      if (item === '') continue
      const type = kind !== '' || item.startsWith('type ')
      const exported = item.replace(/^type /, '').replace(/^.* as /, '')
      names.push(type ? `  type ${exported}` : `  ${exported}`)
    }
  }
  const exports = code.match(/^export\b/gm)?.length ?? 0
  const lists = code.match(/^export(?: type)? \{[^}]*\} from '[^']+'/gm)?.length ?? 0
  if (exports !== lists) throw new Error('an entry file re-exports names and defines nothing itself')
  return names.sort()
}
