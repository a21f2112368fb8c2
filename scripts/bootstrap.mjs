// The one command behind `npm start`, `npm test` and the other scripts of the root. Runs on Node 20 with nothing installed:
// built-ins only, here and in everything imported from here.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forTestsOnly, installDependencies } from './install.mjs'
import { endLike, Interrupted } from './process.mjs'
import { bench, build, kills, schedules, start, types } from './tasks.mjs'
import { test } from './test.mjs'
import { findToolchain, SetupError } from './toolchain.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tasks = { start, test, build, types, bench, schedules, kills }
/** What looks into every folder needs everything; what is there to be tried soon does not wait for it. */
const needsEverything = [test, types]

async function main([name, ...given]) {
  // npm takes the `--` before arguments for itself, pnpm hands it on.
  const args = given[0] === '--' ? given.slice(1) : given
  const task = tasks[name]
  if (task === undefined) {
    console.error(`usage: node scripts/bootstrap.mjs <${Object.keys(tasks).join('|')}> [arguments]`)
    return 2
  }
  const toolchain = await findToolchain(root)
  await installDependencies(root, toolchain, needsEverything.includes(task) ? [] : forTestsOnly)
  return task({ root, toolchain, args })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof Interrupted) endLike(error.signal)
  else if (error instanceof SetupError) {
    console.error(`error: ${error.message}`)
    process.exitCode = 1
  } else throw error
}
