// The reports of a test run: vitest writes one for each package, the steps that are not vitest are written here in the
// same shape. `node scripts/reports.mjs clear` removes them; `count` lists what failed and adds all up, which ends `.ci/run`.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = '.reports'

/** @param {string} root */
export function clearReports(root) {
  for (const place of places(root)) rmSync(join(place, folder), { recursive: true, force: true })
}

/**
 * One step as one test.
 *
 * @param {string} root
 * @param {string} name
 * @param {'passed' | 'failed' | 'skipped'} status
 */
export function writeStepReport(root, name, status) {
  const file = join(root, folder, 'steps', `${name.replaceAll(' ', '-')}.json`)
  mkdirSync(dirname(file), { recursive: true })
  const report = {
    numTotalTests: 1,
    numPassedTests: status === 'passed' ? 1 : 0,
    numFailedTests: status === 'failed' ? 1 : 0,
    numPendingTests: status === 'skipped' ? 1 : 0,
    success: status !== 'failed',
    testResults: [{ name, status, assertionResults: [{ title: name, status }] }],
  }
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
}

/**
 * @param {string} root
 * @returns {{ file: string, passed: number, failed: number, skipped: number }[]}
 */
export function readReports(root) {
  const files = places(root)
    .flatMap((place) => [join(place, folder), join(place, folder, 'steps')])
    .flatMap(jsonFiles)
  return files.map((file) => ({ file: relative(root, file), ...countReport(readFileSync(file, 'utf8')) }))
}

/** @param {string} text */
export function countReport(text) {
  let report
  try {
    report = JSON.parse(text)
  } catch {
    // A runner that dies while it writes has not passed.
    return { passed: 0, failed: 1, skipped: 0 }
  }
  // A file that does not load has no tests to fail, and is a failure all the same.
  const broken = (report.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !(assertionResults ?? []).some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = (report.numFailedTests ?? 0) + broken
  return {
    passed: report.numPassedTests ?? 0,
    failed: failed === 0 && report.success === false ? 1 : failed,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  }
}

/**
 * What failed and why, for whoever reads only the end of a long log.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function listFailures(root) {
  return places(root)
    .flatMap((place) => [join(place, folder), join(place, folder, 'steps')])
    .flatMap(jsonFiles)
    .flatMap((file) => failuresOf(readFileSync(file, 'utf8'), relative(root, file)))
}

/**
 * @param {string} text
 * @param {string} file
 * @returns {string[]}
 */
export function failuresOf(text, file) {
  let report
  try {
    report = JSON.parse(text)
  } catch {
    return [`${file}: the runner died while it wrote`]
  }
  return (report.testResults ?? []).flatMap(({ name, status, message, assertionResults = [] }) => {
    const failed = assertionResults.filter((assertion) => assertion.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [`${name}${firstLines(message ? [message] : [])}`] : []
    return failed.map(
      ({ fullName, title, failureMessages }) => `${fullName ?? title}${firstLines(failureMessages ?? [])}`,
    )
  })
}

function firstLines(messages) {
  return messages
    .flatMap((message) => message.split('\n').slice(0, 6))
    .map((line) => `\n    ${line}`)
    .join('')
}

/** @param {{ passed: number, failed: number, skipped: number }[]} counts */
export function total(counts) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed
    sum.failed += failed
    sum.skipped += skipped
  }
  return sum
}

function places(root) {
  const groups = ['packages', 'apps'].map((group) => join(root, group)).filter((group) => existsSync(group))
  return [root, join(root, 'docs'), ...groups.flatMap((group) => readdirSync(group).map((name) => join(group, name)))]
}

function jsonFiles(place) {
  if (!existsSync(place)) return []
  return readdirSync(place)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(place, name))
}

function main(command) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  if (command === 'clear') {
    clearReports(root)
    return 0
  }
  const reports = readReports(root)
  if (reports.length === 0) console.error('error: no test report was found')
  for (const failure of listFailures(root)) console.log(`failed: ${failure}`)
  const { passed, failed, skipped } = total(reports)
  console.log(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
  return reports.length === 0 || failed > 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2])
