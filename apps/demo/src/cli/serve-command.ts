import type { Command } from 'commander'
import type { Context } from '../commands/context.ts'
import { type ServeOptions, serve } from '../commands/serve.ts'
import type { ExitCode } from '../exit-code.ts'
import { withLedgerPlace } from './batch-command.ts'
import { withOptions } from './matrix-commands.ts'
import { portNumber } from './option-parsers.ts'

/** `serve`, which is what runs without a command. */
export function addServe(program: Command, context: Context, done: (code: ExitCode) => void): void {
  withLedgerPlace(withOptions(program.command('serve', { isDefault: true }), context))
    .description('serves the harness as a web page on this machine, shows the tour, and stays until Ctrl-C')
    .option('--port <port>', 'where to listen (default: 4747, or the next that is free; 0: any)', portNumber)
    .option('--no-tour', 'only serves')
    .option('--history <folder>', 'where the history is kept; `memory` for not at all (default: apps/demo/.history)')
    .option('--allow-remote', 'lets the page call connectors and webhooks that are not on this machine')
    .option('--env-file <file>', 'variables of the sandboxes (default: apps/demo/.env)')
    .action(async (options: ServeOptions) => done(await serve(context, options)))
}
