import type { MatrixReport, ReportedCell } from './matrix-report.ts'

/**
 * The run as JUnit XML: a suite for each provider and kind, a test case for each cell. What CI systems read alike: the
 * shape of https://github.com/testmoapp/junitxml.
 */
export function junitReport({ results, seconds, startedAt }: MatrixReport): string {
  const suites = [...Map.groupBy(results, ({ provider, kind }) => `${provider}.${kind}`)]
  const failures = results.filter(({ held }) => !held).length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="@cap matrix" tests="${results.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}" timestamp="${escapeXml(startedAt)}">`,
    ...suites.flatMap(([name, cells]) => suite(name, cells)),
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(name: string, cells: readonly ReportedCell[]): string[] {
  const failures = cells.filter(({ held }) => !held).length
  const time = cells.reduce((sum, { ms }) => sum + ms, 0) / 1_000
  return [
    `  <testsuite name="${escapeXml(name)}" tests="${cells.length}" failures="${failures}" errors="0" skipped="0" time="${time.toFixed(3)}">`,
    ...cells.flatMap((cell) => testCase(name, cell)),
    '  </testsuite>',
  ]
}

function testCase(suiteName: string, { row, version, ms, held, violation, ending, resolved }: ReportedCell): string[] {
  const name = version === '' ? row : `${row}: ${version}`
  const open = `    <testcase classname="${escapeXml(suiteName)}" name="${escapeXml(name)}" time="${(ms / 1_000).toFixed(3)}"`
  if (held) return [`${open}/>`]
  const [message = ''] = (violation ?? '').split('\n')
  const ended = resolved === null ? ending : `${ending}, resolved as ${resolved}`
  return [
    `${open}>`,
    `      <failure type="invariant" message="${escapeXml(message)}">${escapeXml(`the capture ended: ${ended}\n${violation ?? ''}`)}</failure>`,
    '    </testcase>',
  ]
}

/** XML 1.0 has no way to write most control characters, so they are left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
