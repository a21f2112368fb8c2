import { type Command, Option } from 'commander'
import { rowFields } from '../batch/row-values.ts'
import { type BatchOptions, batch } from '../commands/batch.ts'
import type { Context } from '../commands/context.ts'
import { type ReconcileOptions, reconcileReport } from '../commands/reconcile.ts'
import { targets } from '../commands/target.ts'
import type { Values } from '../engine/field.ts'
import { known } from '../engine/known.ts'
import type { Provider } from '../engine/provider.ts'
import type { ExitCode } from '../exit-code.ts'
import { camelCase } from './field-options.ts'
import { collected, wholeNumber } from './option-parsers.ts'

/** Options that say where a ledger is. */
export function withLedgerPlace(command: Command): Command {
  return command
    .option('--ledger <place>', 'a folder, or postgres://… (default: apps/demo/.ledger)')
    .option('--key-file <file>', 'the key that payer tokens are encrypted with, made at first use')
}

/** `batch` and `reconcile`. */
export function addBatch(program: Command, context: Context, done: (code: ExitCode) => void): void {
  const { providers } = context
  const names = providers.map(({ name }) => name)
  const command = program
    .command('batch <file>')
    .description(
      'captures every row of a CSV or NDJSON file, durably; the same command goes on after Ctrl-C or a crash',
    )
    .requiredOption('--provider <name>', `${names.join(', ')}`)
    .option('--batch <name>', "names the batch for ever (default: the file's name)")
    .option('--dry-run', 'checks every row, and writes and sends nothing')
    .option('--strict', 'one bad row refuses the batch')
    .option('--same-payment', 'two rows may be of one payment, as with partial shipments')
    .option('--report <file>', 'writes every row to a .html, .json or .csv file')
    .optionsGroup('Guards:')
    .option('--expect-count <rows>', 'refuses the batch unless so many rows are accepted', wholeNumber)
    .option('--expect-sum <sum>', 'the same for the sum, such as "1234.50 BRL"; may be repeated', collected)
    .option('--row-cap <amount>', 'refuses a row beyond it; may be repeated', collected)
    .option('--batch-cap <sum>', 'refuses a batch beyond it; may be repeated', collected)
    .optionsGroup('How fast:')
    .option('--concurrency <number>', 'captures at the same time (default: 16)', wholeNumber)
    .option('--rate <number>', 'captures a second (default: no limit)', wholeNumber)
    .option('--priority <number>', 'larger goes first (default: 0)', wholeNumber)
    .optionsGroup('What goes wrong (emulator):')
    .option('--fault <name>', 'a fault of the wire, see `faults`')
    .option('--moved', 'the version of the fault in which the money moved (default, where there are two)')
    .option('--not-moved', 'the version in which nothing moved')
    .option('--every <number>', 'strikes every so manieth capture (default: 10)', wholeNumber)
    .optionsGroup('Where:')
    .addOption(
      new Option('--target <target>', 'a sandbox needs its variables too').choices(targets).default('emulator'),
    )
    .option('--env-file <file>', 'variables of the sandbox (default: apps/demo/.env)')
  for (const name of switches(providers)) command.option(`--${name}`, 'holds for every row, see `capture --help`')
  withLedgerPlace(command)
  command.addHelpText('after', `\nColumns:\n${providers.map(columnsOf).join('\n')}`)
  command.action(async (file: string, options: BatchOptions & { provider: string } & Record<string, unknown>) => {
    known('provider', options.provider, names)
    const provider = providers.find(({ name }) => name === options.provider)
    if (provider !== undefined) done(await batch(context, provider, file, valuesOf(provider, options), options))
  })

  withLedgerPlace(program.command('reconcile <report>'))
    .description("compares a batch with a provider's settlement report, a CSV or NDJSON file")
    .requiredOption('--batch <name>', 'the batch')
    .requiredOption('--columns <map>', 'payment=<column>,amount=<column>,currency=<column>')
    .option('--json <file>', 'writes every difference')
    .action(async (file: string, options: ReconcileOptions) => done(await reconcileReport(context, file, options)))
}

function switches(providers: readonly Provider[]): readonly string[] {
  const all = providers.flatMap(({ fields }) => fields.filter(({ placeholder }) => placeholder === undefined))
  return [...new Set(all.map(({ name }) => name))]
}

function valuesOf({ fields }: Provider, options: Readonly<Record<string, unknown>>): Values {
  const given = fields.filter(({ name, placeholder }) => placeholder === undefined && options[camelCase(name)] === true)
  return Object.fromEntries(given.map(({ name }) => [name, true]))
}

function columnsOf(provider: Provider): string {
  const names = rowFields(provider).map(({ name }) => name)
  const required = provider.batchFields.map((group) => group.join(' or ')).join(', ')
  return `  ${provider.name}: ${names.join(', ')}; required: ${required}`
}
