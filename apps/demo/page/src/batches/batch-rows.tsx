import { useId, useState } from 'react'
import { Link } from 'wouter'
import type { BatchDetail, BatchRowState } from '../../../src/api/batch.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { batchText } from './batch-text.ts'
import { batchesApi } from './batches-api.ts'
import { phaseText } from './batches-text.ts'
import { toneOf } from './figures.ts'
import { TableFrame } from './table-frame.tsx'

/** What needs a look comes first. */
const lookedAt: readonly BatchRowState[] = ['person', 'waiting', 'unknown', 'pending', 'refused', 'declined']

/** Rows by their state, each with the trail of its operation. */
export function BatchRows({ batch }: { readonly batch: BatchDetail }) {
  const text = useTexts(batchText)
  const states = useTexts(phaseText)
  const id = useId()
  const { counts, phase } = batch
  const [chosen, setChosen] = useState<BatchRowState | 'all' | null>(null)
  const there = (Object.keys(counts) as BatchRowState[]).filter((state) => counts[state] > 0)
  const state = chosen ?? lookedAt.find((one) => counts[one] > 0) ?? 'all'
  // While a batch is sent, only what changes among these is worth another look.
  const version = state === 'all' ? phase : `${phase} ${counts[state]}`
  const [loaded, again] = useLoaded(`${batch.id} ${state} ${version}`, () =>
    batchesApi.rows(batch.id, state === 'all' ? null : state),
  )
  if (there.length === 0) return null
  return (
    <section className="batch-section" aria-labelledby={`${id}-title`}>
      <div className="section-head">
        <h2 id={`${id}-title`}>{text.rows}</h2>
        <div className="field inline">
          <label htmlFor={id} className="visually-hidden">
            {text.state}
          </label>
          <select id={id} value={state} onChange={(event) => setChosen(event.target.value as BatchRowState | 'all')}>
            <option value="all">{text.everyRow}</option>
            {there.map((one) => (
              <option key={one} value={one}>
                {states[one]} ({counts[one]})
              </option>
            ))}
          </select>
        </div>
      </div>
      {loaded.state === 'loading' ? <Loading /> : null}
      {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
      {loaded.state === 'ready' && loaded.value.rows.length === 0 ? <p className="muted">{text.noRows}</p> : null}
      {loaded.state === 'ready' && loaded.value.rows.length > 0 ? (
        <>
          <TableFrame
            tall
            label={text.table}
            columns={[text.line, text.state, text.amount, text.payment, text.reason, text.trail]}
          >
            {loaded.value.rows.map((row) => (
              <tr key={row.line}>
                <td className="number">{row.line}</td>
                <td>
                  <span className={`pill ${toneOf(row.state)}`}>{states[row.state]}</span>
                </td>
                <td className="number">{row.amount === null ? '—' : `${row.amount.amount} ${row.amount.currency}`}</td>
                <td>
                  <code>{row.payment ?? '—'}</code>
                </td>
                <td lang="en" className="words">
                  {row.reason ?? ''} {row.advice === null ? null : <span className="muted">{row.advice}</span>}
                </td>
                <td>
                  {row.operation === null ? null : (
                    <Link
                      href={`/batches/operations/${row.operation}`}
                      aria-label={fill(text.trailOf, { line: row.line })}
                    >
                      {text.trail}
                    </Link>
                  )}
                </td>
              </tr>
            ))}
          </TableFrame>
          {loaded.value.more ? <p className="muted">{text.first}</p> : null}
        </>
      ) : null}
    </section>
  )
}
