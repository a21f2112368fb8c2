import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { cli } from '../__fixtures__/in-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'cap-batch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const token = 'payer-token-of-a-buyer-5e0c'

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

function charges(name: string, count: number): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `${10 + (index % 90)}.50,BRL,${name}-${index},${token}${index}`,
  )
  return file(`${name}.csv`, ['amount,currency,reference,payer-token', ...rows])
}

/** Everything that was written to the disk. */
function everything(path: string): Buffer {
  if (!statSync(path).isDirectory()) return readFileSync(path)
  return Buffer.concat(readdirSync(path).map((name) => everything(join(path, name))))
}

describe('a batch from a file', () => {
  it('captures every row, reports the bad ones, and agrees with the book', { timeout: 120_000 }, async () => {
    const path = file('few.csv', [
      'amount,currency,reference,payer-token',
      `10.00,BRL,f-1,${token}1`,
      'ten,BRL,f-2,x',
      `12.00,BRL,f-3,scenario-insufficient-money`,
      `13.00,BRL,f-1,${token}3`,
    ])
    const report = join(folder, 'few.json')
    const ledger = join(folder, 'few')
    const ended = await cli(['batch', path, '--provider', 'mercadopago', '--ledger', ledger, '--report', report])
    expect(ended.output).toContain('agrees: 1 matched')
    expect(ended.output).toContain('line 3: amount must be plain decimal text')
    expect(ended.code).toBe(0)
    const written = JSON.parse(readFileSync(report, 'utf8'))
    expect(written.counts).toMatchObject({ captured: 1, declined: 1, refused: 2 })
    expect(written.rows.map((row: { line: number }) => row.line)).toEqual([2, 3, 4, 5])

    const settled = file('settled.csv', ['Order,Gross,Cur', 'f-1,10.00,BRL', 'f-9,1.00,BRL'])
    const columns = 'payment=order,amount=gross,currency=cur'
    const compared = await cli(['reconcile', settled, '--batch', 'few.csv', '--columns', columns, '--ledger', ledger])
    expect(compared.output).toContain('1 matched, 0 missing there, 1 extra there')
    expect(compared.code).toBe(1)
  })

  it('writes and sends nothing when it is dry, and refuses the whole when strict', { timeout: 60_000 }, async () => {
    const path = file('dry.csv', ['amount,currency,reference', '1.00,BRL,d-1', 'one,BRL,d-2'])
    const place = ['--provider', 'mercadopago', '--ledger', join(folder, 'dry')]
    const dry = await cli(['batch', path, ...place, '--dry-run'])
    expect(dry.output).toContain('1 would be captured')
    expect(dry.code).toBe(2)
    const strict = await cli(['batch', path, ...place, '--strict'])
    expect(strict.code).toBe(2)
    expect(strict.output).not.toContain('captured')
    const guarded = await cli(['batch', path, ...place, '--batch', 'guarded', '--expect-sum', '2.00 BRL'])
    expect(guarded.code).toBe(2)
  })

  it('goes on after kill -9 by the same command, and nothing is captured twice', { timeout: 240_000 }, async () => {
    const path = charges('killed', 400)
    const ledger = join(folder, 'killed')
    const args = ['batch', path, '--provider', 'mercadopago', '--ledger', ledger]
    const lost = ['--fault', 'close-after-request', '--every', '7']
    for (const waitMs of [3_000, 4_500, 6_000]) {
      const child = spawn(process.execPath, ['--conditions=@cap/source', main, ...args, ...lost], { stdio: 'ignore' })
      await setTimeout(waitMs)
      child.kill('SIGKILL')
      await setTimeout(200)
    }
    const ended = execFileSync(process.execPath, ['--conditions=@cap/source', main, ...args], { encoding: 'utf8' })
    expect(ended).toContain('agrees: 400 matched, 0 missing there, 0 extra there, 0 with another amount')
    expect(everything(folder).includes(`${token}399`)).toBe(true) // The file the rows came from.
    rmSync(path)
    expect(everything(ledger).includes(token)).toBe(false)
  })

  it('keeps its key where only its owner reads it', () => {
    expect(statSync(join(folder, 'killed.key')).mode & 0o777).toBe(0o600)
  })

  it('shows what waits for a person, and takes the decision', { timeout: 60_000 }, async () => {
    const place = ['--ledger', join(folder, 'few')]
    expect((await cli(['ledger', 'persons', ...place])).output).toContain('Nothing waits for a person')
    const decided = await cli([
      'ledger',
      'decide',
      'nothing',
      '--outcome',
      'captured',
      '--evidence',
      'x',
      '--by',
      'me',
      ...place,
    ])
    expect(decided.code).toBe(2)
    expect((await cli(['ledger', 'status', 'few.csv', ...place])).output).toContain('4 rows in all')
  })
})
