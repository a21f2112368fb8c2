import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Cell, CellReport } from './cell.ts'
import { type RunProgress, runCell, runCells } from './run-cells.ts'

const report: CellReport = { ending: 'captured', attempts: 1, ms: 3, resolved: null }

function cell(id: string, run: () => Promise<CellReport> = () => Promise.resolve(report)): Cell {
  return { id, provider: id.split('/')[0] ?? '', kind: 'call', row: id, version: '', run }
}

describe('a run of cells', () => {
  it('gives results in the order of the cells, whatever order they ended in', async () => {
    const cells = [30, 1, 20, 5].map((ms, index) =>
      cell(`a/${index}`, async () => {
        await setTimeout(ms)
        return report
      }),
    )
    const results = await runCells(cells, { concurrency: 4 })
    expect(results.map(({ id }) => id)).toEqual(['a/0', 'a/1', 'a/2', 'a/3'])
  })

  it('runs no more at once than it may', async () => {
    let running = 0
    let most = 0
    const cells = Array.from({ length: 9 }, (_, index) =>
      cell(`a/${index}`, async () => {
        most = Math.max(most, ++running)
        await setTimeout(20)
        running--
        return report
      }),
    )
    await runCells(cells, { concurrency: 3 })
    expect(most).toBe(3)
  })

  it('keeps what a cell threw as its violation, and goes on', async () => {
    const thrower = cell('a/broken', () => Promise.reject(new Error('the money moved more than once')))
    const progress: RunProgress[] = []
    const results = await runCells([thrower, cell('a/fine')], { onProgress: (state) => progress.push(state) })
    expect(results[0]).toMatchObject({ held: false, violation: 'the money moved more than once' })
    expect(results[1]).toMatchObject({ held: true, violation: null })
    expect(progress.at(-1)).toEqual({ total: 2, done: 2, violated: 1, running: [] })
  })

  it('gives up a cell that hangs, as violated', async () => {
    const result = await runCell(
      cell('a/hangs', () => new Promise(() => {})),
      30,
    )
    expect(result).toMatchObject({ held: false, violation: 'it did not end within 30 ms' })
  })

  it('starts nothing more when it is interrupted', async () => {
    const controller = new AbortController()
    const cells = Array.from({ length: 50 }, (_, index) =>
      cell(`a/${index}`, async () => {
        controller.abort()
        return report
      }),
    )
    const results = await runCells(cells, { concurrency: 1, signal: controller.signal })
    expect(results).toHaveLength(1)
  })
})
