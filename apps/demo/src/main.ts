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
// Everything is said and closed. Nothing that a library still keeps, an idle connection or a timer, may hold the process.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise<void>((done) => stream.write('', () => done()))),
)
process.exit()
