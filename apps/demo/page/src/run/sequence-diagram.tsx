import { useEffect, useRef, useState } from 'react'
import type { Run } from '../../../src/api/run.ts'
import { useProvider } from '../api/catalogue.tsx'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { useDark } from '../ui/theme.ts'
import { inspectText } from './inspect-text.ts'

/** Who said what to whom. Drawn in a frame, and only when it is looked at: the library is large. */
export function SequenceDiagram({ run }: { readonly run: Run }) {
  const text = useTexts(inspectText)
  const title = useProvider(run.provider)?.title ?? run.provider
  const frame = useRef<HTMLIFrameElement>(null)
  const dark = useDark()
  const [open, setOpen] = useState(false)
  const [height, setHeight] = useState(240)
  useEffect(() => {
    const heard = (event: MessageEvent) => {
      if (event.origin !== location.origin || event.source !== frame.current?.contentWindow) return
      const next: unknown = event.data?.diagramHeight
      if (typeof next === 'number') setHeight(Math.min(4_000, next))
    }
    addEventListener('message', heard)
    return () => removeEventListener('message', heard)
  }, [])
  if (run.state === 'running' || run.calls.every(({ exchanges }) => exchanges.length === 0)) return null
  const query = new URLSearchParams({
    run: run.id,
    provider: title,
    theme: dark ? 'dark' : 'light',
    calls: String(run.calls.length),
  })
  return (
    <details className="card diagram" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="chevron" /> {text.diagram}
      </summary>
      {open ? <iframe ref={frame} title={text.diagram} src={`/diagram.html?${query}`} style={{ height }} /> : null}
    </details>
  )
}
