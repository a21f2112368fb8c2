import { checkDetails } from './human.ts'
import type { CheckResult, ConformanceReport } from './report.ts'

/** The report as JUnit XML: a blocked check is an error, a skipped one says why. */
export function junitReport(report: ConformanceReport): string {
  const { target, startedAt, ms, counts, checks } = report
  const totals = `tests="${checks.length}" failures="${counts.failed}" errors="${counts.blocked}" skipped="${counts.skipped}" time="${ms / 1000}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="vtex conformance" ${totals}>`,
    `  <testsuite name="${xmlText(target)}" timestamp="${xmlText(startedAt)}" ${totals}>`,
    ...checks.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(check: CheckResult): string {
  const [group = ''] = check.id.split('.')
  const open = `    <testcase classname="vtex.${xmlText(group)}" name="${xmlText(`${check.id}: ${check.title}`)}" time="${check.ms / 1000}"`
  const reason = xmlText(check.reason ?? '')
  switch (check.status) {
    case 'passed':
      return `${open}/>`
    case 'skipped':
      return `${open}><skipped message="${reason}"/></testcase>`
    case 'failed':
      return `${open}><failure type="rule" message="${reason}">${xmlText(checkDetails(check))}</failure></testcase>`
    case 'blocked':
      return `${open}><error type="blocked" message="${reason}">${xmlText(checkDetails(check))}</error></testcase>`
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}

/** XML 1.0 has no way to write most control characters, or half of a surrogate pair. */
function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\n]|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"\n]/g, (character) => entities[character] ?? character)
}
