import type { BatchReport } from '@cap/ledger'

/** A page in one file: it can be mailed, and loads nothing from anywhere. */
export function htmlBegin(report: BatchReport, columns: readonly string[]): string {
  const counts = Object.entries(report.counts).filter(([, count]) => count > 0)
  const sums = report.sums.map(({ state, amount }) => [state, `${amount.amount} ${amount.currency}`])
  const declined = Object.entries(report.declined).map(([reason, count]) => [reason, String(count)])
  const { count: open, oldest } = report.open
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(report.batch)}: ${report.rows} captures</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 18%, transparent) }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
th { position: sticky; top: 0; background: Canvas }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1.5rem; margin-bottom: 2rem }
</style>
<h1>${escapeHtml(report.batch)}</h1>
<p>${report.rows} rows, ${escapeHtml(report.state)}${open > 0 ? `; ${open} open, the oldest since ${escapeHtml(oldest ?? 'unknown')}` : ''}.</p>
<div class="sums">
${smallTable(
  'Rows',
  counts.map(([state, count]) => [state, String(count)]),
)}
${smallTable('Asked for', sums)}
${smallTable('Declined', declined)}
</div>
<table>
<thead><tr>${columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr></thead>
<tbody>
`
}

export const htmlEnd = '</tbody>\n</table>\n</html>\n'

/** @param cells escaped */
export function htmlRow(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function smallTable(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const body = rows.map((cells) => htmlRow(cells.map(escapeHtml))).join('')
  return `<section><h2>${escapeHtml(title)}</h2><table><tbody>${body}</tbody></table></section>`
}
