import { describe, expect, it } from 'vitest'
import { htmlReport } from './html-report.ts'
import { junitReport } from './junit-report.ts'
import { jsonReport, matrixReport, type ReportedCell } from './matrix-report.ts'

const cell: ReportedCell = {
  id: 'vtex/fault/no-answer on the capture',
  provider: 'vtex',
  kind: 'fault',
  row: 'no-answer',
  version: 'capture, once',
  held: true,
  violation: null,
  ending: 'unknown',
  attempts: 3,
  ms: 1_234,
  resolved: 'captured',
  moved: [],
}
const broken: ReportedCell = {
  ...cell,
  id: 'mercadopago/scenario/<b>&"',
  provider: 'mercadopago',
  kind: 'scenario',
  row: '<b>&"',
  version: '',
  held: false,
  violation: 'the money moved 2 times\n  "x" < \u0007\u001b[31m & ]]> </pre><script>alert(1)</script>',
  resolved: null,
}
const run = { startedAt: '2026-01-02T03:04:05.678Z', seconds: 2.5, lateMs: 3, selection: {} }
const report = matrixReport({ ...run, results: [cell, broken] })

describe('JUnit XML', () => {
  it('has a suite for each provider and kind, and a failure for each broken invariant', () => {
    expect(junitReport(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="@cap matrix" tests="2" failures="1" errors="0" time="2.500" timestamp="2026-01-02T03:04:05.678Z">
  <testsuite name="vtex.fault" tests="1" failures="0" errors="0" skipped="0" time="1.234">
    <testcase classname="vtex.fault" name="no-answer: capture, once" time="1.234"/>
  </testsuite>
  <testsuite name="mercadopago.scenario" tests="1" failures="1" errors="0" skipped="0" time="1.234">
    <testcase classname="mercadopago.scenario" name="&lt;b&gt;&amp;&quot;" time="1.234">
      <failure type="invariant" message="the money moved 2 times">the capture ended: unknown
the money moved 2 times
  &quot;x&quot; &lt; [31m &amp; ]]&gt; &lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;</failure>
    </testcase>
  </testsuite>
</testsuites>
`)
  })
})

describe('HTML', () => {
  const html = htmlReport(report)

  it('says what did not hold, and every ending in words', () => {
    expect(html).toContain('<h1>An invariant did not hold</h1>')
    expect(html).toContain('unknown → captured')
    expect(html).toContain('VIOLATED unknown')
    expect(htmlReport(matrixReport({ ...run, results: [cell] }))).toContain('<h1>Every invariant held</h1>')
    expect(htmlReport(matrixReport({ ...run, results: [] }))).toContain('<h1>Nothing was run</h1>')
  })

  it('needs nothing else, and runs nothing that a case says', () => {
    expect(html).not.toMatch(/https?:|\bsrc=|<link|<script/)
    expect(html).toContain('&lt;script&gt;alert(1)')
  })
})

it('JSON has all of it', () => {
  expect(JSON.parse(jsonReport(report))).toMatchObject({
    version: 1,
    summary: { violated: 1 },
    results: [cell, broken],
  })
})
