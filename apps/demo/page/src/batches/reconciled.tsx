import type { ShownReconciliation } from '../../../src/api/batch.ts'
import { useLanguage, useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { phaseText } from './batches-text.ts'
import { count, sumsText } from './figures.ts'
import { reconcileText } from './reconcile-text.ts'

const kinds = ['missing', 'extra', 'differs'] as const

import { TableFrame } from './table-frame.tsx'

/** How two sides compare, payment by payment. */
export function Reconciled({ result }: { readonly result: ShownReconciliation }) {
  const text = useTexts(reconcileText)
  const states: Readonly<Record<string, string>> = useTexts(phaseText)
  const { language } = useLanguage()
  const { agrees, matched, unreadable } = result
  return (
    <div className="reconciled" aria-live="polite">
      <p className={agrees ? 'check-good' : 'check-bad'}>
        <Icon name={agrees ? 'check' : 'warning'} /> {agrees ? text.agrees : text.differ}
      </p>
      <dl className="figures">
        <div>
          <dt>{text.matched}</dt>
          <dd>{count(matched, language)}</dd>
        </div>
        {kinds.map((kind) => (
          <div key={kind} className={result[kind].count > 0 ? 'bad' : ''}>
            <dt>{text[kind]}</dt>
            <dd>{count(result[kind].count, language)}</dd>
          </div>
        ))}
        {unreadable.count === 0 ? null : (
          <div className="bad">
            <dt>{text.unreadable}</dt>
            <dd>{count(unreadable.count, language)}</dd>
          </div>
        )}
      </dl>
      {agrees ? null : (
        <TableFrame label={text.table} columns={[text.what, text.paymentShown, text.ours, text.theirs]}>
          {kinds.flatMap((kind) =>
            result[kind].first.map(({ payment, ours, theirs, state }) => (
              <tr key={`${kind} ${payment}`}>
                <td>
                  {text[kind]}{' '}
                  <span className="muted">{state === null ? text.notInBatch : (states[state] ?? state)}</span>
                </td>
                <td>
                  <code>{payment}</code>
                </td>
                <td className="number">{ours.length === 0 ? text.nothing : sumsText(ours)}</td>
                <td className="number">{theirs.length === 0 ? text.nothing : sumsText(theirs)}</td>
              </tr>
            )),
          )}
          {unreadable.first.map(({ line, problem }) => (
            <tr key={`line ${line}`}>
              <td>{text.unreadable}</td>
              <td colSpan={3}>
                {fill(text.line, { line })}: <span lang="en">{problem}</span>
              </td>
            </tr>
          ))}
        </TableFrame>
      )}
    </div>
  )
}
