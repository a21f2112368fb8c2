import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../http/clock.ts'
import { unitsOf } from '../money/minor-units.ts'
import { mistakes } from './__fixtures__/mistakes.ts'
import { checkBegin, checkFinal, checkOpen, otherCurrency } from './check-request.ts'
import type { memoryStore } from './memory-store.ts'
import { mergeHandles } from './merge-handles.ts'
import { OperationStoreError } from './operation-store-error.ts'
import { operationStoreContract } from './store-contract.ts'

const source = readFileSync(new URL('./memory-store.ts', import.meta.url), 'utf8')

const names = operationStoreContract(
  () => {
    throw new Error('not run')
  },
  { now: () => 0, advance() {} },
).map(({ name }) => name)

/** The names of the cases that a store made of this source fails. */
async function failures(text: string): Promise<readonly string[]> {
  const scope = {
    systemClock,
    unitsOf,
    checkBegin,
    checkFinal,
    checkOpen,
    otherCurrency,
    mergeHandles,
    OperationStoreError,
  }
  const body = stripTypeScriptTypes(text)
    .replace(/^import .*$/gm, '')
    .replace('export function memoryStore', 'return function memoryStore')
  const make: typeof memoryStore = new Function(...Object.keys(scope), body)(...Object.values(scope))
  let now = Date.UTC(2026, 0, 1)
  const clock = {
    now: () => now,
    advance(ms: number) {
      now += ms
    },
  }
  const failed: string[] = []
  for (const { name, run } of operationStoreContract(() => make({ clock }), clock)) {
    await run().catch(() => failed.push(name))
  }
  return failed
}

describe('operationStoreContract', () => {
  const found = new Map<string, readonly string[]>()

  it('passes the source as it stands, evaluated as the broken ones are', async () => {
    expect(await failures(source)).toEqual([])
  })

  it.each(Object.keys(mistakes))('fails a store that %s', async (mistake) => {
    const [said = '', instead = ''] = mistakes[mistake] ?? []
    expect(source.split(said).length - 1, `occurrences of ${said}`).toBe(1)
    const failed = await failures(source.replace(said, () => instead))
    found.set(mistake, failed)
    expect(failed.length).toBeGreaterThan(0)
  })

  it('has no case that none of these mistakes fails', () => {
    const failing = new Set([...found.values()].flat())
    expect(names.filter((name) => !failing.has(name))).toEqual([])
  })

  it('has a name for each case', () => {
    expect(new Set(names).size).toBe(names.length)
  })
})
