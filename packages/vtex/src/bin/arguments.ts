import { parseArgs } from 'node:util'
import type { Feature, OfficialFlow } from '../conformance/options.ts'

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {}

export type Arguments =
  | { readonly command: 'help'; readonly asked: boolean }
  | { readonly command: 'list' }
  | { readonly command: 'conformance'; readonly url: string; readonly options: ConformanceArguments }

export interface ConformanceArguments {
  readonly appKey: string | undefined
  readonly appToken: string | undefined
  readonly credentials: string | undefined
  readonly only: readonly string[] | undefined
  readonly flows: readonly OfficialFlow[] | undefined
  readonly without: readonly Feature[] | undefined
  readonly card: string | undefined
  readonly bankInvoice: string | undefined
  readonly redirect: string | undefined
  readonly payments: string | undefined
  readonly inboundAction: string | undefined
  readonly inboundBody: string | undefined
  readonly currency: string | undefined
  readonly testSuite: boolean
  readonly callbackBase: string | undefined
  readonly callbackPort: number
  readonly callbackMs: number | undefined
  readonly json: boolean
  readonly junit: string | undefined
}

const flows = [
  'approved',
  'denied',
  'cancellation',
  'async-approved',
  'async-denied',
  'bank-invoice',
  'redirect',
] as const
const features = [
  'partial-capture',
  'split',
  'cancellation',
  'refund',
  'callbacks',
  'configuration',
  'provider-headers',
  'vtex-headers',
] as const

const options = {
  'app-key': { type: 'string' },
  'app-token': { type: 'string' },
  credentials: { type: 'string' },
  only: { type: 'string', multiple: true },
  flows: { type: 'string', multiple: true },
  without: { type: 'string', multiple: true },
  card: { type: 'string' },
  'bank-invoice': { type: 'string' },
  redirect: { type: 'string' },
  payments: { type: 'string' },
  'inbound-action': { type: 'string' },
  'inbound-body': { type: 'string' },
  currency: { type: 'string' },
  'no-test-suite': { type: 'boolean' },
  'callback-base': { type: 'string' },
  'callback-port': { type: 'string' },
  'callback-wait': { type: 'string' },
  json: { type: 'boolean' },
  junit: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @throws UsageError */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args)
  const [command, url, ...more] = positionals
  if (values.help || command === undefined) return { command: 'help', asked: values.help === true }
  if (command !== 'conformance')
    throw new UsageError(`there is no command "${command}": it is "vtex conformance <url>"`)
  if (values.list) return { command: 'list' }
  if (url === undefined) throw new UsageError('the URL of the connector is missing')
  if (values['inbound-body'] !== undefined && values['inbound-action'] === undefined) {
    throw new UsageError('--inbound-body needs --inbound-action')
  }
  if (more.length > 0) throw new UsageError(`only one URL can be checked: "${more[0]}" is too much`)
  return {
    command,
    url,
    options: {
      appKey: values['app-key'],
      appToken: values['app-token'],
      credentials: values.credentials,
      only: list(values.only),
      flows: oneOf('--flows', flows, list(values.flows)),
      without: oneOf('--without', features, list(values.without)),
      card: values.card,
      bankInvoice: values['bank-invoice'],
      redirect: values.redirect,
      payments: values.payments,
      inboundAction: values['inbound-action'],
      inboundBody: values['inbound-body'],
      currency: values.currency,
      testSuite: values['no-test-suite'] !== true,
      callbackBase: values['callback-base'],
      callbackPort: whole('--callback-port', values['callback-port'] ?? '0', 65_535),
      callbackMs:
        values['callback-wait'] === undefined
          ? undefined
          : whole('--callback-wait', values['callback-wait'], 86_400) * 1000,
      json: values.json === true,
      junit: values.junit,
    },
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'the options cannot be read')
  }
}

function list(values: readonly string[] | undefined): readonly string[] | undefined {
  return values?.flatMap((value) => value.split(',')).filter((value) => value !== '')
}

function oneOf<Name extends string>(
  option: string,
  names: readonly Name[],
  values: readonly string[] | undefined,
): readonly Name[] | undefined {
  return values?.map((value) => {
    const name = names.find((one) => one === value)
    if (name === undefined) throw new UsageError(`${option} knows no "${value}": it is one of ${names.join(', ')}`)
    return name
  })
}

function whole(option: string, text: string, most: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) > most)
    throw new UsageError(`${option} must be a whole number up to ${most}`)
  return Number(text)
}
