import { faults } from '@cap/core/testing'
import type { Cell } from './cell.ts'
import { contractCells } from './contract-cells.ts'
import { known } from './known.ts'
import type { Provider } from './provider.ts'
import { scenarioCells } from './scenario-cells.ts'

/** Which part of the matrix to run; empty means all of it. */
export interface Selection {
  readonly providers?: readonly string[]
  readonly faults?: readonly string[]
  readonly scenarios?: readonly string[]
}

/** Longer than the packages' own tests allow: this run has many cases at once, on machines we do not know. */
const times = { attemptTimeoutMs: 1_000, deadlineMs: 5_000 }

/**
 * The cells of a run: every scenario, fault, sequence and call of every provider, or what was selected. A fault or a
 * scenario that is named leaves out everything that is not.
 *
 * @throws UsageError for a name nobody has
 */
export function planCells(providers: readonly Provider[], selection: Selection = {}): readonly Cell[] {
  const chosen = chooseProviders(providers, selection.providers ?? [])
  const wanted = { fault: selection.faults ?? [], scenario: selection.scenarios ?? [] }
  for (const name of wanted.fault)
    known(
      'fault',
      name,
      faults.map((fault) => fault.name),
    )
  const scenarioNames = chosen.flatMap((provider) => provider.scenarios.map((scenario) => scenario.name))
  for (const name of wanted.scenario) known('scenario', name, scenarioNames)
  const everything = wanted.fault.length + wanted.scenario.length === 0
  return chosen
    .flatMap((provider) => [...scenarioCells(provider), ...contractCells(provider, times)])
    .filter(({ kind, row }) => everything || ((kind === 'fault' || kind === 'scenario') && wanted[kind].includes(row)))
}

/** @throws UsageError for a name nobody has */
export function chooseProviders(providers: readonly Provider[], names: readonly string[]): readonly Provider[] {
  for (const name of names)
    known(
      'provider',
      name,
      providers.map((provider) => provider.name),
    )
  return names.length === 0 ? providers : providers.filter((provider) => names.includes(provider.name))
}
