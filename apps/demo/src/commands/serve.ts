import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LedgerChoice } from '../batch/open-place.ts'
import { UsageError } from '../engine/usage-error.ts'
import type { ExitCode } from '../exit-code.ts'
import { exitCode } from '../exit-code.ts'
import { openHistory } from '../history/stored-history.ts'
import { startHarness } from '../server/listen.ts'
import { builtPage, isBuilt } from '../server/page.ts'
import { Session } from '../session/session.ts'
import type { Context } from './context.ts'
import type { MatrixOptions } from './run-matrix.ts'
import { tour } from './tour.ts'

export interface ServeOptions extends MatrixOptions, LedgerChoice {
  readonly port?: number
  /** `false`: only serves. */
  readonly tour?: boolean
  /** Folder of the history; `memory`: it ends with the process. */
  readonly history?: string
  readonly envFile?: string
  readonly allowRemote?: boolean
}

/** Not versioned, like everything it holds. */
const defaultHistory = fileURLToPath(new URL('../../.history', import.meta.url))

/** Serves the harness, shows the tour meanwhile, and stays until it is interrupted. */
export async function serve(context: Context, options: ServeOptions): Promise<ExitCode> {
  const { terminal, providers, environment, interrupted, page = builtPage } = context
  if (!isBuilt(page)) {
    throw new UsageError('the page was not built: start with `npm start`, which builds it, or run `pnpm build` once')
  }
  const folder = options.history === 'memory' ? null : (options.history ?? defaultHistory)
  const log = (text: string) => terminal.complain(`the harness: ${text}`)
  const { ledger, keyFile } = options
  const history = openHistory({ folder, onStatus: () => session.tellStatus() })
  const session: Session = new Session({
    providers,
    environment,
    history,
    allowRemote: options.allowRemote === true,
    log,
    ledger: { ...(ledger === undefined ? {} : { ledger }), ...(keyFile === undefined ? {} : { keyFile }) },
    ...(options.envFile === undefined ? {} : { envFile: options.envFile }),
  })
  const harness = await startHarness({
    session,
    page,
    log,
    ...(options.port === undefined ? {} : { port: options.port }),
  })
  try {
    terminal.line(`The harness is at ${terminal.paint(['bold', 'cyan'], harness.url)}`)
    terminal.line()
    const exit = options.tour === false ? exitCode.ok : await tour({ ...context, matrix: session.matrix }, options)
    if (interrupted.aborted) return exit
    terminal.line()
    terminal.line(`The harness stays at ${terminal.paint(['bold', 'cyan'], harness.url)} until Ctrl-C`)
    await once(interrupted, 'abort')
    return exit
  } finally {
    await harness.close()
  }
}
