import { useEffect, useState } from 'react'
import { useTexts } from '../text/language.tsx'
import { copyText } from './copy-text.ts'
import { Icon } from './icon.tsx'

/** Copies, and says that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const words = useTexts(copyText)
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2_000)
    return () => clearTimeout(timer)
  }, [done])
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => setDone(false),
    )
  }
  return (
    <button type="button" className="button small quiet" onClick={copy}>
      <Icon name={done ? 'check' : 'copy'} />
      <span aria-live="polite">{done ? words.copied : (label ?? words.copy)}</span>
    </button>
  )
}
