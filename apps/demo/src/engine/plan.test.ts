import { faults } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { providers } from '../providers/providers.ts'
import { planCells } from './plan.ts'

const everything = planCells(providers)

describe('the plan of a run', () => {
  it('has every scenario of every provider', () => {
    const scenarios = everything.filter(({ kind }) => kind === 'scenario').map(({ id }) => id)
    const wanted = providers.flatMap(({ name, scenarios: list }) => list.map((one) => `${name}/scenario/${one.name}`))
    expect(scenarios).toEqual(wanted)
  })

  it('has every fault of the catalogue at every provider', () => {
    for (const { name } of providers) {
      const rows = new Set(
        everything.filter(({ provider, kind }) => provider === name && kind === 'fault').map(({ row }) => row),
      )
      expect([...rows].toSorted()).toEqual(faults.map((fault) => fault.name).toSorted())
    }
  })

  it('has sequences and calls, and ids that occur once', () => {
    for (const kind of ['sequence', 'call']) expect(everything.some((cell) => cell.kind === kind)).toBe(true)
    expect(new Set(everything.map(({ id }) => id)).size).toBe(everything.length)
  })

  it('tells the versions of a row apart', () => {
    for (const cells of Map.groupBy(everything, ({ provider, kind, row }) => `${provider} ${kind} ${row}`).values()) {
      expect(new Set(cells.map(({ version }) => version)).size).toBe(cells.length)
    }
  })

  it('keeps to what is selected', () => {
    const cells = planCells(providers, { providers: ['vtex'], faults: ['no-answer'], scenarios: ['short'] })
    expect(cells.map(({ provider, kind, row }) => `${provider} ${kind} ${row}`)).toEqual([
      'vtex scenario short',
      ...Array.from({ length: 4 }, () => 'vtex fault no-answer'),
    ])
  })
})
