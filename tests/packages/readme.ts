import { stripTypeScriptTypes } from 'node:module'
import { readText } from '../workspace.ts'

/** The first TypeScript block of a package's README: what a newcomer copies. */
export function firstExample(folder: string): string {
  const [, example] = /^```ts[^\n]*\n([\s\S]*?)^```/m.exec(readText(`packages/${folder}/README.md`)) ?? []
  if (example === undefined) throw new Error(`packages/${folder}/README.md has no \`\`\`ts block`)
  return example
}

/** The same lines for a `.cjs` file: `require()` in place of `import`, and a function around what waits. */
export function withRequire(example: string): string {
  const requires: string[] = []
  const local = example.replace(/^export (?=async |function |const |type |interface )/gm, '')
  const rest = local.replace(/^import (type )?(\{[^}]*\}) from ('[^']+');?$/gm, (_, type, names, module) => {
    const values = String(names)
      .replace(/\btype \w+( as \w+)?,?/g, '')
      .replaceAll(' as ', ': ')
    if (type === undefined) requires.push(`const ${values} = require(${module})`)
    return ''
  })
  return stripTypeScriptTypes(`${requires.join('\n')}\nasync function example() {\n${rest}\n}\nvoid example()\n`)
}

/**
 * A module that puts the emulator of a package in the place of the network, and says at the end how often money moved.
 * The emulator knows the credentials and the payment the example speaks of.
 */
export function emulating(name: string, example: string): string {
  return `
    import * as emulators from '${name}/emulator'
    const account = Object.entries(emulators.emulatorAccount ?? {})
    const snake = (key) => key.replace(/[A-Z]/g, (letter) => '_' + letter).toUpperCase()
    for (const variable of ${JSON.stringify(environmentVariables(example))}) {
      process.env[variable] = account.find(([key]) => variable.endsWith(snake(key)))?.[1] ?? 'example-credential'
    }
    const [, create] = Object.entries(emulators).find(([key]) => /^create\\w*Emulator$/.test(key))
    const emulator = create(${JSON.stringify(authorised(example))})
    globalThis.fetch = (input, init) => emulator.fetch(new Request(input, init))
    process.on('exit', () => process.stdout.write('\\nmoved ' + emulator.book().length))
  `
}

function environmentVariables(example: string): string[] {
  const names = example.matchAll(/process\.env(?:\.(\w+)|\[['"](\w+)['"]\])/g)
  return [...names].map(([, dotted = '', quoted = dotted]) => quoted)
}

/** pipwave captures what was authorised before: the payment named in the example, for the amount in the example. */
function authorised(example: string) {
  const pwId = /pwId: '([^']+)'/.exec(example)?.[1]
  const txnId = /txnId: '([^']+)'/.exec(example)?.[1]
  if (pwId === undefined && txnId === undefined) return {}
  const [, total = '100.00', currency = 'MYR'] = /money\('([\d.]+)', '([A-Z]{3})'\)/.exec(example) ?? []
  return { payments: [{ pwId: pwId ?? '1', txnId: txnId ?? 'order-1', total, currency }] }
}
