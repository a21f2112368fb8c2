import { type Command, Option } from 'commander'
import { type CaptureCommandOptions, capture } from '../commands/capture.ts'
import type { Context } from '../commands/context.ts'
import { targets } from '../commands/target.ts'
import type { Values } from '../engine/field.ts'
import type { Provider } from '../engine/provider.ts'
import type { ExitCode } from '../exit-code.ts'
import { camelCase, optionOf } from './field-options.ts'
import { wholeNumber } from './option-parsers.ts'

/** `capture <provider>`, with the options of each. */
export function addCapture(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const parent = program
    .command('capture')
    .helpCommand(false)
    .usage('<provider> [options]')
    .description('makes one capture and shows every exchange, the verdict and the book')
  for (const provider of context.providers) {
    const command = parent.command(provider.name).description(`at ${provider.title}`)
    command.optionsGroup('The capture:')
    for (const field of provider.fields) command.addOption(optionOf(field))
    addCommon(command, provider)
    command.action(async (options: CaptureCommandOptions & Readonly<Record<string, unknown>>) =>
      done(await capture(context, provider, valuesOf(provider, options), options)),
    )
  }
}

function addCommon(command: Command, { readsFirst, sandbox }: Provider): void {
  command
    .optionsGroup('What goes wrong (emulator):')
    .option('--scenario <name>', 'a documented answer, see `scenarios`')
    .option('--fault <name>', 'a fault of the wire, see `faults`')
    .option('--moved', 'the version of the fault in which the money moved (default, where there are two)')
    .option('--not-moved', 'the version in which nothing moved')
    .option('--always', 'strikes every attempt, not only the first')
  if (readsFirst) {
    const on = new Option('--on <exchange>', 'which exchange the fault strikes (default: capture)')
    command.addOption(on.choices(['capture', 'snapshot', 'lookup']))
  }
  command
    .optionsGroup('Afterwards:')
    .addOption(
      new Option(
        '--resolve [how]',
        'resolves what is not known yet: read, or replay under the same key, which may move the money',
      )
        .choices(['read', 'replay'])
        .preset('read'),
    )
    .option('--json [file]', 'one JSON document instead of text')
    .optionsGroup('Where and how long:')
    .addOption(
      new Option('--target <target>', `a sandbox needs ${sandbox.variables.join(', ')} too`)
        .choices(targets)
        .default('emulator'),
    )
    .option('--env-file <file>', 'variables of the sandbox (default: apps/demo/.env)')
    .option('--deadline <ms>', 'milliseconds of the whole call (default at the emulator: 10000)', wholeNumber)
    .option('--attempt-timeout <ms>', 'milliseconds of one attempt (default at the emulator: 2000)', wholeNumber)
}

/** What was filled in, by field name; commander names options in camel case. */
function valuesOf({ fields }: Provider, options: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(
    fields.map(({ name }) => {
      const value = options[camelCase(name)]
      return [name, typeof value === 'string' || value === true ? value : undefined]
    }),
  )
}
