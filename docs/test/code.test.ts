import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { codeFolder, docsFolder, type Program, pages, programsOf, rootFolder } from './pages.ts'
import type { Result } from './run-page.ts'

const execute = promisify(execFile)
const withCode = pages.filter((page) => programsOf(page).length > 0)

beforeAll(async () => {
  rmSync(codeFolder, { recursive: true, force: true })
  for (const page of withCode) {
    mkdirSync(join(codeFolder, page.name), { recursive: true })
    // The last line makes a module of a block that neither imports nor exports.
    for (const { file, text } of programsOf(page)) {
      writeFileSync(join(codeFolder, page.name, file), `${text}export {}\n`)
    }
  }
  const tsconfig = {
    extends: join(rootFolder, 'tsconfig.base.json'),
    compilerOptions: { types: ['node'] },
    include: ['**/*.ts'],
  }
  writeFileSync(join(codeFolder, 'tsconfig.json'), JSON.stringify(tsconfig))
  // At once: what takes long in them is waiting.
  await Promise.all(withCode.map(({ name }) => run(name)))
}, 150_000)

async function run(page: string): Promise<void> {
  const runner = join(import.meta.dirname, 'run-page.ts')
  const args = ['--no-warnings', '--conditions=@cap/source', runner, page]
  // What a page writes beside itself goes with its code.
  await execute(process.execPath, args, { timeout: 120_000, cwd: join(codeFolder, page) })
}

test('every page with code is found', () => {
  expect(withCode.map(({ name }) => name)).toEqual(expect.arrayContaining(['mercadopago', 'pipwave', 'vtex']))
})

test.each(pages.map((page) => [page.name, page] as const))('%s.md has no block that nobody checks', (_, page) => {
  // Indented fences, and ones that are not closed, would be none of ours.
  expect(page.text.match(/^\s*(```|~~~)/gm) ?? []).toHaveLength(page.blocks.length * 2)
  for (const [index, { language, line }] of page.blocks.entries()) {
    expect(['ts', 'text', 'sh'], `line ${line}`).toContain(language)
    if (language === 'text') expect(page.blocks[index - 1]?.language, `line ${line} is nobody's output`).toBe('ts')
  }
})

test.each(withCode.map((page) => [page.name, page] as const))(
  'the files of %s.md have names of their own',
  (_, page) => {
    const files = programsOf(page).map(({ file }) => file)
    expect(files).toEqual([...new Set(files)])
  },
)

test('every block compiles, as strictly as our own code', async () => {
  const compiler = join(docsFolder, 'node_modules', 'typescript', 'bin', 'tsc')
  const { stdout } = await execute(process.execPath, [compiler, '-p', codeFolder]).catch((error) => error)
  expect(stdout).toBe('')
})

describe.each(withCode.map((page) => [page.name, page] as const))('%s.md', (name, page) => {
  const programs = programsOf(page)
  let results: readonly Result[]

  beforeAll(() => {
    results = JSON.parse(readFileSync(join(codeFolder, name, 'results.json'), 'utf8'))
  })

  test.each(programs.map((program, index) => [label(program), program, index] as const))(
    '%s runs, and prints what the page says',
    (_, { prints }, index) => {
      expect(results[index]).toEqual({ printed: prints, failure: null })
    },
  )
})

function label({ line, file }: Program): string {
  return file.startsWith('line-') ? `line ${line}` : `line ${line}, ${file}`
}
