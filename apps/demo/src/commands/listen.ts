import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Lists } from '../engine/field.ts'
import type { ListenRecipe, Provider } from '../engine/provider.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { printFinding, printFindings } from '../terminal/finding-text.ts'
import type { Context } from './context.ts'
import type { ProbeCommandOptions } from './probe.ts'
import { writeReport } from './run-matrix.ts'
import { sandboxEnvironment } from './target.ts'

export interface ListenOptions extends ProbeCommandOptions {
  readonly listen: number
  /** Minutes. */
  readonly for?: number
}

/** Waits for the provider's calls until Ctrl-C, or for a while, and reports what they tell. */
export async function listen(
  { terminal, environment, interrupted }: Context,
  provider: Provider,
  recipe: ListenRecipe,
  values: Lists,
  options: ListenOptions,
): Promise<ExitCode> {
  const rehearsal = options.target === 'emulator'
  if (!rehearsal) recipe.arm(sandboxEnvironment(environment, options.envFile))
  const { json } = options
  if (json !== undefined) writeReport(json, null)
  const session = await recipe.start(rehearsal ? 0 : options.listen, values, (line) => terminal.line(line))
  try {
    terminal.line(`${terminal.paint('bold', provider.title)} may call ${session.url}: ${recipe.about}`)
    if (rehearsal) await recipe.rehearse(session.url)
    else {
      terminal.line('Let a tunnel lead there, give its address to the Test Suite or a test store, and end with Ctrl-C.')
      await untilOver(interrupted, options.for)
    }
    const findings = session.findings()
    for (const finding of findings) printFinding(terminal, finding)
    printFindings(terminal, findings, rehearsal)
    if (json !== undefined) {
      const report = { version: 1, provider: provider.name, target: options.target, findings, calls: session.record() }
      writeReport(json, report)
      terminal.line(`The report is in ${json}`)
    }
    return exitCode.ok
  } finally {
    await session.close()
  }
}

async function untilOver(interrupted: AbortSignal, minutes: number | undefined): Promise<void> {
  if (interrupted.aborted) return
  const over = once(interrupted, 'abort')
  if (minutes === undefined) await over
  else await Promise.race([over, setTimeout(minutes * 60_000, undefined, { signal: interrupted }).catch(() => {})])
}
