import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { providers } from '../providers/providers.ts'
import { type FileRow, readFile } from './read-file.ts'
import { RowReader } from './row-values.ts'

const folder = mkdtempSync(join(tmpdir(), 'cap-rows-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function rowsOf(name: string, text: string): Promise<FileRow[]> {
  const path = join(folder, name)
  writeFileSync(path, text)
  const rows: FileRow[] = []
  for await (const row of readFile(path)) rows.push(row)
  return rows
}

describe('a CSV file', () => {
  it('gives each row its line in the file, blank lines and quoted line breaks counted', async () => {
    const rows = await rowsOf('a.csv', '\uFEFFReference, Amount\r\na,1.00\r\n\r\n"b\nc",2.00\r\nd,\r\n')
    expect(rows).toEqual([
      { line: 2, cells: { reference: 'a', amount: '1.00' } },
      { line: 5, cells: { reference: 'b\nc', amount: '2.00' } },
      { line: 6, cells: { reference: 'd' } },
    ])
  })

  it('goes on after a row it cannot read, and says where and why without its content', async () => {
    const rows = await rowsOf('b.csv', 'reference,amount\na,1.00\nsecret-b,1,50\nc,2.00\n')
    rows.sort((a, b) => a.line - b.line)
    expect(rows.map((row) => ('problem' in row ? `${row.line}: ${row.problem}` : row.cells.reference))).toEqual([
      'a',
      '3: has more or fewer columns than line 1: a comma inside a value needs quotes',
      'c',
    ])
    expect(JSON.stringify(rows)).not.toContain('secret-b')
  })

  it('keeps a stray quote as part of the value, which will not be an amount', async () => {
    const rows = await rowsOf('d.csv', 'reference,amount\na,1"00\nb,2.00\n')
    expect(rows.map((row) => ('cells' in row ? row.cells.amount : row))).toEqual(['1"00', '2.00'])
  })

  it('refuses a file in which a quote is never closed: what follows cannot be told from it', async () => {
    const text = `reference,amount\na,1.00\n"b,2.00\n${'c,3.00\n'.repeat(5)}`
    await expect(rowsOf('e.csv', text)).rejects.toThrow('a quote is opened after line 2 and never closed')
    await expect(rowsOf('f.csv', `reference,amount\n"b,${'x\n'.repeat(50_000)}`)).rejects.toThrow('never closed')
  })

  it('refuses a header that names a column twice', async () => {
    await expect(rowsOf('c.csv', 'amount,amount\n1,2\n')).rejects.toThrow('line 1 names the column "amount" twice')
  })

  it('says that there is no file', async () => {
    const reading = readFile(join(folder, 'nowhere.csv')).next()
    await expect(reading).rejects.toThrow('there is no such file')
  })
})

describe('an NDJSON file', () => {
  it('takes an object a line, and says which lines are none', async () => {
    const rows = await rowsOf('a.ndjson', '{"reference":"a","amount":"1.00"}\n\n[1]\n{"reference"\n')
    expect(rows).toEqual([
      { line: 1, cells: { reference: 'a', amount: '1.00' } },
      { line: 3, problem: 'is not a JSON object' },
      { line: 4, problem: 'is not JSON' },
    ])
  })
})

describe('a row', () => {
  const [mercadopago] = providers
  if (mercadopago === undefined) throw new Error('there is no provider')
  const reader = new RowReader(mercadopago)

  it('needs what names the capture, so that every run means the same', () => {
    expect(reader.read({ line: 2, cells: { amount: '1.00', currency: 'BRL' } })).toEqual({
      line: 2,
      problem: 'column reference: is required: it names the capture in every run',
    })
  })

  it('takes amounts as text only', () => {
    const cells = { amount: 700.5, currency: 'BRL', reference: 'a' }
    expect(reader.read({ line: 3, cells })).toMatchObject({ problem: expect.stringContaining('column amount') })
  })

  it('refuses the file for a column that nothing is called by', () => {
    expect(() => reader.read({ line: 2, cells: { amuont: '1.00' } })).toThrow(
      'no field of mercadopago is called "amuont"',
    )
  })
})
