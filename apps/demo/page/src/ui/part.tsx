import { type ReactNode, Suspense } from 'react'
import { ErrorBoundary } from 'react-error-boundary'
import { useTexts } from '../text/language.tsx'
import { Icon } from './icon.tsx'
import { Loading } from './states.tsx'
import { statesText } from './states-text.ts'

/**
 * A part of the page that may be fetched late, and fails alone: while the harness is away, or when it was built anew since.
 *
 * @param before stands in its place until it is there
 * @param turn another one is another try
 */
export function Part({
  children,
  before = <Loading />,
  turn = '',
}: {
  readonly children: ReactNode
  readonly before?: ReactNode
  readonly turn?: string
}) {
  return (
    <ErrorBoundary FallbackComponent={Missing} resetKeys={[turn]}>
      <Suspense fallback={before}>{children}</Suspense>
    </ErrorBoundary>
  )
}

/** A browser does not fetch a script again that it could not fetch once, so only loading the page anew helps. */
function Missing() {
  const text = useTexts(statesText)
  return (
    <div className="notice bad" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{text.broken}</strong>
        <p>{text.reload}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {text.reloadNow}
        </button>
      </div>
    </div>
  )
}
