import { useId } from 'react'

/** Where to send something, with what the server had against it. */
export function UrlField({
  label,
  help,
  value,
  wrong,
  onChange,
}: {
  readonly label: string
  readonly help: string
  readonly value: string
  readonly wrong: string | null
  readonly onChange: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={`${id}-url`}>{label}</label>
      <input
        id={`${id}-url`}
        type="url"
        value={value}
        aria-invalid={wrong === null ? undefined : true}
        aria-describedby={`${id}-help${wrong === null ? '' : ` ${id}-wrong`}`}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong === null ? null : (
        <p className="error" id={`${id}-wrong`} lang="en">
          {wrong}
        </p>
      )}
      <p className="help" id={`${id}-help`}>
        {help}
      </p>
    </div>
  )
}
