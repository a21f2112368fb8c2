import { runCli } from './cli.ts'
import { providers } from './providers/providers.ts'

const interruption = new AbortController()
// The first Ctrl-C lets a command come to its end; the second ends the process.
process.once('SIGINT', () => interruption.abort())

process.exitCode = await runCli({
  args: process.argv.slice(2),
  providers,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  interrupted: interruption.signal,
})
process.removeAllListeners('SIGINT')
