import type { Lists } from '../engine/field.ts'
import type { Provider } from '../engine/provider.ts'
import { UsageError } from '../engine/usage-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { runProbe } from '../probe/run-probe.ts'
import { printFinding, printFindings } from '../terminal/finding-text.ts'
import type { Context } from './context.ts'
import { writeReport } from './run-matrix.ts'
import { sandboxEnvironment, type Target } from './target.ts'

export interface ProbeCommandOptions {
  readonly target: Target
  readonly envFile?: string
  readonly yes?: boolean
  readonly question?: readonly string[]
  /** Seconds. */
  readonly patience?: number
  readonly json?: string
}

/** Asks a provider what its documentation leaves open, and reports. */
export async function probe(
  { terminal, environment }: Context,
  provider: Provider,
  values: Lists,
  options: ProbeCommandOptions,
): Promise<ExitCode> {
  const { target, yes = false, question: only = [], json } = options
  const rehearsal = target === 'emulator'
  const session = rehearsal
    ? await provider.probe.rehearse()
    : provider.probe.open(sandboxEnvironment(environment, options.envFile), values)
  try {
    const names = session.questions.map(({ name }) => name)
    const stranger = only.find((name) => !names.includes(name))
    if (stranger !== undefined)
      throw new UsageError(`no question is called ${JSON.stringify(stranger)}: there are ${names.join(', ')}`)
    if (json !== undefined) writeReport(json, null)
    const where = rehearsal ? 'emulator on this machine, dry practice' : 'SANDBOX'
    terminal.line(`${terminal.paint('bold', provider.title)}, ${where}, ${session.baseUrl}`)
    const findings = await runProbe(session, {
      yes,
      patienceMs: (options.patience ?? (rehearsal ? 0 : 30)) * 1_000,
      only,
      onFinding: (finding) => printFinding(terminal, finding),
    })
    printFindings(terminal, findings, rehearsal)
    if (json !== undefined) {
      writeReport(json, {
        version: 1,
        provider: provider.name,
        target,
        url: session.baseUrl,
        at: new Date().toISOString(),
        findings,
      })
      terminal.line(`The report is in ${json}`)
    }
    return exitCode.ok
  } finally {
    await session.close()
  }
}
