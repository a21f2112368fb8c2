import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { BatchCheck, BatchUpload } from '../../../src/api/batch.ts'
import { useCatalogue } from '../api/catalogue.tsx'
import { ApiError } from '../api/client.ts'
import { TargetChoice } from '../capture/target-choice.tsx'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { Segments } from '../ui/segments.tsx'
import { Failed } from '../ui/states.tsx'
import { BatchFault } from './batch-fault.tsx'
import { BatchGuards } from './batch-guards.tsx'
import { batchesApi } from './batches-api.ts'
import { CheckResult } from './check-result.tsx'
import { exampleFile } from './example-file.ts'
import { FileDrop } from './file-drop.tsx'
import { formText } from './form-text.ts'
import { type BatchValues, emptyValues, orderOf } from './order.ts'
import { TextField } from './text-field.tsx'

/** What is wrong with these is said beside them. */
const shownBeside = ['file', 'name', 'expectCount', 'expectSum', 'rowCap', 'batchCap', 'concurrency', 'rate']

/** A file, what it must come to, how fast, and what goes wrong. */
export function BatchForm({ onBegun }: { onBegun(id: string): void }) {
  const text = useTexts(formText)
  const { providers } = useCatalogue()
  const [values, setValues] = useState<BatchValues>(emptyValues)
  const [upload, setUpload] = useState<BatchUpload | null>(null)
  const [busy, setBusy] = useState<'check' | 'begin' | null>(null)
  const [checked, setChecked] = useState<BatchCheck | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [missing, setMissing] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const provider = providers.find(({ name }) => name === values.provider) ?? providers[0]

  useEffect(() => {
    if (error === null && !missing) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    wrong?.closest('details')?.setAttribute('open', '')
    wrong?.focus()
  }, [error, missing])

  if (provider === undefined) return null
  const change = (next: Partial<BatchValues>) => {
    setValues((before) => ({ ...before, ...next }))
    setChecked(null)
    setError(null)
  }
  const took = (next: BatchUpload | null) => {
    setUpload(next)
    setMissing(false)
    setChecked(null)
    setError(null)
  }
  const run = async (what: 'check' | 'begin') => {
    if (upload === null) return setMissing(true)
    setBusy(what)
    setError(null)
    try {
      const order = orderOf(values, provider, upload.file)
      if (what === 'check') setChecked(await batchesApi.check(order))
      else onBegun((await batchesApi.begin(order)).id)
    } catch (failure) {
      setChecked(null)
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    } finally {
      setBusy(null)
    }
  }
  const example = async () => {
    try {
      took(await batchesApi.upload(exampleFile(provider, new Date())))
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run('begin')
  }
  const columns = provider.fields.filter(({ name, placeholder }) => placeholder !== null && name !== 'request')
  const switches = provider.fields.filter(({ placeholder }) => placeholder === null)
  const general = error !== null && !shownBeside.some((field) => error.about(field) !== null)
  return (
    <form ref={form} className="card bench-form batch-form" onSubmit={submit} noValidate>
      <Segments
        label={text.provider}
        value={provider.name}
        options={providers.map(({ name, title }) => [name, title] as const)}
        onChange={(name) => change({ provider: name, switches: [], target: 'emulator' })}
      />
      <TargetChoice provider={provider} target={values.target} onChange={(target) => change({ target })} />
      <FileDrop
        label={text.file}
        upload={upload}
        problem={missing ? text.choose : (error?.about('file') ?? null)}
        onChange={took}
      />
      <div className="columns-help">
        <p className="help">
          {text.columns}{' '}
          {columns.map(({ name }) => (
            <code key={name}>{name}</code>
          ))}
        </p>
        {values.target === 'emulator' ? (
          <button type="button" className="button small" onClick={() => void example()}>
            {text.example}
          </button>
        ) : null}
      </div>
      <TextField
        label={text.name}
        help={text.nameHelp}
        value={values.name}
        error={error?.about('name') ?? null}
        onChange={(name) => change({ name })}
      />
      <BatchGuards values={values} switches={switches} error={error} onChange={change} />
      {values.target === 'emulator' ? <BatchFault values={values} onChange={change} /> : null}
      {general ? <Failed error={error} /> : null}
      <div className="bench-actions">
        <button type="submit" className="button primary" disabled={busy !== null}>
          {busy === 'begin' ? text.starting : text.start} <Icon name="arrow" />
        </button>
        <button type="button" className="button" disabled={busy !== null} onClick={() => void run('check')}>
          {busy === 'check' ? text.checking : text.check}
        </button>
      </div>
      {checked === null ? null : <CheckResult check={checked} />}
    </form>
  )
}
