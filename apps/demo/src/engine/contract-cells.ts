import { type ContractCase, type ContractOptions, faults } from '@cap/core/testing'
import type { Cell, CellKind } from './cell.ts'
import type { Provider } from './provider.ts'

const kinds: Readonly<Record<ContractCase['group'], CellKind>> = {
  faults: 'fault',
  sequences: 'sequence',
  calls: 'call',
}

/** The shared contract as cells: what vitest runs in each package is what is run here. */
export function contractCells(provider: Provider, options?: ContractOptions): readonly Cell[] {
  return provider.contract(options).map((one) => ({
    id: `${provider.name}/${kinds[one.group]}/${one.name}`,
    provider: provider.name,
    kind: kinds[one.group],
    ...placeOf(one),
    async run() {
      const { ending, attempts, ms, resolved } = await one.run()
      return { ending, attempts, ms, resolved }
    },
  }))
}

/** A case's place in a table, from its name: `<fault> on the <exchange>, …`, `<first>, then <refusal>`, or any other. */
function placeOf({ group, name }: ContractCase): { readonly row: string; readonly version: string } {
  if (group === 'faults') {
    const fault = faults.find((candidate) => name.startsWith(`${candidate.name} on the `))
    if (fault !== undefined) return { row: fault.name, version: name.slice(fault.name.length + ' on the '.length) }
  }
  if (group === 'sequences') {
    const sequence = /^(?<first>.*), then (?<refusal>.*)$/.exec(name)?.groups
    if (sequence?.refusal !== undefined) return { row: sequence.refusal, version: sequence.first ?? '' }
    if (name.endsWith(' at once')) return { row: name.slice(0, -' at once'.length), version: 'at once' }
  }
  return { row: name, version: '' }
}
