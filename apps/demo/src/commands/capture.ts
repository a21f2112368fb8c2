import { readFileSync } from 'node:fs'
import { CaptureError, type ClientOptions } from '@cap/core'
import { lastEnding, type Recovery, runCapture } from '../engine/capture-run.ts'
import { captureAtEmulator } from '../engine/emulated-capture.ts'
import type { Values } from '../engine/field.ts'
import { known } from '../engine/known.ts'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import { verdictOf } from '../engine/verdict.ts'
import { type ExitCode, exitCode, exitOfCapture } from '../exit-code.ts'
import { type CaptureView, type FinishedCapture, jsonView, textView } from './capture-view.ts'
import type { Context } from './context.ts'
import { type HarmOptions, harmOf } from './harm-options.ts'
import { writeReport } from './run-matrix.ts'
import { sandboxEnvironment, type Target } from './target.ts'

export interface CaptureCommandOptions extends HarmOptions {
  readonly target: Target
  readonly envFile?: string
  readonly scenario?: string
  readonly resolve?: Exclude<Recovery, 'none'>
  readonly deadline?: number
  readonly attemptTimeout?: number
  /** `true`: to standard output. */
  readonly json?: string | true
}

/** Makes one capture and shows every exchange of it. */
export async function capture(
  context: Context,
  provider: Provider,
  filledIn: Values,
  options: CaptureCommandOptions,
): Promise<ExitCode> {
  const values = withFile(filledIn)
  const harm = harmOf(provider, options)
  const setting = {
    provider: provider.name,
    title: provider.title,
    target: options.target,
    scenario: options.scenario ?? null,
    harm: harm ?? null,
  }
  const { json } = options
  const view =
    json === undefined
      ? textView(context.terminal, setting)
      : jsonView((report) => {
          if (json === true) context.terminal.line(JSON.stringify(report, null, 2))
          else writeReport(json, report)
        }, setting)
  let run: FinishedCapture
  try {
    const capturing = options.target === 'sandbox' ? atSandbox : atEmulator
    run = await capturing(context, provider, values, options, view)
  } catch (error) {
    throw asUsageError(provider, options.target, error) ?? error
  }
  const nonsense = attemptless(run.first.error) ? asUsageError(provider, options.target, run.first.error) : null
  if (nonsense !== null) throw nonsense
  view.finished(run)
  return run.violation === null ? exitOfCapture[verdictOf(lastEnding(run)).kind] : exitCode.violated
}

type Place = (
  context: Context,
  provider: Provider,
  values: Values,
  options: CaptureCommandOptions,
  view: CaptureView,
) => Promise<FinishedCapture>

const atEmulator: Place = async (context, provider, values, options, view) => {
  const { scenario, always = false, resolve: recovery = 'none' } = options
  if (scenario !== undefined)
    known(
      'scenario',
      scenario,
      provider.scenarios.map(({ name }) => name),
    )
  const harm = harmOf(provider, options)
  return captureAtEmulator(provider, provider.stage(values), {
    ...(scenario === undefined ? {} : { scenario: { name: scenario, times: always ? 100 : 1 } }),
    ...(harm === undefined ? {} : { harm }),
    recovery,
    signal: context.interrupted,
    client: { deadlineMs: 10_000, attemptTimeoutMs: 2_000, ...timesOf(options) },
    onListening: (url) => view.listening(url),
    onEvent: (event) => view.event(event),
  })
}

const atSandbox: Place = async (context, provider, values, options, view) => {
  for (const name of ['scenario', 'fault'] as const) {
    if (options[name] === undefined) continue
    throw new UsageError(`--${name} is the emulator's: nobody can make a sandbox do that. Leave out --target sandbox`)
  }
  for (const { name } of provider.fields.filter(({ emulatorOnly }) => emulatorOnly === true)) {
    if (values[name] === undefined) continue
    throw new UsageError(
      `--${name} is the emulator's: with --target sandbox it comes from the environment, or not at all`,
    )
  }
  const sandbox = provider.sandbox.open(sandboxEnvironment(context.environment, options.envFile))
  view.listening(sandbox.url)
  const run = await runCapture(sandbox.operation(values), {
    client: { baseUrl: sandbox.url, ...timesOf(options) },
    recovery: options.resolve ?? 'none',
    signal: context.interrupted,
    onEvent: (event) => view.event(event),
  })
  return { ...run, moved: null, violation: null }
}

function timesOf({
  deadline,
  attemptTimeout,
}: CaptureCommandOptions): Pick<ClientOptions, 'deadlineMs' | 'attemptTimeoutMs'> {
  return {
    ...(deadline === undefined ? {} : { deadlineMs: deadline }),
    ...(attemptTimeout === undefined ? {} : { attemptTimeoutMs: attemptTimeout }),
  }
}

/** `--request <file>` as its content. */
function withFile(values: Values): Values {
  const { request } = values
  if (typeof request !== 'string') return values
  try {
    return { ...values, request: readFileSync(request, 'utf8') }
  } catch (error) {
    throw new UsageError(`--request: ${request} cannot be read`, { cause: error })
  }
}

function attemptless(error: unknown): boolean {
  return CaptureError.isInstance(error) && error.attempts.length === 0
}

/** Fields of every client's options and calls, as the user knows them. */
const commonOptions: Readonly<Record<string, string>> = {
  deadlineMs: '--deadline',
  attemptTimeoutMs: '--attempt-timeout',
}

/** What a package refused before anything was sent is a mistake in an option or a variable: names it as the user knows it. */
function asUsageError(provider: Provider, target: Target, error: unknown): UsageError | null {
  if (!CaptureError.isInstance(error) || error.code !== 'invalid_request') return null
  const { field, message } = error
  if (field === null) return new UsageError(message)
  const said = message.startsWith(field) ? message.slice(field.length) : `: ${message}`
  const variable = target === 'sandbox' ? provider.sandbox.variableOf[field] : undefined
  const option = provider.fieldOf[field]
  const name = variable ?? (option === undefined ? commonOptions[field] : `--${option}`)
  return new UsageError(name === undefined ? `--request: ${field}${said}` : `${name}${said}`)
}
