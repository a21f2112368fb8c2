import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { CaptureInput } from '../../../src/api/capture.ts'
import type { FieldInfo, ProviderInfo } from '../../../src/api/catalogue.ts'
import type { ApiError } from '../api/client.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failed } from '../ui/states.tsx'
import { BreakIt } from './break-it.tsx'
import { captureText } from './capture-text.ts'
import { FieldInput } from './field-input.tsx'
import { LimitInput } from './limit-input.tsx'
import { TargetChoice } from './target-choice.tsx'
import { useTrouble } from './use-trouble.ts'

type Values = Readonly<Record<string, string | true>>

const first = new Set(['amount', 'currency'])

/** A form made from what the package says its request is. */
export function CaptureForm({
  provider,
  error,
  sending,
  onSend,
}: {
  readonly provider: ProviderInfo
  readonly error: ApiError | null
  readonly sending: boolean
  onSend(order: CaptureInput): Promise<void>
}) {
  const text = useTexts(captureText)
  const [values, setValues] = useState<Values>(provider.plain)
  const [target, setTarget] = useState<'emulator' | 'sandbox'>('emulator')
  const [trouble, setTrouble] = useTrouble(provider)
  const [times, setTimes] = useState<Readonly<Record<string, string>>>({})
  const limits = [
    { name: 'deadlineMs', label: text.deadline },
    { name: 'attemptTimeoutMs', label: text.attemptTimeout },
  ]
  const form = useRef<HTMLFormElement>(null)

  // The first field that is wrong is where one goes on, even when it was folded away.
  useEffect(() => {
    if (error === null) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    wrong?.closest('details')?.setAttribute('open', '')
    wrong?.focus()
  }, [error])

  const shown = provider.fields.filter(({ emulatorOnly }) => target === 'emulator' || !emulatorOnly)
  const known = new Set(shown.map(({ name }) => name))
  const change = (name: string, value: string | true | undefined) =>
    setValues(({ [name]: _, ...others }) => (value === undefined ? others : { ...others, [name]: value }))
  const input = (field: FieldInfo) => (
    <FieldInput
      key={field.name}
      field={field}
      value={values[field.name]}
      error={error?.about(field.name) ?? null}
      onChange={(value) => change(field.name, value)}
    />
  )
  const more = shown.filter(({ name }) => !first.has(name))
  const filledMore = more.filter(({ name }) => values[name] !== undefined && values[name] !== '').length
  const beside = [...shown, ...limits]
  const general = error !== null && !beside.some(({ name }) => error.about(name) !== null)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void onSend({
      provider: provider.name,
      target,
      values: Object.fromEntries(Object.entries(values).filter(([name, value]) => known.has(name) && value !== '')),
      ...Object.fromEntries(
        Object.entries(times).flatMap(([name, value]) => (value === '' ? [] : [[name, Number(value)]])),
      ),
      ...(target === 'emulator' && trouble.scenario !== null ? { scenario: trouble.scenario } : {}),
      ...(target === 'emulator' && trouble.fault !== null ? { fault: trouble.fault } : {}),
    })
  }

  return (
    <form ref={form} className="capture-form" onSubmit={submit} noValidate>
      <TargetChoice provider={provider} target={target} onChange={setTarget} />
      <fieldset className="card">
        <legend>{text.what}</legend>
        <div className="pair">{shown.filter(({ name }) => first.has(name)).map(input)}</div>
        <details className="more">
          <summary>
            <Icon name="chevron" />
            {text.moreFields}
            <span className="count">{filledMore > 0 ? `${filledMore} / ${more.length}` : more.length}</span>
          </summary>
          <div className="fields">
            {more.map(input)}
            {limits.map(({ name, label }) => (
              <LimitInput
                key={name}
                name={name}
                label={label}
                value={times[name] ?? ''}
                error={error?.about(name) ?? null}
                onChange={(value) => setTimes((before) => ({ ...before, [name]: value }))}
              />
            ))}
          </div>
        </details>
      </fieldset>
      {target === 'emulator' ? <BreakIt provider={provider} trouble={trouble} onChange={setTrouble} /> : null}
      {general ? <Failed error={error} /> : null}
      <div className="send">
        <button type="submit" className="button primary large" disabled={sending}>
          {sending ? text.sending : text.send}
          <Icon name="arrow" />
        </button>
      </div>
    </form>
  )
}
