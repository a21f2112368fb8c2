import { type FormEvent, useState } from 'react'
import type { ReplayOrder } from '../../../src/api/capture.ts'
import type { Run } from '../../../src/api/run.ts'
import { useProvider } from '../api/catalogue.tsx'
import type { ApiError } from '../api/client.ts'
import { FieldInput } from '../capture/field-input.tsx'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { actionsText } from './actions-text.ts'

type Values = ReplayOrder['values']

/** Credentials that are stored nowhere, and have to be typed again before anything is sent again. */
export function SecretFields({
  run,
  values,
  error,
  onChange,
}: {
  readonly run: Run
  readonly values: Values
  readonly error: ApiError | null
  onChange(values: Values): void
}) {
  const text = useTexts(actionsText)
  const provider = useProvider(run.provider)
  const fields = provider?.fields.filter(({ name }) => run.secretFields.includes(name)) ?? []
  if (fields.length === 0) return null
  return (
    <div className="secret-fields">
      <p className="muted">{text.askedAgain}</p>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name]}
          error={error?.about(field.name) ?? null}
          onChange={(value) => onChange({ ...values, [field.name]: value ?? '' })}
        />
      ))}
    </div>
  )
}

/** The same capture with other values. */
export function EditedReplay({
  run,
  busy,
  error,
  onSend,
}: {
  readonly run: Run
  readonly busy: boolean
  readonly error: ApiError | null
  onSend(values: Values): void
}) {
  const text = useTexts(actionsText)
  const provider = useProvider(run.provider)
  const [values, setValues] = useState<Values>(run.values)
  const [open, setOpen] = useState(false)
  if (provider === null) return null
  const fields = provider.fields.filter(
    ({ emulatorOnly, secret }) => !secret && (run.target === 'emulator' || !emulatorOnly),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')))
  }
  return (
    <details className="card edit" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" /> {text.edited}
      </summary>
      {open ? (
        <form onSubmit={submit} noValidate>
          <p className="muted">{text.editedMeans}</p>
          <div className="edit-fields">
            {fields.map((field) => (
              <FieldInput
                key={field.name}
                field={field}
                value={values[field.name]}
                error={error?.about(field.name) ?? null}
                onChange={(value) =>
                  setValues(({ [field.name]: _, ...others }) =>
                    value === undefined ? others : { ...others, [field.name]: value },
                  )
                }
              />
            ))}
          </div>
          <button type="submit" className="button primary" disabled={busy}>
            {text.sendEdited} <Icon name="arrow" />
          </button>
        </form>
      ) : null}
    </details>
  )
}
