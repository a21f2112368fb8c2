import { type DragEvent, useId, useRef, useState } from 'react'
import type { BatchUpload } from '../../../src/api/batch.ts'
import { ApiError } from '../api/client.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { batchesApi } from './batches-api.ts'
import { fileSize } from './figures.ts'
import { formText } from './form-text.ts'

/** As the harness has it; there the rule is, here the answer is at once. */
const longestBytes = 64 * 1024 * 1024

/** A file that is dropped or chosen, and uploaded at once. */
export function FileDrop({
  label,
  upload,
  problem,
  onChange,
}: {
  readonly label: string
  readonly upload: BatchUpload | null
  /** What the harness says is wrong with it. */
  readonly problem: string | null
  onChange(upload: BatchUpload | null): void
}) {
  const text = useTexts(formText)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const wrong = refused ?? problem

  const take = async (file: File | undefined) => {
    if (file === undefined) return
    setRefused(null)
    if (file.size > longestBytes) return setRefused(text.tooLong)
    setBusy(true)
    try {
      const uploaded = await batchesApi.upload(file)
      if (upload !== null) void batchesApi.discard(upload.file).catch(() => {})
      onChange(uploaded)
    } catch (error) {
      const said = error instanceof ApiError ? (error.about('file') ?? error.message) : text.notUploaded
      setRefused(said)
    } finally {
      setBusy(false)
      // The same file, mended, can be chosen again.
      if (input.current !== null) input.current.value = ''
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the input inside is the first */}
      <div
        className={`file-drop ${over ? 'over' : ''} ${upload === null ? '' : 'filled'}`}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name={upload === null ? 'upload' : 'check'} />
        <p aria-live="polite">
          {busy ? (
            text.uploading
          ) : upload === null ? (
            <>
              <strong>{text.drop}</strong> <span className="muted">{text.dropMore}</span>
            </>
          ) : (
            <>
              <strong>{upload.name}</strong> <span className="muted">{fileSize(upload.bytes)}</span>
            </>
          )}
        </p>
        <input
          ref={input}
          id={id}
          type="file"
          accept=".csv,.ndjson,.jsonl"
          aria-invalid={wrong === null ? undefined : true}
          aria-describedby={wrong === null ? undefined : `${id}-wrong`}
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
      {wrong === null ? null : (
        <p className="error" id={`${id}-wrong`} lang="en">
          {wrong}
        </p>
      )}
    </div>
  )
}
