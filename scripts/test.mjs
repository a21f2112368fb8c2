import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, timedOutCode } from './process.mjs'
import { clearReports, readReports, total, writeStepReport } from './reports.mjs'
import { tools } from './tasks.mjs'

/** No step takes half as long on a slow machine: one that hangs is a failure, not a wait. */
const stepTimeoutMs = 30 * 60_000

const usage = `usage: npm test [-- --fast | --full] [-- --force]

  --fast   lint, types and the tests of each package (what \`pnpm test\` runs)
  --full   the same, then the repository tests, the checks on the packed packages and the demo (what \`npm test\` runs)
  --force  do not take results from the build cache
`

/**
 * Runs every check, the later ones too when an earlier one fails.
 *
 * @param {import('./tasks.mjs').Task} task
 */
export async function test({ root, toolchain, args }) {
  if (args.includes('--help')) {
    process.stdout.write(usage)
    return 0
  }
  const unknown = args.filter((arg) => !['--fast', '--full', '--force'].includes(arg))
  if (unknown.length > 0) {
    process.stderr.write(`error: unknown option ${unknown.join(' ')}\n${usage}`)
    return 2
  }
  clearReports(root)
  const calledByPnpm = process.env.npm_config_user_agent?.startsWith('pnpm/') ?? false
  const fast = args.includes('--fast') || (calledByPnpm && !args.includes('--full'))
  // Tests with deadlines need a processor when they ask for it. Without the browsers and the killed processes of the slow part
  // they wait half of their time: a third package at once makes use of that.
  const packagesAtOnce = fast ? 3 : 2
  const steps = [...fastSteps(args, packagesAtOnce), ...(fast ? [] : fullSteps())]

  const settings = fast ? { CAP_SCHEDULES: '200', CAP_FAST: '1' } : {}
  const env = { ...settings, ...toolchain.env }
  const results = []
  for (const step of steps) results.push(await runStep(step, { root, node: toolchain.node, env }))

  process.stdout.write(`\n${summary(results)}\n`)
  return results.every(({ status }) => status === 'passed') ? 0 : 1
}

function fastSteps(args, packagesAtOnce) {
  const turbo = (task, ...options) => [
    tools.turbo,
    'run',
    task,
    '--continue',
    '--output-logs=new-only',
    ...options,
    ...args.filter((arg) => arg === '--force'),
  ]
  return [
    { name: 'lint', commands: [[tools.biome, 'check', '--error-on-warnings', '.']] },
    { name: 'types', commands: [turbo('types'), [tools.tsc, '-p', 'tsconfig.json']] },
    { name: 'package tests', commands: [turbo('test', `--concurrency=${packagesAtOnce}`)], reports: packageReports },
  ]
}

function fullSteps() {
  return [
    { name: 'build', commands: [[tools.turbo, 'run', 'build', '--output-logs=errors-only']] },
    { name: 'repository tests', commands: [vitest('repository')], reports: () => ['.reports/repository.json'] },
    { name: 'package checks', commands: [vitest('packages')], reports: () => ['.reports/packages.json'] },
    { name: 'demo', commands: [[join('apps', 'demo', 'src', 'main.ts'), 'check']] },
  ]
}

function vitest(project) {
  return [tools.vitest, 'run', '--project', project, `--outputFile.json=.reports/${project}.json`]
}

/** Every package with a `test` script has to leave a report: none means that its runner never got that far. */
function packageReports(root) {
  const grouped = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  )
  return [...grouped, 'docs']
    .filter((folder) => hasTests(join(root, folder, 'package.json')))
    .map((folder) => join(folder, '.reports', 'vitest.json'))
}

function hasTests(manifest) {
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.test !== undefined
}

async function runStep({ name, commands, reports }, { root, node, env }) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(3, 60 - name.length))}\n`)
  const started = Date.now()
  let passed = true
  for (const command of commands) {
    const { code } = await run(node, command, { cwd: root, env, timeout: stepTimeoutMs })
    if (code === timedOutCode)
      process.stdout.write(`error: ${name} did not end within ${stepTimeoutMs / 60_000} minutes\n`)
    passed &&= code === 0
  }
  const status = reports === undefined ? countStep(root, name, passed) : checkReports(root, name, passed, reports(root))
  const seconds = (Date.now() - started) / 1000
  process.stdout.write(`── ${name} ${status} in ${seconds.toFixed(1)} s\n`)
  return { name, status, seconds }
}

function countStep(root, name, passed) {
  const status = passed ? 'passed' : 'failed'
  writeStepReport(root, name, status)
  return status
}

/** The runner counts its own tests. A failure it could not count, such as a crash, is counted here. */
function checkReports(root, name, passed, expected) {
  const found = readReports(root).filter(({ file }) => expected.includes(file))
  const missing = expected.filter((file) => !found.some((report) => report.file === file))
  for (const file of missing) process.stdout.write(`error: the test runner left no ${file}\n`)
  const { failed } = total(found)
  if (missing.length > 0 || (!passed && failed === 0)) writeStepReport(root, name, 'failed')
  return passed && missing.length === 0 && failed === 0 ? 'passed' : 'failed'
}

function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  return results
    .map(
      ({ name, status, seconds }) => `${status.padEnd(6)}  ${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s`,
    )
    .join('\n')
}
