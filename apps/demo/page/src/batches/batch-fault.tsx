import { useId } from 'react'
import { useCatalogue } from '../api/catalogue.tsx'
import { breakText } from '../capture/break-text.ts'
import { useTexts } from '../text/language.tsx'
import { named } from '../text/texts.ts'
import { useTitles } from '../titles/titles.tsx'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { formText } from './form-text.ts'
import type { BatchValues } from './order.ts'
import { TextField } from './text-field.tsx'

/** A fault that strikes some of the captures. */
export function BatchFault({
  values,
  onChange,
}: {
  readonly values: BatchValues
  onChange(next: Partial<BatchValues>): void
}) {
  const text = useTexts(formText)
  const words = useTexts(breakText)
  const titles = useTitles()
  const id = useId()
  const { faults } = useCatalogue()
  const chosen = faults.find(({ name }) => name === values.fault)
  return (
    <details className="more-options">
      <summary>
        <Icon name="chevron" /> {text.trouble}
        {chosen === undefined ? null : <code>{chosen.name}</code>}
      </summary>
      <div className="option-fields">
        <div className="field">
          <label htmlFor={id}>{text.fault}</label>
          <select id={id} value={values.fault} onChange={(event) => onChange({ fault: event.target.value })}>
            <option value="">{text.noFault}</option>
            {faults.map(({ name, title }) => (
              <option key={name} value={name}>
                {name} — {named(titles.faults, name, title)}
              </option>
            ))}
          </select>
        </div>
        {chosen?.reaches === 'may' ? (
          <Segments
            label={words.when}
            value={values.moved ? 'after' : 'before'}
            options={[
              ['after', words.after],
              ['before', words.before],
            ]}
            onChange={(value) => onChange({ moved: value === 'after' })}
          />
        ) : null}
        {chosen === undefined ? null : (
          <TextField label={text.every} value={values.every} numeric onChange={(every) => onChange({ every })} />
        )}
      </div>
    </details>
  )
}
