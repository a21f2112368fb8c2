import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, tool } from '../workspace.ts'

type Diagnostic = { readonly category: string; readonly location: { readonly path: string } }

/** A file that breaks a rule, and the rule it breaks; `undefined` where the same thing is allowed. */
type Case = readonly [sentence: string, file: string, text: string, rule: string | undefined]

const restricted = 'lint/style/noRestrictedImports'
const builtin = 'lint/correctness/noNodejsModules'

const cases: readonly Case[] = [
  ['a provider imports another provider', 'pipwave/src/a1.ts', `import '@cap/mercadopago'`, restricted],
  ['a provider imports the emulator of another', 'pipwave/src/a2.ts', `import '@cap/vtex/emulator'`, restricted],
  ['a provider reaches into core', 'pipwave/src/a3.ts', `import '../../core/src/index.ts'`, restricted],
  ['a provider imports core', 'pipwave/src/a4.ts', `import '@cap/core'\nimport '@cap/core/http'`, undefined],
  ['a provider imports ky', 'vtex/src/a5.ts', `import 'ky'`, restricted],
  ['a provider loads ky later', 'vtex/src/a6.ts', `export const load = () => import('ky')`, restricted],
  ['a provider imports undici', 'vtex/src/a7.ts', `import 'undici'`, restricted],
  ['a provider hashes by itself', 'vtex/src/a8.ts', `import '@noble/hashes/sha2.js'`, restricted],
  ['core imports a provider', 'core/src/b1.ts', `import '@cap/pipwave'`, restricted],
  ['core imports undici', 'core/src/b2.ts', `import 'undici'`, restricted],
  ['the undici entry imports undici', 'core/src/undici.ts', `import 'undici'`, undefined],
  ['the undici entry opens sockets', 'core/src/http/undici-sockets.ts', `import 'node:net'`, restricted],
  ['the test kit imports a provider', 'core/src/testing/b3.ts', `import '@cap/vtex'`, restricted],
  ['an emulator imports the client it fakes', 'vtex/src/emulator/c1.ts', `import '../capture.ts'`, restricted],
  ['an emulator imports the shared signing', 'vtex/src/emulator/c2.ts', `import '@cap/core/signing'`, restricted],
  ['an emulator entry imports the client', 'vtex/src/emulator.ts', `import './capture-schema.ts'`, restricted],
  ['an emulator imports its own parts', 'vtex/src/emulator/c3.ts', `import './book.ts'`, undefined],
  ['portable code imports a built-in', 'core/src/d1.ts', `import 'node:fs'`, builtin],
  ['portable code imports a built-in by its old name', 'core/src/d2.ts', `import 'fs'`, builtin],
  ['an emulator imports a built-in', 'vtex/src/emulator/d3.ts', `import 'node:crypto'`, builtin],
  ['the test kit imports a built-in', 'core/src/testing/d4.ts', `import 'node:net'`, undefined],
  ['a node entry imports a built-in', 'vtex/src/node.ts', `import 'node:http'`, undefined],
  ['what tests share imports a built-in', 'vtex/src/__fixtures__/d6.ts', `import 'node:fs'`, undefined],
  ['a test imports a built-in', 'vtex/src/d5.test.ts', `import 'node:http'`, undefined],
  ['portable code uses Buffer', 'core/src/e1.ts', `export const a = Buffer.from('')`, 'lint/style/noRestrictedGlobals'],
  ['portable code uses process', 'core/src/e2.ts', 'export const a = process.pid', 'lint/style/noRestrictedGlobals'],
  ['portable code reads the environment', 'core/src/e3.ts', 'export const a = globalThis.process?.env', 'plugin'],
  [
    'portable code asks the runtime for a built-in',
    'core/src/e4.ts',
    `export const a = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel')`,
    undefined,
  ],
  ['money passes through a float', 'core/src/f1.ts', 'export const a = (1.5).toFixed(2)', 'plugin'],
  ['money is parsed as a float', 'core/src/f2.ts', `export const a = Number.parseFloat('1')`, 'plugin'],
  ['a type is forced', 'core/src/g1.ts', 'export const a = 1 as unknown as string', 'plugin'],
  ['any', 'core/src/g2.ts', 'export const a: any = 1', 'lint/suspicious/noExplicitAny'],
  ['!', 'core/src/g3.ts', 'export const a = (b?: string) => b!.length', 'lint/style/noNonNullAssertion'],
  ['! in a test', 'core/src/g4.test.ts', 'const a = (b?: string) => b!.length\na()', undefined],
  ['console', 'core/src/h1.ts', `console.log('x')`, 'lint/suspicious/noConsole'],
  ['export *', 'core/src/h2.ts', `export * from './d1.ts'`, 'lint/performance/noReExportAll'],
  ['export default', 'core/src/h3.ts', 'export default 1', 'lint/style/noDefaultExport'],
  ['enum', 'core/src/h4.ts', 'export enum A {\n  B = 1,\n}', 'lint/style/noEnum'],
  ['an import without an extension', 'core/src/h5.ts', `import './d1'`, 'lint/correctness/useImportExtensions'],
  [
    'a promise nobody waits for',
    'core/src/h6.ts',
    'async function a(): Promise<void> {}\nexport function b(): void {\n  a()\n}',
    'lint/nursery/noFloatingPromises',
  ],
  [
    'a union that is not exhausted',
    'core/src/h7.ts',
    `export function a(b: 'c' | 'd'): number {\n  switch (b) {\n    case 'c':\n      return 1\n  }\n  return 2\n}`,
    'lint/nursery/useExhaustiveSwitchCases',
  ],
  ['a long file', 'core/src/i1.ts', 'export {}\n'.repeat(251), 'lint/style/noExcessiveLinesPerFile'],
  ['a file name in another style', 'core/src/someFile.ts', 'export {}', 'lint/style/useFilenamingConvention'],
  [
    'an import of what is not declared',
    'core/src/i2.ts',
    `import 'stripe'`,
    'lint/correctness/noUndeclaredDependencies',
  ],
]

