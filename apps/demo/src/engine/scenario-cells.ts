import { ContractViolation, endingName } from '@cap/core/testing'
import { attemptsOf } from './attempts.ts'
import type { Cell, CellReport } from './cell.ts'
import { captureAtEmulator } from './emulated-capture.ts'
import { witness } from './observation.ts'
import type { Provider } from './provider.ts'

/** Every documented answer of a provider as a cell: a real capture over a real socket, then what `resolve` makes of it. */
export function scenarioCells(provider: Provider): readonly Cell[] {
  return provider.scenarios.map(({ name }) => ({
    id: `${provider.name}/scenario/${name}`,
    provider: provider.name,
    kind: 'scenario',
    row: name,
    version: '',
    run: () => playScenario(provider, name),
  }))
}

async function playScenario(provider: Provider, name: string): Promise<CellReport> {
  const stage = provider.stage()
  const { first, ms, later, violation } = await captureAtEmulator(provider, stage, {
    scenario: { name, times: 1 },
    recovery: provider.keyed ? 'replay' : 'read',
    client: { deadlineMs: 5_000, attemptTimeoutMs: 1_500, random: () => 0.1 },
    onEvent: witness(() => stage.entries()),
  })
  if (violation !== null) throw new ContractViolation(violation)
  const last = later.at(-1)?.end
  return {
    ending: endingName(first),
    attempts: attemptsOf(first),
    ms,
    resolved: last === undefined ? null : endingName(last),
  }
}
