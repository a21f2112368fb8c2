import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import * as entry from '../conformance.ts'
import { allChecks } from './checks.ts'

it('exports these names and no others', () => {
  expect(Object.keys(entry).sort()).toEqual(['humanReport', 'junitReport', 'runConformance'])
})

it('documents every check, and no other', async () => {
  const text = await readFile(new URL('../../CONFORMANCE.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z]+\.[a-z-]+)` \| (.*) \|$/gm)].map(([, id, rule]) => [id, rule])
  expect(rows).toEqual(allChecks.map(({ id, rule }) => [id, rule]))
})
