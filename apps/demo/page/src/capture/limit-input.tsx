import { useId } from 'react'
import { useTexts } from '../text/language.tsx'
import { captureText } from './capture-text.ts'

/** A time limit in milliseconds; empty for the harness's own. */
export function LimitInput({
  name,
  label,
  value,
  error,
  onChange,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly error: string | null
  onChange(value: string): void
}) {
  const id = useId()
  const text = useTexts(captureText)
  return (
    <div className={`field ${name}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={120_000}
        step={1}
        value={value}
        aria-describedby={`${id}-help${error === null ? '' : ` ${id}-error`}`}
        aria-invalid={error === null ? undefined : true}
        onChange={(event) => onChange(event.target.value)}
      />
      {error === null ? null : (
        <p className="error" id={`${id}-error`} lang="en">
          {error}
        </p>
      )}
      <p className="help" id={`${id}-help`}>
        {text.limitHelp}
      </p>
    </div>
  )
}
