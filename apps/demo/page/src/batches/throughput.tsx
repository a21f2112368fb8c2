import { lazy } from 'react'
import type { BatchDetail } from '../../../src/api/batch.ts'
import { useTexts } from '../text/language.tsx'
import { fill } from '../text/texts.ts'
import { Part } from '../ui/part.tsx'
import { batchText } from './batch-text.ts'

// Large, and of no use before there is something to draw.
const ThroughputChart = lazy(async () => ({ default: (await import('./throughput-chart.tsx')).ThroughputChart }))

/** How fast a batch went, over its time. */
export function Throughput({ batch }: { readonly batch: BatchDetail }) {
  const text = useTexts(batchText)
  const { points } = batch
  if (points.length < 3) return null
  const most = Math.max(...points.map(({ perSecond }) => perSecond))
  const seconds = (points.at(-1)?.at ?? 0) / 1_000
  const summary = fill(text.chartSummary, { most: most.toFixed(0), seconds: seconds.toFixed(1) })
  return (
    <section className="batch-section">
      <h2>{text.throughput}</h2>
      <figure className="card throughput">
        <figcaption className="muted">{summary}</figcaption>
        <Part before={<div className="throughput-frame skeleton wide" />}>
          <div className="throughput-frame" role="img" aria-label={summary}>
            <ThroughputChart points={points} seconds={text.chartTime} perSecond={text.chartRate} />
          </div>
        </Part>
      </figure>
    </section>
  )
}
