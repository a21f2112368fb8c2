import type { FieldInfo } from '../../../src/api/catalogue.ts'
import type { ApiError } from '../api/client.ts'
import { fieldHelp, fieldLabels } from '../capture/field-text.ts'
import { useTexts } from '../text/language.tsx'
import { named } from '../text/texts.ts'
import { Icon } from '../ui/icon.tsx'
import { formText } from './form-text.ts'
import type { BatchValues } from './order.ts'
import { SwitchField, TextField } from './text-field.tsx'

/** What the batch must come to, what holds for every row, and how fast it goes. */
export function BatchGuards({
  values,
  switches,
  error,
  onChange,
}: {
  readonly values: BatchValues
  readonly switches: readonly FieldInfo[]
  readonly error: ApiError | null
  onChange(next: Partial<BatchValues>): void
}) {
  const text = useTexts(formText)
  const labels = useTexts(fieldLabels)
  const helps = useTexts(fieldHelp)
  const line = (name: 'expectCount' | 'expectSum' | 'rowCap' | 'batchCap' | 'concurrency' | 'rate', more = {}) => (
    <TextField
      label={text[name]}
      value={values[name]}
      error={error?.about(name) ?? null}
      onChange={(value) => onChange({ [name]: value })}
      {...more}
    />
  )
  return (
    <>
      <details className="more-options">
        <summary>
          <Icon name="chevron" /> {text.guards}
        </summary>
        <div className="option-fields">
          <p className="help">{text.guardsHelp}</p>
          {line('expectCount', { numeric: true })}
          {line('expectSum', { placeholder: '1234.50 BRL', help: text.sumHelp })}
          {line('rowCap', { placeholder: '500 BRL' })}
          {line('batchCap', { placeholder: '100000 BRL' })}
          <SwitchField label={text.strict} checked={values.strict} onChange={(strict) => onChange({ strict })} />
          <SwitchField
            label={text.samePayment}
            checked={values.samePayment}
            onChange={(samePayment) => onChange({ samePayment })}
          />
          {switches
            .filter(({ emulatorOnly }) => values.target === 'emulator' || !emulatorOnly)
            .map(({ name, help }) => (
              <SwitchField
                key={name}
                label={named(labels, name, name)}
                help={named(helps, name, help)}
                checked={values.switches.includes(name)}
                onChange={(on) =>
                  onChange({
                    switches: on ? [...values.switches, name] : values.switches.filter((one) => one !== name),
                  })
                }
              />
            ))}
        </div>
      </details>
      <details className="more-options">
        <summary>
          <Icon name="chevron" /> {text.speed}
        </summary>
        <div className="option-fields pair">
          {line('concurrency', { numeric: true, placeholder: '16' })}
          {line('rate', { numeric: true, placeholder: text.unlimited })}
        </div>
      </details>
    </>
  )
}
