import { htmlStyle } from './html-style.ts'
import type { MatrixReport, ReportedCell } from './matrix-report.ts'

const kinds = [
  ['fault', 'Faults: what a network does to them'],
  ['scenario', 'Scenarios: the documented answers'],
  ['sequence', 'Sequences: a refusal after a lost answer'],
  ['call', 'Calls: what callers do'],
] as const

/** The run as one file that needs nothing else: no script, no font, no picture, no address. */
export function htmlReport(report: MatrixReport): string {
  const { results, summary, startedAt, seconds, node } = report
  const providers = [...new Set(results.map(({ provider }) => provider))]
  const held = summary.violated === 0 && summary.cells > 0
  const figures = [
    ['cases', summary.cells],
    ['applied', summary.applied],
    ['acknowledged', summary.acknowledged],
    ['unknown', summary.unknown],
    ['resolved since', summary.resolved],
    ['duplicates', summary.duplicates],
    ['violated', summary.violated],
  ] as const
  const verdict = held ? 'Every invariant held' : summary.cells === 0 ? 'Nothing was run' : 'An invariant did not hold'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${verdict}: @cap matrix, ${escapeHtml(startedAt)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header class="${held ? 'held' : 'broken'}">
<h1>${verdict}</h1>
<p>${escapeHtml(startedAt)} · ${seconds.toFixed(1)} s · Node.js ${escapeHtml(node)}</p>
<dl>${figures.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
</header>
<main>
${violations(results.filter((cell) => !cell.held))}
${kinds
  .map(([kind, title]) =>
    section(
      title,
      results.filter((cell) => cell.kind === kind),
      providers,
    ),
  )
  .join('\n')}
</main>
</body>
</html>
`
}

function violations(broken: readonly ReportedCell[]): string {
  if (broken.length === 0) return ''
  const items = broken.map(
    ({ id, ending, violation }) =>
      `<details open><summary>${escapeHtml(id)} <em>${escapeHtml(ending)}</em></summary><pre>${escapeHtml(violation ?? '')}</pre></details>`,
  )
  return `<section><h2>What did not hold</h2>${items.join('')}</section>`
}

function section(title: string, cells: readonly ReportedCell[], providers: readonly string[]): string {
  if (cells.length === 0) return ''
  const rows = [...Map.groupBy(cells, ({ row }) => row)].map(([row, ofRow]) => {
    const columns = providers.map((provider) => {
      const versions = ofRow.filter((cell) => cell.provider === provider)
      return versions.length === 0 ? '<td class="none">–</td>' : `<td>${versions.map(chip).join('')}</td>`
    })
    return `<tr><th scope="row">${escapeHtml(row)}</th>${columns.join('')}</tr>`
  })
  const heads = providers.map((provider) => `<th scope="col">${escapeHtml(provider)}</th>`).join('')
  return `<section><h2>${title}</h2><table><thead><tr><th scope="col">case</th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table></section>`
}

/** One version of a case: held or not, in words and in colour. */
function chip({ held, ending, resolved, version, moved, ms }: ReportedCell): string {
  const ended = resolved === null ? ending : `${ending} → ${resolved}`
  const amount = moved.map(({ amount: one }) => `${one.amount} ${one.currency}`).join(' + ') || 'nothing'
  const title = `${version === '' ? '' : `${version}: `}moved ${amount}, ${ms} ms`
  return `<span class="${held ? tone(resolved ?? ending) : 'violated'}" title="${escapeHtml(title)}">${held ? '' : 'VIOLATED '}${escapeHtml(ended)}</span>`
}

function tone(ending: string): string {
  if (ending === 'captured') return 'moved'
  return ending === 'unknown' || ending === 'pending' ? 'open' : 'not-moved'
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
