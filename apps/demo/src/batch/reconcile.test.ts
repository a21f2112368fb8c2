import { type Captured, type Declined, type Money, money } from '@cap/core'
import type { ReportedRow, RowState } from '@cap/ledger'
import { describe, expect, it } from 'vitest'
import { csvCell } from './batch-report.ts'
import { columnMapOf, reconcile, type SettledLine, settledInBook } from './reconcile.ts'
import { escapeHtml } from './report-html.ts'

function row(payment: string, state: RowState, asked: Money | null, said?: Captured['amount']): ReportedRow {
  const common = { provider: 'toy', reference: {}, attempts: [], raw: null }
  const outcome: Captured | Declined | null =
    said === undefined
      ? null
      : { status: 'captured', ...common, captureId: null, amount: said, basis: 'answer', replayed: false }
  return { line: 1, client: 'default', state, reason: null, amount: asked, payment, operation: null, outcome }
}

const brl = (amount: string) => money(amount, 'BRL')

async function compare(rows: readonly ReportedRow[], settled: readonly SettledLine[]) {
  const each = async function* <T>(items: readonly T[]) {
    yield* items
  }
  return reconcile(each(rows), each(settled))
}

describe('reconciling a batch with what the provider says', () => {
  it('matches, misses, finds extras and other amounts', async () => {
    const result = await compare(
      [
        row('a', 'captured', brl('1.00')),
        row('b', 'captured', brl('2.00')),
        row('c', 'unknown', brl('3.00')),
        row('d', 'captured', brl('4.00')),
        row('e', 'declined', brl('5.00')),
      ],
      [
        { payment: 'a', amount: brl('1.00') },
        { payment: 'c', amount: brl('3.00') },
        { payment: 'd', amount: brl('4.01') },
        { payment: 'z', amount: brl('9.00') },
      ],
    )
    expect(result.matched).toBe(1)
    expect(result.missing.map(({ payment }) => payment)).toEqual(['b'])
    expect(result.extra.map(({ payment, state }) => [payment, state])).toEqual([
      ['c', 'unknown'],
      ['z', null],
    ])
    expect(result.differs.map(({ payment }) => payment)).toEqual(['d'])
  })

  it('adds up partial captures of a payment on both sides, and keeps currencies apart', async () => {
    const rows = [row('a', 'captured', brl('1.10')), row('a', 'captured', brl('2.20'))]
    expect((await compare(rows, [{ payment: 'a', amount: brl('3.30') }])).matched).toBe(1)
    const other = [
      { payment: 'a', amount: brl('3.30') },
      { payment: 'a', amount: money('1.00', 'ARS') },
    ]
    expect((await compare(rows, other)).differs).toHaveLength(1)
  })

  it('takes what the provider answered before what was asked', async () => {
    const short = [row('a', 'captured', brl('10.00'), brl('8.00'))]
    expect((await compare(short, [{ payment: 'a', amount: brl('8.00') }])).matched).toBe(1)
    const unsaid = [row('txn_id=a', 'accepted', null, null)]
    expect((await compare(unsaid, [{ payment: 'a', amount: brl('8.00') }])).matched).toBe(1)
  })

  it('matches a capture that names no amount with one line of any amount, and with nothing else', async () => {
    const unsaid = row('txn_id=a', 'accepted', null, null)
    const line = (amount: string, currency = 'BRL') => ({ payment: 'a', amount: money(amount, currency) })
    const matched = async (rows: readonly ReportedRow[], lines: readonly SettledLine[]) => {
      const result = await compare(rows, lines)
      expect(result.matched + result.differs.length).toBe(1)
      return result.matched === 1
    }
    expect(await matched([unsaid], [line('8.00')])).toBe(true)
    // Captured twice.
    expect(await matched([unsaid], [line('8.00'), line('8.00')])).toBe(false)
    expect(await matched([unsaid], [line('8.00'), line('8.00', 'ARS')])).toBe(false)
    expect(await matched([unsaid], [line('0.00')])).toBe(false)
    const named = row('a', 'captured', brl('5.00'))
    expect(await matched([unsaid, named], [line('5.00'), line('3.00')])).toBe(true)
    expect(await matched([unsaid, named], [line('5.00'), line('0.00')])).toBe(false)
    expect(await matched([unsaid, named], [line('3.00'), line('1.00')])).toBe(false)
    expect(await matched([unsaid, named], [line('8.00')])).toBe(false)
  })

  it('takes of a book only what the batch names, by key or id', async () => {
    const at = '2026-01-01T00:00:00.000Z'
    const book = [
      { key: 'k1', payment: '104', amount: brl('1.00'), at },
      { key: null, payment: 'PW-2', amount: brl('2.00'), at },
      { key: 'other', payment: '105', amount: brl('3.00'), at },
    ]
    const lines: SettledLine[] = []
    const names = new Map([
      ['k1', 'a'],
      ['PW-2', 'b'],
    ])
    for await (const line of settledInBook(book, names)) lines.push(line)
    expect(lines.map(({ payment }) => payment)).toEqual(['a', 'b'])
  })
})

describe('the columns of a report', () => {
  it('are named by the user', () => {
    expect(columnMapOf('payment=Order_ID, amount=gross,currency=cur')).toEqual({
      payment: 'order_id',
      amount: 'gross',
      currency: 'cur',
    })
    expect(() => columnMapOf('payment=a,amount=b')).toThrow('--columns: must be')
    expect(() => columnMapOf('payment=a,amount=b,currency=c,more=d')).toThrow('--columns: must be')
  })
})

it('a cell is no formula to a spreadsheet, and no markup to a browser', () => {
  expect(csvCell('=1+1')).toBe("'=1+1")
  expect(csvCell('-12.50')).toBe('-12.50')
  expect(csvCell('a,"b"')).toBe('"a,""b"""')
  expect(escapeHtml('<script>')).toBe('&#60;script&#62;')
})
