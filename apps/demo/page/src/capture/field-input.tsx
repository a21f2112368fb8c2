import { useId } from 'react'
import type { FieldInfo } from '../../../src/api/catalogue.ts'
import { useTexts } from '../text/language.tsx'
import { fill, named } from '../text/texts.ts'
import { captureText } from './capture-text.ts'
import { fieldHelp, fieldLabels } from './field-text.ts'

type Value = string | true | undefined

/** One field: its label, what it takes, and what is wrong with it, beside it. */
export function FieldInput({
  field,
  value,
  error,
  onChange,
}: {
  readonly field: FieldInfo
  readonly value: Value
  readonly error: string | null
  onChange(value: Value): void
}) {
  const id = useId()
  const text = useTexts(captureText)
  const label = named(useTexts(fieldLabels), field.name, field.name)
  const help = named(useTexts(fieldHelp), field.name, field.help)
  const described = `${id}-help${error === null ? '' : ` ${id}-error`}`
  const common = { id, 'aria-describedby': described, 'aria-invalid': error === null ? undefined : true }
  if (field.placeholder === null) {
    return (
      <div className="field switch">
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked ? true : undefined)}
        />
        <label htmlFor={id}>{label}</label>
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
        <FieldError id={id} error={error} />
      </div>
    )
  }
  const typed = typeof value === 'string' ? value : ''
  return (
    <div className={`field ${field.name}`}>
      <label htmlFor={id}>{label}</label>
      {field.choices !== null ? (
        <select {...common} value={typed} onChange={(event) => onChange(event.target.value || undefined)}>
          <option value="">{field.fallback === null ? '—' : fill(text.byDefault, { value: field.fallback })}</option>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : field.name === 'request' ? (
        <textarea
          {...common}
          rows={4}
          spellCheck={false}
          value={typed}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      ) : (
        <input
          {...common}
          type={field.secret ? 'password' : 'text'}
          inputMode={field.placeholder === 'decimal' ? 'decimal' : undefined}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      )}
      <FieldError id={id} error={error} />
      <p className="help" id={`${id}-help`}>
        {help}
      </p>
    </div>
  )
}

function FieldError({ id, error }: { readonly id: string; readonly error: string | null }) {
  return error === null ? null : (
    <p className="error" id={`${id}-error`} lang="en">
      {error}
    </p>
  )
}
