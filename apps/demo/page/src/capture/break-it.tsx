import { useId, useState } from 'react'
import type { FaultChoice } from '../../../src/api/capture.ts'
import type { FaultInfo, ProviderInfo } from '../../../src/api/catalogue.ts'
import { useCatalogue } from '../api/catalogue.tsx'
import { useTexts } from '../text/language.tsx'
import { named } from '../text/texts.ts'
import { titleOfScenario, useTitles } from '../titles/titles.tsx'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { breakText } from './break-text.ts'
import type { Trouble } from './use-trouble.ts'

const groups = ['may', 'never', 'always'] as const

/** What goes wrong: a documented answer, or a fault of the wire, by its name in the catalogue. */
export function BreakIt({
  provider,
  trouble,
  onChange,
}: {
  readonly provider: ProviderInfo
  readonly trouble: Trouble
  onChange(trouble: Trouble): void
}) {
  const text = useTexts(breakText)
  const id = useId()
  const { faults } = useCatalogue()
  const [sought, setSought] = useState('')
  const titles = useTitles()
  const title = (fault: FaultInfo) => named(titles.faults, fault.name, fault.title)
  const matches = (fault: FaultInfo) => `${fault.name} ${title(fault)}`.toLowerCase().includes(sought.toLowerCase())
  const chosen = faults.find(({ name }) => name === trouble.fault?.name)
  // The list shows as much of it as there is room for.
  const scenario = trouble.scenario === null ? null : titleOfScenario(titles, provider, trouble.scenario)
  const choose = (name: string | null) => {
    const fault: FaultChoice | null = name === null ? null : { moved: true, always: false, strikes: 'capture', name }
    onChange({ ...trouble, fault })
  }
  return (
    <fieldset className="card break-it">
      <legend>{text.title}</legend>
      <div className="field">
        <label htmlFor={`${id}-scenario`}>{text.scenario}</label>
        <select
          id={`${id}-scenario`}
          value={trouble.scenario ?? ''}
          onChange={(event) => onChange({ ...trouble, scenario: event.target.value || null })}
        >
          <option value="">{text.noScenario}</option>
          {provider.scenarios.map((scenario) => (
            <option key={scenario.name} value={scenario.name}>
              {scenario.name} — {titleOfScenario(titles, provider, scenario.name)}
            </option>
          ))}
        </select>
        {scenario === null ? null : <p className="help">{scenario}</p>}
      </div>
      <div className="field">
        <label htmlFor={`${id}-seek`}>{text.fault}</label>
        <div className="seek">
          <Icon name="search" />
          <input
            id={`${id}-seek`}
            type="search"
            placeholder={text.seek}
            value={sought}
            onChange={(event) => setSought(event.target.value)}
          />
        </div>
        <div className="fault-list" role="radiogroup" aria-label={text.fault}>
          <label className="fault">
            <input type="radio" name={`${id}-fault`} checked={chosen === undefined} onChange={() => choose(null)} />
            <span>{text.noFault}</span>
          </label>
          {groups.map((reaches) => {
            const some = faults.filter((fault) => fault.reaches === reaches && matches(fault))
            return some.length === 0 ? null : (
              <div key={reaches} role="presentation">
                <p className="group">{text[reaches]}</p>
                {some.map((fault) => (
                  <label key={fault.name} className="fault">
                    <input
                      type="radio"
                      name={`${id}-fault`}
                      checked={chosen === fault}
                      onChange={() => choose(fault.name)}
                    />
                    <span>
                      <code>{fault.name}</code>
                      <small>{title(fault)}</small>
                    </span>
                  </label>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {chosen === undefined || trouble.fault === null ? null : (
        <FaultOptions
          provider={provider}
          fault={chosen}
          choice={trouble.fault}
          onChange={(fault) => onChange({ ...trouble, fault })}
        />
      )}
    </fieldset>
  )
}

/** Once or always, before or after the money moves, and on which exchange. */
function FaultOptions({
  provider,
  fault,
  choice,
  onChange,
}: {
  readonly provider: ProviderInfo
  readonly fault: FaultInfo
  readonly choice: FaultChoice
  onChange(choice: FaultChoice): void
}) {
  const text = useTexts(breakText)
  return (
    <div className="fault-options">
      {fault.reaches === 'may' ? (
        <Segments
          label={text.when}
          value={choice.moved === false ? 'before' : 'after'}
          options={[
            ['after', text.after],
            ['before', text.before],
          ]}
          onChange={(value) => onChange({ ...choice, moved: value === 'after' })}
        />
      ) : null}
      <Segments
        label={text.howOften}
        value={choice.always ? 'always' : 'once'}
        options={[
          ['once', text.once],
          ['always', text.everyTime],
        ]}
        onChange={(value) => onChange({ ...choice, always: value === 'always' })}
      />
      {provider.readsFirst ? (
        <Segments
          label={text.on}
          value={choice.strikes}
          options={[
            ['snapshot', text.snapshot],
            ['capture', text.capture],
            ['lookup', text.lookup],
          ]}
          onChange={(strikes) => onChange({ ...choice, strikes })}
        />
      ) : null}
    </div>
  )
}
