import type { Scenario } from '@cap/core/testing'
import { contradictingScenarios } from './contradicting-scenarios.ts'
import { failingScenarios } from './failing-scenarios.ts'
import { settlingScenarios } from './settling-scenarios.ts'
import type { Entry } from './stage.ts'
import { unreadableScenarios } from './unreadable-scenarios.ts'

const entries = { ...settlingScenarios, ...failingScenarios, ...contradictingScenarios, ...unreadableScenarios }

/** The name of an answer the emulator can give. */
export type VtexScenarioName = keyof typeof entries

/** Every answer the emulator can be told to give. */
export const vtexScenarios: readonly (Scenario & { readonly name: VtexScenarioName })[] = Object.freeze(
  names().map((name) => Object.freeze({ name, title: entries[name].title, source: entries[name].source })),
)

/** @throws RangeError for a name that is not in the list */
export function scenarioNamed(name: VtexScenarioName): Entry {
  if (!Object.hasOwn(entries, name)) throw new RangeError(`no scenario is called ${JSON.stringify(name)}`)
  return entries[name]
}

function names(): readonly VtexScenarioName[] {
  return Object.keys(entries) as VtexScenarioName[]
}
