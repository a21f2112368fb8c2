import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { docsFolder, pages, rootFolder } from './pages.ts'

/** The pages, and every other document of the repository that is read with them. */
const checked = ['docs', '.', ...foldersOf('packages'), ...foldersOf('apps')].flatMap((folder) =>
  readdirSync(join(rootFolder, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(rootFolder, folder, file)),
)

function foldersOf(group: string): readonly string[] {
  return readdirSync(join(rootFolder, group)).map((name) => join(group, name))
}

test.each(checked.map((file) => [file.slice(rootFolder.length + 1), file] as const))(
  'the links of %s lead to files and headings of the repository',
  (_, file) => {
    expect(linksOf(file).filter((link) => !leadsSomewhere(file, link))).toEqual([])
  },
)

test('the index names every page, and the README of the repository names the index', () => {
  const others = pages.map(({ name }) => `${name}.md`).filter((page) => page !== 'README.md')
  expect(linksOf(join(docsFolder, 'README.md'))).toEqual(expect.arrayContaining(others))
  expect(linksOf(join(rootFolder, 'README.md'))).toContain('docs/README.md')
})

test('addresses of vendors are https', () => {
  for (const { name, text } of pages) expect(text, name).not.toMatch(/\]\(http:/)
})

function linksOf(file: string): readonly string[] {
  const prose = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^https?:/.test(target))
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', heading] = link.split('#')
  const target = path === '' ? file : join(dirname(file), decodeURIComponent(path))
  if (!existsSync(target)) return false
  return heading === undefined || (statSync(target).isFile() && headingsOf(target).includes(heading))
}

/** As GitHub names them. */
function headingsOf(file: string): readonly string[] {
  const prose = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/^#+ +(.+?) *$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
