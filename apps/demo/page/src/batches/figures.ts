import type { BatchSummary } from '../../../src/api/batch.ts'

interface Money {
  readonly amount: string
  readonly currency: string
}

/** `1,234,567`, as the language writes it. */
export function count(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value)
}

/** `12.5 MB` */
export function fileSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  return bytes < 1_024 * 1_024 ? `${(bytes / 1_024).toFixed(0)} KB` : `${(bytes / 1_024 / 1_024).toFixed(1)} MB`
}

/** `35 s`, `12 min`, `1.5 h` */
export function lasting(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}

/** Sums are never added up over currencies. */
export function sumsText(sums: readonly Money[]): string {
  return sums.map(({ amount, currency }) => `${amount} ${currency}`).join(' + ')
}

export function doneOf({ rows, counts }: Pick<BatchSummary, 'rows' | 'counts'>): number {
  return rows - counts.queued - counts.waiting
}

/** The tone of a state of a row, or a phase of a batch. */
export function toneOf(name: string): 'moved' | 'notMoved' | 'open' | 'plain' {
  if (name === 'captured' || name === 'accepted' || name === 'done') return 'moved'
  if (name === 'declined' || name === 'refused' || name === 'failed') return 'notMoved'
  return name === 'unknown' || name === 'pending' || name === 'person' || name === 'waiting' || name === 'asking'
    ? 'open'
    : 'plain'
}
