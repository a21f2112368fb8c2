import { expect, test } from 'vitest'
import { filesUnder, packages, readText } from '../workspace.ts'

const workflows = filesUnder('.github/workflows').map((file) => [file, readText(file)] as const)

test.each(workflows)('%s pins every action to a commit and says which version that is', (_, text) => {
  const uses = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line))
  expect(uses.length).toBeGreaterThan(0)
  for (const line of uses) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
})

test.each(workflows)('%s grants nothing by default and uses no stored secret', (_, text) => {
  expect(text).toMatch(/^permissions: \{\}$/m)
  expect(text).not.toMatch(/secrets\./)
})

test.each(workflows)('%s leaves no credentials in the checkout', (_, text) => {
  const checkouts = text.match(/uses: actions\/checkout@/g)?.length
  expect(text.match(/persist-credentials: false/g)?.length).toBe(checkouts)
})

test('every supported line of Node.js is tried', () => {
  expect(readText('.github/workflows/ci.yml')).toMatch(/node: \[22, 24, 26\]/)
})

test('each package has a version of its own', () => {
  const { fixed, linked } = JSON.parse(readText('.changeset/config.json'))
  expect({ fixed, linked }).toEqual({ fixed: [], linked: [] })
})

test('a changeset names packages of ours and is one line', () => {
  const names = packages.map(({ manifest }) => manifest.name)
  const changesets = filesUnder('.changeset').filter((file) => file.endsWith('.md') && !file.endsWith('README.md'))
  for (const file of changesets) {
    const [, front = '', body = ''] = readText(file).split(/^---$/m)
    const bumped = [...front.matchAll(/^['"](.+)['"]: (?:major|minor|patch)$/gm)].map(([, name]) => name)
    expect(bumped, file).not.toEqual([])
    expect(names, file).toEqual(expect.arrayContaining(bumped))
    expect(body.trim().split('\n'), file).toHaveLength(1)
  }
})
