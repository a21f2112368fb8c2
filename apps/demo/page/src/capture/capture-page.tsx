import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { CaptureInput } from '../../../src/api/capture.ts'
import { useProvider } from '../api/catalogue.tsx'
import { ApiError, api } from '../api/client.ts'
import { learn } from '../api/live.ts'
import { useRun } from '../api/use-run.ts'
import { RunView } from '../run/run-view.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { useTexts } from '../text/language.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { CaptureForm } from './capture-form.tsx'
import { captureText } from './capture-text.ts'
import { ProviderTabs } from './provider-tabs.tsx'

/** A form on one side, what became of it on the other. The run is in the address, so it is still there after a reload. */
export function CapturePage({ name }: { readonly name: string }) {
  const text = useTexts(captureText)
  const provider = useProvider(name)
  const [search, setSearch] = useSearchParams()
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const result = useRef<HTMLElement>(null)
  const run = search.get('run')
  const focusNext = useRef(false)

  useEffect(() => {
    if (run === null || !focusNext.current) return
    focusNext.current = false
    result.current?.focus({ preventScroll: true })
    result.current?.scrollIntoView({ block: 'nearest' })
  }, [run])

  if (provider === null) return <NotFound />

  const send = async (order: CaptureInput) => {
    setSending(true)
    setError(null)
    try {
      const begun = await api.capture(order)
      learn(begun)
      focusNext.current = true
      setSearch((before) => {
        const after = new URLSearchParams(before)
        after.set('run', begun.id)
        return after
      })
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(null))
    } finally {
      setSending(false)
    }
  }

  return (
    <div className="capture-page">
      <section className="order" aria-labelledby="capture-title">
        <h1 id="capture-title">{text.title}</h1>
        <p className="lead">{text.lead}</p>
        <ProviderTabs chosen={name} />
        <CaptureForm provider={provider} error={error} sending={sending} onSend={send} />
      </section>
      <section className="result" ref={result} tabIndex={-1} aria-label={text.result}>
        {run === null ? (
          <Empty icon="zap" title={text.nothingYet}>
            {text.nothingYetMore}
          </Empty>
        ) : (
          <Result id={run} />
        )}
      </section>
    </div>
  )
}

function Result({ id }: { readonly id: string }) {
  const [loaded, again] = useRun(id)
  if (loaded.state === 'loading') return <Loading />
  if (loaded.state === 'failed') return <Failed error={loaded.error} again={again} />
  return <RunView run={loaded.value} linked />
}
