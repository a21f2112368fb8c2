import type { ReactNode } from 'react'
import type { ApiError } from '../api/client.ts'
import { useTexts } from '../text/language.tsx'
import { Icon, type IconName } from './icon.tsx'
import { statesText } from './states-text.ts'

/** The shape of what comes, before it is there. */
export function Loading() {
  const text = useTexts(statesText)
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{text.loading}</span>
      <div className="skeleton wide" />
      <div className="skeleton" />
      <div className="skeleton narrow" />
    </div>
  )
}

export function Failed({ error, again }: { readonly error: ApiError; readonly again?: () => void }) {
  const text = useTexts(statesText)
  return (
    <div className="notice bad" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{error.problem?.title ?? text.unreachable}</strong>
        <p>{error.problem?.detail ?? text.startIt}</p>
        {again === undefined ? null : (
          <button type="button" className="button" onClick={again}>
            {text.again}
          </button>
        )}
      </div>
    </div>
  )
}

export function Empty({
  icon,
  title,
  children,
}: {
  readonly icon: IconName
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  )
}
