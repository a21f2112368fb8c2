import { useId } from 'react'

/** A line of text with its label, and what is wrong with it. */
export function TextField({
  label,
  value,
  error = null,
  help,
  placeholder,
  numeric = false,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly error?: string | null
  readonly help?: string
  readonly placeholder?: string
  readonly numeric?: boolean
  onChange(value: string): void
}) {
  const id = useId()
  const described = [...(error === null ? [] : [`${id}-error`]), ...(help === undefined ? [] : [`${id}-help`])]
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'numeric' : undefined}
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        onChange={(event) => onChange(numeric ? event.target.value.replaceAll(/\D/g, '') : event.target.value)}
      />
      {error === null ? null : (
        <p className="error" id={`${id}-error`} lang="en">
          {error}
        </p>
      )}
      {help === undefined ? null : (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

/** A thing that is on or off. */
export function SwitchField({
  label,
  checked,
  help,
  onChange,
}: {
  readonly label: string
  readonly checked: boolean
  readonly help?: string
  onChange(checked: boolean): void
}) {
  const id = useId()
  return (
    <div className="field switch">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {help === undefined ? null : (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}
