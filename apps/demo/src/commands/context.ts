import type { Environment, Provider } from '../engine/provider.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { MatrixObserver } from './run-matrix.ts'

/** What a command is given: everything outside it that it may touch. */
export interface Context {
  readonly providers: readonly Provider[]
  readonly terminal: Terminal
  /** The process's environment variables. Only sandboxes read them. */
  readonly environment: Environment
  /** Fires when the user wants to stop: Ctrl-C. */
  readonly interrupted: AbortSignal
  /** Hears of every run of the matrix. */
  readonly matrix?: MatrixObserver
  /** Folder of the built page. Default: where `pnpm build` puts it. */
  readonly page?: string
}
