import type { CheckResult, CheckStatus, ConformanceReport, Step } from './report.ts'

const marks: Readonly<Record<CheckStatus, string>> = {
  passed: 'ok     ',
  failed: 'FAILED ',
  blocked: 'BLOCKED',
  skipped: 'skipped',
}

/** Bodies are shortened to this many characters; the JSON report has more of them. */
const longestBody = 700

/** One line of the table. */
export function checkLine({ id, title, status, reason }: CheckResult): string {
  const why = status === 'skipped' || status === 'blocked' ? `\n${' '.repeat(10)}${reason}` : ''
  return printable(`${marks[status]}  ${id.padEnd(28)} ${title}${why}`)
}

/** What a failed or blocked check found: the rule, what was sent, what came, what to change. */
export function checkDetails({ id, title, status, rule, reason, change, steps }: CheckResult): string {
  const lines = [
    `${marks[status].trim()} ${id}: ${title}`,
    `  rule    ${rule}`,
    `  found   ${reason}`,
    ...(change === null ? [] : [`  change  ${change}`]),
    ...steps.flatMap((step, index) => stepLines(step, index + 1)),
  ]
  return printable(lines.join('\n'))
}

/** The end of the report. */
export function summary({ target, ms, counts, available, checks, ok }: ConformanceReport): string {
  const { passed, failed, blocked, skipped } = counts
  const chosen = checks.length === available ? '' : ` of ${available}`
  const verdict = ok ? 'conforms' : passed + failed + blocked === 0 ? 'was not checked' : 'does not conform'
  return printable(
    `${target} ${verdict}: ${checks.length}${chosen} checks, ${passed} passed, ${failed} failed, ${blocked} blocked, ${skipped} skipped, in ${Math.round(ms / 1000)} s`,
  )
}

/** The whole report for people. */
export function humanReport(report: ConformanceReport): string {
  return [report.checks.map(checkLine).join('\n'), ...failures(report), summary(report)].join('\n\n')
}

/** The details of each failed check. Why one is blocked stands in its line: what it waits for has failed. */
export function failures(report: ConformanceReport): readonly string[] {
  return report.checks.filter(({ status }) => status === 'failed').map(checkDetails)
}

function stepLines({ sent, came, ms }: Step, number: number): string[] {
  const headers = Object.entries(sent.headers).filter(([name]) => name !== 'accept')
  return [
    `  ${number}. ${sent.method} ${sent.url}`,
    `     ${headers.map(([name, value]) => `${name}: ${value}`).join(', ')}`,
    ...(sent.body === null ? [] : [`     sent  ${shorten(sent.body)}`]),
    `     came  ${came.failure ?? came.status} after ${Math.round(ms)} ms  ${shorten(came.body)}`,
  ]
}

function shorten(text: string): string {
  return text.length <= longestBody ? text : `${text.slice(0, longestBody)}…`
}

/** An answer must not be able to drive the terminal it is shown on. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '\uFFFD')
}
