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
    expect(rows.map((row) => ('problem' in row ? `${row.line}: ${row.problem}` : row.cells.reference))).toEqual([
      'a',
      '3: has more or fewer columns than line 1: a comma inside a value needs quotes',
      'c',
    ])
    expect(JSON.stringify(rows)).not.toContain('secret-b')
  })

  it('gives the same rows in the same order, however fast they are taken', async () => {
    const text = Array.from({ length: 40_000 }, (_, n) => (n % 700 === 3 ? `${n},x,y` : `${n},some value`)).join('\n')
    const path = join(folder, 'order.csv')
    writeFileSync(path, `reference,amount\n${text}\n`)
    const linesOf = async (wait: () => unknown) => {
      const lines: number[] = []
      for await (const { line } of readFile(path)) {
        lines.push(line)
        await wait()
      }
      return lines
    }
    const inOrder = Array.from({ length: 40_000 }, (_, n) => n + 2)
    expect(await linesOf(() => null)).toEqual(inOrder)
    expect(await linesOf(() => new Promise((resolve) => setImmediate(resolve)))).toEqual(inOrder)
  })

  it('refuses a row that is not UTF-8: two names may have become one', async () => {
    const path = join(folder, 'latin1.csv')
    writeFileSync(path, Buffer.from('reference,amount\nop\xe7\xe3o,1.00\nb,2.00\n', 'latin1'))
    const rows: FileRow[] = []
    for await (const row of readFile(path)) rows.push(row)
    expect(rows).toEqual([
      { line: 2, problem: 'is not UTF-8: save the file in that encoding' },
      { line: 3, cells: { reference: 'b', amount: '2.00' } },
    ])
  })

  it('must have the columns that are asked for', async () => {
    const path = join(folder, 'needed.csv')
    writeFileSync(path, 'order;gross\na;1.00\n')
    await expect(readFile(path, ['gross']).next()).rejects.toThrow('line 1 names no column "gross"')
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

  it('may begin with a mark of its encoding, end its lines as Windows does, and hold U+2028', async () => {
    const rows = await rowsOf('b.ndjson', '\uFEFF{"reference":"a"}\r\n{"reference":"b\u2028c"}\r\n{"reference":"d"}')
    expect(rows.map((row) => ('cells' in row ? row.cells.reference : row))).toEqual(['a', 'b\u2028c', 'd'])
  })

  it('may have a line of any length, which is refused', async () => {
    const rows = await rowsOf('c.ndjson', `{"reference":"${'x'.repeat(300_000)}"}\n{"reference":"b"}\n`)
    expect(rows).toEqual([
      { line: 1, problem: 'is longer than 64 KiB' },
      { line: 2, cells: { reference: 'b' } },
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
