import type { Run } from '../../../src/api/run.ts'

export interface Compared {
  readonly what: string
  readonly first: string
  readonly second: string
}

/** What two runs do not have in common: how they were asked for, and what became of them. */
export function compared(one: Run, two: Run): readonly Compared[] {
  const first = factsOf(one)
  const second = factsOf(two)
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((what) => {
    const [was, is] = [first.get(what) ?? '—', second.get(what) ?? '—']
    return was === is ? [] : [{ what, first: was, second: is }]
  })
}

function factsOf(run: Run): Map<string, string> {
  const { provider, target, ending, code, scenario, fault, exchanges, ms, moved, held, bridge, values, calls } = run
  const trouble =
    fault === null ? null : `${fault.name}, ${fault.moved ? 'moved' : 'not moved'}, ${fault.always ? 'always' : 'once'}`
  const facts = {
    provider,
    target,
    bridge,
    scenario,
    fault: trouble,
    ending,
    code,
    exchanges,
    calls: calls.length,
    ms,
    moved,
    held,
  }
  const all: [string, unknown][] = [
    ...Object.entries(facts),
    ...Object.entries(values).map(([name, value]) => [`values.${name}`, value] as [string, unknown]),
  ]
  return new Map(
    all.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)] as const])),
  )
}
