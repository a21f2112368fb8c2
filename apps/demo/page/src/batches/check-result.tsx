import { useEffect, useRef } from 'react'
import type { BatchCheck } from '../../../src/api/batch.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { count, sumsText } from './figures.ts'
import { formText } from './form-text.ts'
import { TableFrame } from './table-frame.tsx'

/** What a dry run found: what would be captured, and every row that would not. */
export function CheckResult({ check }: { readonly check: BatchCheck }) {
  const text = useTexts(formText)
  const { language } = useLanguage()
  const result = useRef<HTMLElement>(null)
  const { rows, accepted, refused, refusals, sums } = check
  useEffect(() => {
    result.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={result} className="check-result" aria-live="polite">
      <h3>{text.checked}</h3>
      <p>
        {fill(text.wouldCapture, { accepted: count(accepted, language), rows: count(rows, language) })}
        {sums.length === 0 ? null : (
          <>
            {' · '}
            {text.sum} <strong>{sumsText(sums)}</strong>
          </>
        )}
      </p>
      {refused === 0 ? (
        <p className="check-good">
          <Icon name="check" /> {text.allGood}
        </p>
      ) : (
        <>
          <p className="check-bad">
            <Icon name="warning" /> {fill(text.bad, { count: count(refused, language) })}
          </p>
          <TableFrame label={text.checked} columns={[text.line, text.column, text.reason]}>
            {refusals.map(({ line, column, reason }) => (
              <tr key={line}>
                <td className="number">{line}</td>
                <td>{column === null ? '—' : <code>{column}</code>}</td>
                <td lang="en" className="words">
                  {reason}
                </td>
              </tr>
            ))}
          </TableFrame>
          {refused > refusals.length ? (
            <p className="muted">{fill(text.more, { count: count(refused - refusals.length, language) })}</p>
          ) : null}
        </>
      )}
    </section>
  )
}
