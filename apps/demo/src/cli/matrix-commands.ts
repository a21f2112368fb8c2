import type { Command } from 'commander'
import { check } from '../commands/check.ts'
import type { Context } from '../commands/context.ts'
import type { MatrixOptions } from '../commands/run-matrix.ts'
import { tour } from '../commands/tour.ts'
import type { ExitCode } from '../exit-code.ts'
import { collected, wholeNumber } from './option-parsers.ts'

/** `tour` and `check`. */
export function addMatrix(program: Command, context: Context, done: (code: ExitCode) => void): void {
  withOptions(program.command('tour'), context)
    .description('everything: a capture at each provider, every scenario, every fault, in tables')
    .action(async (options: MatrixOptions) => done(await tour(context, options)))
  withOptions(program.command('check'), context)
    .description('the same run for CI: no colours, concise, every violation in full')
    .action(async (options: MatrixOptions) => done(await check(context, options)))
}

/** What to run of the matrix, and what to tell of it. */
export function withOptions(command: Command, { providers }: Context): Command {
  const names = providers.map(({ name }) => name).join(', ')
  return command
    .option('--only <provider>', `one provider: ${names}; may be repeated`, collected)
    .option('--fault <name>', 'one fault, see `faults`; may be repeated', collected)
    .option('--scenario <name>', 'one scenario, see `scenarios`; may be repeated', collected)
    .option('--json <file>', 'writes a report; with --verbose it has every exchange')
    .option('--junit <file>', 'writes a report as JUnit XML')
    .option('--html <file>', 'writes a report as one HTML file that needs nothing else')
    .option('--verbose', 'shows every version of every case')
    .option('--concurrency <number>', 'cases at once; they mostly wait (default: 48)', wholeNumber)
}
