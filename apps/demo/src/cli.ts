import { Command, CommanderError } from 'commander'
import { addBatch } from './cli/batch-command.ts'
import { addCapture } from './cli/capture-command.ts'
import { addLedger } from './cli/ledger-command.ts'
import { addLists } from './cli/list-commands.ts'
import { addMatrix } from './cli/matrix-commands.ts'
import { addProbe } from './cli/probe-command.ts'
import { addServe } from './cli/serve-command.ts'
import type { Context } from './commands/context.ts'
import type { Environment, Provider } from './engine/provider.ts'
import { UsageError } from './engine/usage-error.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { createTerminal, type Output } from './terminal/terminal.ts'

export interface CliOptions {
  /** Without the interpreter and the script. */
  readonly args: readonly string[]
  readonly providers: readonly Provider[]
  readonly stdout: Output
  readonly stderr: Output
  readonly environment: Environment
  /** Fires when the user wants to stop. Default: never. */
  readonly interrupted?: AbortSignal
  /** Folder of the built page. Default: where `pnpm build` puts it. */
  readonly page?: string
}

/** Runs the command line to its end. Never rejects for what a user does. */
export async function runCli(options: CliOptions): Promise<ExitCode> {
  const { args, providers, stdout, stderr, environment, interrupted = new AbortController().signal, page } = options
  const terminal = createTerminal({ stdout, stderr, env: environment })
  let result: ExitCode = exitCode.ok
  const program = createProgram(
    { providers, terminal, environment, interrupted, ...(page === undefined ? {} : { page }) },
    (code) => {
      result = code
    },
  )
  try {
    refuseUnknownCommand(program, args)
    await program.parseAsync(args, { from: 'user' })
    return result
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage
    if (!(error instanceof UsageError)) throw error
    terminal.complain(`error: ${error.message}`)
    return exitCode.usage
  }
}

const exits = `
Exit codes:
  0  captured; or every invariant held; or what was asked for was shown
  1  an invariant did not hold
  2  an option or an environment variable is wrong; the message names it
  3  capture: declined, the money did not move
  4  capture: it threw, the money did not move by this call
  5  capture: not known yet (pending or unknown)
130  interrupted by Ctrl-C before everything was run

Environment:
  NO_COLOR, FORCE_COLOR  as usual
  CAP_*                  credentials of sandboxes, see apps/demo/.env.example; read with --target sandbox only`

function createProgram(context: Context, done: (code: ExitCode) => void): Command {
  const { terminal } = context
  const program = new Command('npm start --')
    .description(
      'Captures at Mercado Pago, pipwave and VTEX, emulated on this machine, checked against what really moved.\nWithout a command: serves the harness as a web page, shows the tour, and stays until Ctrl-C.',
    )
    .usage('[command] [options]')
    .exitOverride()
    .showHelpAfterError('(--help tells what is possible)')
    .showSuggestionAfterError()
    .helpCommand(false)
    .addHelpText('after', exits)
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.complain(text.trimEnd()),
      getOutHelpWidth: () => Math.min(terminal.columns, 120),
      getErrHelpWidth: () => Math.min(terminal.columns, 120),
    })
  addServe(program, context, done)
  addMatrix(program, context, done)
  addCapture(program, context, done)
  addBatch(program, context, done)
  addLedger(program, context, done)
  addLists(program, context, done)
  addProbe(program, context, done)
  return program
}

/** Serving is what runs without a command, and would take a misspelt one for an argument of its own. */
function refuseUnknownCommand(program: Command, [first]: readonly string[]): void {
  if (first === undefined || first.startsWith('-')) return
  const names = program.commands.map((command) => command.name())
  if (names.includes(first)) return
  const near = names.filter((name) => name.startsWith(first.slice(0, 3)))
  const hint = near.length > 0 ? `: did you mean ${near.join(' or ')}?` : `: there are ${names.join(', ')}`
  throw new UsageError(`no command is called ${JSON.stringify(first)}${hint}`)
}
