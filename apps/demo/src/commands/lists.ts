import { faults, versions } from '@cap/core/testing'
import { chooseProviders } from '../engine/plan.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type Column, table } from '../terminal/table.ts'
import type { Context } from './context.ts'

/** Every documented answer that an emulator can be told to give. */
export function listScenarios({ providers, terminal }: Context, only: readonly string[], json: boolean): ExitCode {
  const chosen = chooseProviders(providers, only)
  if (json) {
    const list = chosen.flatMap(({ name: provider, scenarios }) =>
      scenarios.map(({ name, title, source }) => ({ provider, name, title, source })),
    )
    terminal.line(JSON.stringify(list, null, 2))
    return exitCode.ok
  }
  for (const { name, title, scenarios } of chosen) {
    terminal.line(terminal.paint('bold', `${title}: ${scenarios.length} scenarios`))
    const columns = [{ title: 'scenario' }, { title: 'what happens' }, { title: 'where it is documented' }]
    print(
      columns,
      scenarios.map((scenario) => [scenario.name, scenario.title, scenario.source]),
    )
    terminal.line(`  to play one: npm start -- capture ${name} --amount 10.00 --currency BRL --scenario <name>`)
    terminal.line()
  }
  return exitCode.ok

  function print(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const [head = '', ...lines] = table(columns, rows)
    terminal.line(`  ${terminal.paint('dim', head)}`)
    for (const line of lines) terminal.line(`  ${line}`)
  }
}

const reachWords = {
  never: 'no',
  may: 'yes, or no: --moved, --not-moved',
  always: 'yes',
} as const

/** Every way for an exchange to go wrong. */
export function listFaults({ terminal }: Context, json: boolean): ExitCode {
  if (json) {
    const list = faults.map((fault) => ({
      name: fault.name,
      title: fault.title,
      reaches: fault.reaches,
      versions: versions(fault).map(({ moved }) => (moved ? 'moved' : 'not-moved')),
      passing: fault.passing,
    }))
    terminal.line(JSON.stringify(list, null, 2))
    return exitCode.ok
  }
  terminal.line(terminal.paint('bold', `${faults.length} faults`))
  const columns = [{ title: 'fault' }, { title: 'what happens' }, { title: 'does the money move?' }]
  const [head = '', ...lines] = table(
    columns,
    faults.map(({ name, title, reaches }) => [name, title, reachWords[reaches]]),
  )
  terminal.line(`  ${terminal.paint('dim', head)}`)
  for (const line of lines) terminal.line(`  ${line}`)
  terminal.line()
  terminal.line('  to play one:  npm start -- capture vtex --amount 45 --currency BRL --fault no-answer --moved')
  terminal.line('  to check one: npm start -- check --fault no-answer')
  return exitCode.ok
}
