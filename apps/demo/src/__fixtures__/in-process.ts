import { runCli } from '../cli.ts'
import type { Provider } from '../engine/provider.ts'
import { providers as all } from '../providers/providers.ts'
import type { Ended } from './demo.ts'

export interface InProcessOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly providers?: readonly Provider[]
  readonly interrupted?: AbortSignal
  readonly page?: string
  /** Told of everything that is written to standard output. */
  readonly onOutput?: (text: string) => void
}

/** The demo without a process of its own: for what a process would not do otherwise. */
export async function cli(args: readonly string[], options: InProcessOptions = {}): Promise<Ended> {
  const { environment = {}, providers = all, interrupted, page, onOutput } = options
  let stdout = ''
  let stderr = ''
  const code = await runCli({
    args,
    providers,
    environment,
    ...(interrupted === undefined ? {} : { interrupted }),
    ...(page === undefined ? {} : { page }),
    stdout: {
      write(text) {
        stdout += text
        onOutput?.(text)
      },
    },
    stderr: {
      write(text) {
        stderr += text
      },
    },
  })
  return { code, stdout, stderr, output: stdout + stderr }
}
