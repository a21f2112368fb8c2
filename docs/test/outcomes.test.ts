import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mercadopagoSubject } from '@cap/mercadopago/testing'
import { pipwaveSubject } from '@cap/pipwave/testing'
import { vtexSubject } from '@cap/vtex/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { tables } from './outcomes/tables.ts'
import { warmUp } from './outcomes/trial.ts'
import { docsFolder, pageNamed } from './pages.ts'

const file = join(docsFolder, 'outcomes.md')

beforeAll(async () => {
  await Promise.all([warmUp(mercadopagoSubject()), warmUp(pipwaveSubject()), warmUp(vtexSubject())])
})

test('every table of outcomes.md is tried out', () => {
  const { text } = pageNamed('outcomes')
  const named = [...text.matchAll(/^<!-- table: (.+) -->$/gm)].map(([, name]) => name)
  expect(named.toSorted()).toEqual(Object.keys(tables).toSorted())
  expect(text.match(/^\|(?:---\|)+$/gm)).toHaveLength(named.length)
})

describe('a row of outcomes.md says how a capture ends', () => {
  test.each(Object.keys(tables))('%s', async (name) => {
    const written = rowsOf(name)
    const tried = (await tables[name]?.())?.map((cells) => `| ${cells.join(' | ')} |`) ?? []
    expect(tried.length).toBeGreaterThan(5)
    // CAP_WRITE_TABLES=1 writes the rows anew: read the difference before you commit it.
    if (process.env.CAP_WRITE_TABLES === '1') replaceRows(name, tried)
    else expect(written).toEqual(tried)
  })
})

/** The table after `<!-- table: name -->`, without its two lines of head. */
function tableOf(name: string): RegExp {
  return new RegExp(`(^<!-- table: ${name} -->\\n(?:\\|.*\\n){2})((?:\\|.*\\n)*)`, 'm')
}

function rowsOf(name: string): readonly string[] {
  const [, , rows] = tableOf(name).exec(pageNamed('outcomes').text) ?? []
  if (rows === undefined) throw new Error(`outcomes.md has no table <!-- table: ${name} -->`)
  return rows.trim().split('\n')
}

let text = pageNamed('outcomes').text
function replaceRows(name: string, rows: readonly string[]): void {
  text = text.replace(tableOf(name), (_, head) => `${head}${rows.join('\n')}\n`)
  writeFileSync(file, text)
}
