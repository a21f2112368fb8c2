import { useEffect, useRef, useState } from 'react'
import type { MatrixCell, MatrixResult } from '../../../src/api/matrix.ts'
import { api } from '../api/client.ts'
import { useLoaded } from '../api/use-loaded.ts'
import { CallTimeline } from '../run/timeline.tsx'
import { useTexts } from '../text/language.tsx'
import { named } from '../text/texts.ts'
import { useTitles } from '../titles/titles.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { duration } from '../ui/time.ts'
import { matrixText } from './matrix-text.ts'
import { placeOf, toneOfEnding } from './places.ts'
import { useRowTitle } from './row-title.ts'
import type { ShownRun } from './use-matrix.ts'

/** The versions of one case at one provider, each down to its exchanges. */
export function CellPanel({
  place,
  cells,
  shown,
  onClose,
  onRun,
}: {
  readonly place: string
  readonly cells: readonly MatrixCell[]
  readonly shown: ShownRun | null
  onClose(): void
  onRun(cells: readonly string[]): void
}) {
  const text = useTexts(matrixText)
  const titleOf = useRowTitle()
  const panel = useRef<HTMLElement>(null)
  const versions = cells.filter((cell) => placeOf(cell) === place)
  const [first] = versions
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
    if (matchMedia('(max-width: 75rem)').matches) panel.current?.scrollIntoView({ block: 'start' })
  }, [place])
  if (first === undefined) return null
  const title = titleOf(versions)
  return (
    <aside
      className="cell-panel card"
      ref={panel}
      tabIndex={-1}
      aria-label={`${first.row}, ${first.provider}`}
      onKeyDown={(event) => (event.key === 'Escape' ? onClose() : undefined)}
    >
      <header>
        <div>
          <h2>
            <code>{first.row}</code>
          </h2>
          {title === '' ? null : <p>{title}</p>}
          <p className="muted">{first.provider}</p>
        </div>
        <button type="button" className="button small" onClick={() => onRun(versions.map(({ id }) => id))}>
          <Icon name="replay" /> {text.runThese}
        </button>
        <button type="button" className="icon-button" aria-label={text.close} onClick={onClose}>
          <Icon name="cross" />
        </button>
      </header>
      <ul className="versions">
        {versions.map((cell) => (
          <Version
            key={`${shown?.run.id} ${cell.id}`}
            cell={cell}
            result={shown?.results.get(cell.id) ?? null}
            run={shown?.run.id ?? null}
            onRun={() => onRun([cell.id])}
            openAtFirst={versions.length === 1}
          />
        ))}
      </ul>
    </aside>
  )
}

function Version({
  cell,
  result,
  run,
  onRun,
  openAtFirst,
}: {
  readonly cell: MatrixCell
  readonly result: MatrixResult | null
  readonly run: string | null
  onRun(): void
  readonly openAtFirst: boolean
}) {
  const text = useTexts(matrixText)
  const { versions } = useTitles()
  const [decided, setOpen] = useState<boolean | null>(null)
  const open = decided ?? (openAtFirst || result?.held === false)
  const last = result === null ? null : (result.resolved ?? result.ending)
  const title = cell.version === '' ? text.onlyVersion : named(versions, cell.version, cell.version)
  return (
    <li className="version">
      <div className="version-head">
        <button type="button" className="version-open" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" />
          <span>{title}</span>
        </button>
        {result === null || last === null ? (
          <span className="muted">{text.notRun}</span>
        ) : (
          <span className={`pill ${result.held ? pill[toneOfEnding(last)] : 'notMoved'}`}>
            {result.held ? '' : `${text.brokenWord} `}
            {result.resolved === null ? result.ending : `${result.ending} → ${result.resolved}`}
          </span>
        )}
        <button type="button" className="icon-button" aria-label={`${text.runThis}: ${title}`} onClick={onRun}>
          <Icon name="replay" />
        </button>
      </div>
      {open && result !== null ? (
        <div className="version-body">
          {result.violation === null ? null : (
            <pre className="violation" lang="en">
              {result.violation}
            </pre>
          )}
          <p className="muted">
            {text.moved}{' '}
            {result.moved.map(({ amount }) => `${amount.amount} ${amount.currency}`).join(' + ') || text.nothing} ·{' '}
            {duration(result.ms)}
          </p>
          {run === null ? null : <Exchanges run={run} cell={cell.id} />}
        </div>
      ) : null}
    </li>
  )
}

const pill = { moved: 'moved', open: 'open', 'not-moved': '' } as const

function Exchanges({ run, cell }: { readonly run: string; readonly cell: string }) {
  const text = useTexts(matrixText)
  const [loaded, again] = useLoaded(`${run} ${cell}`, () => api.matrixCell(run, cell))
  if (loaded.state === 'loading') return <Loading />
  if (loaded.state === 'failed') return <Failed error={loaded.error} again={again} />
  const { calls } = loaded.value
  if (calls === null) return <p className="muted">{text.forgotten}</p>
  return (
    <div className="timeline">
      {calls.map((call) => (
        <CallTimeline
          key={`${call.startedAt} ${call.operation}`}
          call={call}
          provider={cell.split('/')[0] ?? ''}
          isLast={false}
        />
      ))}
    </div>
  )
}
