import { memo, useMemo, useState } from 'react'
import type { MatrixCell, MatrixResult } from '../../../src/api/matrix.ts'
import { useCatalogue } from '../api/catalogue.tsx'
import { useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { matrixText } from './matrix-text.ts'
import { placeOf, stateOf } from './places.ts'
import { useRowTitle } from './row-title.ts'

const kinds = ['fault', 'scenario', 'sequence', 'call'] as const

interface GridProps {
  readonly cells: readonly MatrixCell[]
  readonly results: ReadonlyMap<string, MatrixResult>
  readonly opened: string | null
  onOpen(place: string): void
  onRun(cells: readonly string[]): void
}

/** Rows are what goes wrong, columns are providers. */
export function MatrixGrid(props: GridProps) {
  const text = useTexts(matrixText)
  const [sought, setSought] = useState('')
  const [troubled, setTroubled] = useState(false)
  return (
    <>
      <div className="matrix-filter">
        <label className="field">
          <span>{text.find}</span>
          <input type="search" value={sought} onChange={(event) => setSought(event.target.value)} />
        </label>
        <label className="check">
          <input type="checkbox" checked={troubled} onChange={(event) => setTroubled(event.target.checked)} />
          {text.onlyBroken}
        </label>
      </div>
      {kinds.map((kind) => (
        <KindTable key={kind} kind={kind} sought={sought} troubled={troubled} {...props} />
      ))}
    </>
  )
}

function KindTable({
  kind,
  sought,
  troubled,
  cells,
  results,
  opened,
  onOpen,
  onRun,
}: GridProps & { readonly kind: (typeof kinds)[number]; readonly sought: string; readonly troubled: boolean }) {
  const text = useTexts(matrixText)
  const titleOf = useRowTitle()
  const { providers } = useCatalogue()
  const rows = useMemo(
    () => [
      ...Map.groupBy(
        cells.filter((cell) => cell.kind === kind),
        ({ row }) => row,
      ),
    ],
    [cells, kind],
  )
  const shown = rows.filter(([row, ofRow]) => {
    if (!`${row} ${titleOf(ofRow)}`.toLowerCase().includes(sought.toLowerCase())) return false
    return !troubled || ofRow.some(({ id }) => results.get(id)?.held === false)
  })
  if (shown.length === 0) return null
  return (
    <section className="matrix-kind" data-kind={kind} aria-labelledby={`kind-${kind}`}>
      <h2 id={`kind-${kind}`}>
        {text[kind]} <span className="count">{shown.length}</span>
      </h2>
      <div className="matrix-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{text.case}</th>
              {providers.map(({ name, title }) => (
                <th key={name} scope="col">
                  {title}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{text.runRow}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(([row, ofRow]) => (
              <tr key={row}>
                <th scope="row">
                  <code>{row}</code>
                  <RowTitle title={titleOf(ofRow)} />
                </th>
                {providers.map(({ name, title }) => {
                  const versions = ofRow.filter(({ provider }) => provider === name)
                  const [first] = versions
                  return (
                    <td key={name}>
                      {first === undefined ? (
                        <span className="nothing">–</span>
                      ) : (
                        <Square
                          label={`${row}, ${title}`}
                          versions={versions}
                          results={results}
                          opened={opened === placeOf(first)}
                          onOpen={() => onOpen(placeOf(first))}
                        />
                      )}
                    </td>
                  )
                })}
                <td className="run-cell">
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={fill(text.runRowNamed, { row })}
                    title={fill(text.runRowNamed, { row })}
                    onClick={() => onRun(ofRow.map(({ id }) => id))}
                  >
                    <Icon name="replay" />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function RowTitle({ title }: { readonly title: string }) {
  return title === '' ? null : <small>{title}</small>
}

/** All versions of one case at one provider: whether they held, in words and in colour. */
const Square = memo(function Square({
  label,
  versions,
  results,
  opened,
  onOpen,
}: {
  readonly label: string
  readonly versions: readonly MatrixCell[]
  readonly results: ReadonlyMap<string, MatrixResult>
  readonly opened: boolean
  onOpen(): void
}) {
  const text = useTexts(matrixText)
  const { done, total, held, endings, tone } = stateOf(versions, results)
  const words =
    done === 0
      ? text.notRun
      : tone === 'violated'
        ? fill(text.squareBroken, { broken: done - held, total })
        : done < total
          ? `${done}/${total}`
          : fill(text.squareHeld, { total })
  return (
    <button type="button" className={`square ${tone}`} aria-pressed={opened} onClick={onOpen}>
      <span className="visually-hidden">{label}: </span>
      <span className="mark">
        {tone === 'none' ? null : <Icon name={tone === 'violated' ? 'warning' : tone === 'some' ? 'clock' : 'check'} />}
        {words}
      </span>{' '}
      <small>{endings.join(' · ')}</small>
    </button>
  )
})
