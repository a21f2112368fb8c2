import { type Command, Option } from 'commander'
import type { Context } from '../commands/context.ts'
import { type ListenOptions, listen } from '../commands/listen.ts'
import { type ProbeCommandOptions, probe } from '../commands/probe.ts'
import { targets } from '../commands/target.ts'
import type { Lists } from '../engine/field.ts'
import type { ExitCode } from '../exit-code.ts'
import { camelCase, optionOf } from './field-options.ts'
import { collected, wholeNumber } from './option-parsers.ts'

/** `probe <provider>`: for people with sandbox credentials. */
export function addProbe(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const parent = program
    .command('probe')
    .helpCommand(false)
    .usage('<provider> [options]')
    .description(
      'asks a sandbox what the documentation leaves open, and reports; dry practice at the emulator by default',
    )
  for (const provider of context.providers) {
    const command = parent.command(provider.name).description(provider.probe.about)
    const { listen: listening } = provider.probe
    const fields = [...provider.probe.fields, ...(listening?.fields ?? [])]
    for (const field of fields) {
      const option = optionOf(field)
      command.addOption(field.repeatable === true ? option.argParser(collected) : option)
    }
    if (listening !== undefined) {
      command
        .option('--listen <port>', `${listening.about}; at the emulator target, a stand-in calls`, wholeNumber)
        .option('--for <minutes>', 'ends listening by itself', wholeNumber)
    }
    command
      .option('--yes', 'asks the questions that may move money too')
      .option('--question <name>', 'asks only this one; may be repeated', collected)
      .option('--patience <seconds>', 'how long to look on after a capture (default at a sandbox: 30)', wholeNumber)
      .option('--json <file>', 'writes the report, with every exchange')
      .addOption(
        new Option('--target <target>', `a sandbox needs ${provider.sandbox.variables.join(', ')} too`)
          .choices(targets)
          .default('emulator'),
      )
      .option('--env-file <file>', 'variables of the sandbox (default: apps/demo/.env)')
      .action(async (options: Partial<ListenOptions> & ProbeCommandOptions & Readonly<Record<string, unknown>>) => {
        const values = Object.fromEntries(fields.map(({ name }) => [name, options[camelCase(name)] as Lists[string]]))
        const { listen: port } = options
        if (listening === undefined || port === undefined) done(await probe(context, provider, values, options))
        else done(await listen(context, provider, listening, values, { ...options, listen: port }))
      })
  }
}
