import { type Command, Option } from 'commander'
import type { LedgerChoice } from '../batch/open-place.ts'
import type { Context } from '../commands/context.ts'
import { audit, type DecideOptions, decide, migrate, persons, status } from '../commands/ledger.ts'
import type { ExitCode } from '../exit-code.ts'
import { withLedgerPlace } from './batch-command.ts'

/** `ledger …`: what an operator does with what batches wrote down. */
export function addLedger(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const ledger = program.command('ledger').helpCommand(false).description('what batches wrote down')
  withLedgerPlace(ledger.command('status <batch>'))
    .description('how a batch is')
    .action(async (batch: string, options: LedgerChoice) => done(await status(context, batch, options)))
  withLedgerPlace(ledger.command('persons'))
    .description('what only a person can close')
    .action(async (options: LedgerChoice) => done(await persons(context, options)))
  withLedgerPlace(ledger.command('audit <operation>'))
    .description('everything that happened to an operation')
    .action(async (operation: string, options: LedgerChoice) => done(await audit(context, operation, options)))
  withLedgerPlace(ledger.command('decide <operation>'))
    .description('closes an operation that only a person can')
    .addOption(
      new Option('--outcome <outcome>', 'what the person found out')
        .choices(['captured', 'not_captured'])
        .makeOptionMandatory(),
    )
    .requiredOption('--evidence <text>', "what it rests on: a ticket, a line of the provider's report")
    .requiredOption('--by <name>', 'who decided')
    .action(async (operation: string, options: DecideOptions) => done(await decide(context, operation, options)))
  withLedgerPlace(ledger.command('migrate'))
    .description('copies a ledger from its folder to a PostgreSQL server')
    .requiredOption('--to <url>', 'postgres://user:password@host/database')
    .action(async (options: LedgerChoice & { to: string }) => done(await migrate(context, options)))
}
