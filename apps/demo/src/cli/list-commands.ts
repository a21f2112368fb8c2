import type { Command } from 'commander'
import type { Context } from '../commands/context.ts'
import { listFaults, listScenarios } from '../commands/lists.ts'
import type { ExitCode } from '../exit-code.ts'

/** `scenarios` and `faults`. */
export function addLists(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const names = context.providers.map(({ name }) => name).join(', ')
  program
    .command('scenarios')
    .description('lists the documented answers that can be played')
    .argument('[provider]', names)
    .option('--json', 'as JSON')
    .action((provider: string | undefined, { json = false }: { json?: boolean }) =>
      done(listScenarios(context, provider === undefined ? [] : [provider], json)),
    )
  program
    .command('faults')
    .description('lists what can go wrong on the wire')
    .option('--json', 'as JSON')
    .action(({ json = false }: { json?: boolean }) => done(listFaults(context, json)))
}