let workspace: string
let diagnostics: readonly Diagnostic[]

// One run over a small workspace with the real configuration: a rule that is misspelt or overridden does not fire here.
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'cap-lint-'))
  cpSync(join(root, 'biome.json'), join(workspace, 'biome.json'))
  cpSync(join(root, 'lint'), join(workspace, 'lint'), { recursive: true })
  for (const folder of ['core', 'pipwave', 'vtex']) {
    mkdirSync(join(workspace, 'packages', folder), { recursive: true })
    cpSync(join(root, 'packages', folder, 'package.json'), join(workspace, 'packages', folder, 'package.json'))
  }
  for (const [, file, text] of cases) {
    const path = join(workspace, 'packages', file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${text}\n`)
  }
  const { stdout } = await tool(
    '@biomejs/biome/bin/biome',
    ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'],
    { cwd: workspace },
  )
  diagnostics = JSON.parse(stdout).diagnostics
})

afterAll(() => rmSync(workspace, { recursive: true, force: true }))

test.each(cases.filter(([, , , rule]) => rule !== undefined))('refused: %s', (_, file, __, rule) => {
  expect(rulesFiredFor(file)).toContain(rule)
})

test.each(cases.filter(([, , , rule]) => rule === undefined))('allowed: %s', (_, file) => {
  const importRules = [restricted, builtin, 'lint/style/noNonNullAssertion', 'lint/style/noRestrictedGlobals', 'plugin']
  expect(rulesFiredFor(file).filter((rule) => importRules.includes(rule))).toEqual([])
})

function rulesFiredFor(file: string): string[] {
  return diagnostics
    .filter(({ location }) => location.path.replaceAll('\\', '/').endsWith(`packages/${file}`))
    .map(({ category }) => category)
}
