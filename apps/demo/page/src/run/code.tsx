import { Fragment } from 'react'
import { useTexts } from '../text/language.tsx'
import { inspectText } from './inspect-text.ts'

/** Text of the wire; JSON is indented and coloured. Scrolled by keyboard too. */
export function Code({ json, text }: { readonly json?: unknown; readonly text?: string }) {
  const words = useTexts(inspectText)
  if (text === undefined && (json === null || json === undefined || json === '')) {
    return <p className="muted">{words.noBody}</p>
  }
  const shown = text ?? (typeof json === 'string' ? json : JSON.stringify(json, null, 2))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by keyboard
    <pre className="code" tabIndex={0}>
      <code>{text === undefined && typeof json !== 'string' ? coloured(shown) : shown}</code>
    </pre>
  )
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function coloured(json: string) {
  const parts: { readonly key: number; readonly kind: string; readonly text: string }[] = []
  let last = 0
  for (const found of json.matchAll(token)) {
    if (found.index > last) parts.push({ key: last, kind: '', text: json.slice(last, found.index) })
    const [whole, string, colon, word] = found
    const kind =
      string === undefined ? (word === undefined ? 'number' : 'word') : colon === undefined ? 'string' : 'name'
    const hidden = string === '"[hidden]"' ? 'hidden' : kind
    parts.push({ key: found.index, kind: hidden, text: whole })
    last = found.index + whole.length
  }
  parts.push({ key: last, kind: '', text: json.slice(last) })
  return parts.map(({ key, kind, text }) =>
    kind === '' ? (
      <Fragment key={key}>{text}</Fragment>
    ) : (
      <span key={key} className={kind}>
        {text}
      </span>
    ),
  )
}
