import { runCli } from '../cli.ts'
import { providers } from '../providers/providers.ts'

/** The demo over another build of the page: `served-demo.ts <folder> <arguments>`. */
const [page = '', ...args] = process.argv.slice(2)
const interruption = new AbortController()
process.once('SIGINT', () => interruption.abort())
process.exitCode = await runCli({
  args,
  providers,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  interrupted: interruption.signal,
  page,
})
process.exit()
