import { Link } from 'wouter'
import { useTexts } from '../text/language.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { BatchHead } from './batch-head.tsx'
import { BatchReport } from './batch-report.tsx'
import { BatchRows } from './batch-rows.tsx'
import { batchText } from './batch-text.ts'
import { Reconciliation } from './reconciliation.tsx'
import { Throughput } from './throughput.tsx'
import { useBatch } from './use-batches.ts'

/** One batch: how far it is, how fast, what became of every row, and whether everybody agrees. */
export function BatchPage({ id }: { readonly id: string }) {
  const text = useTexts(batchText)
  const [loaded, again] = useBatch(id)
  return (
    <div className="bench-page batch-page">
      <p>
        <Link href="/batches">{text.all}</Link>
      </p>
      {loaded.state === 'loading' ? <Loading /> : null}
      {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
      {loaded.state === 'ready' ? (
        <>
          <BatchHead batch={loaded.value} />
          <Throughput batch={loaded.value} />
          <BatchRows batch={loaded.value} />
          <BatchReport batch={loaded.value} />
          <Reconciliation batch={loaded.value} />
        </>
      ) : null}
    </div>
  )
}
