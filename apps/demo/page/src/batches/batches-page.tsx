import { useId } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../text/language.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { BatchForm } from './batch-form.tsx'
import { BatchRow } from './batch-row.tsx'
import { batchesText } from './batches-text.ts'
import { LedgerNotice } from './ledger-notice.tsx'
import { Persons } from './persons.tsx'
import { useBatches } from './use-batches.ts'

/** Files that become batches, the batches so far, and what waits for a person. */
export function BatchesPage() {
  const text = useTexts(batchesText)
  const id = useId()
  const [, go] = useLocation()
  const [loaded, again] = useBatches()
  const isOpen = loaded.state === 'ready' && loaded.value.ledger.state === 'open'
  return (
    <div className="bench-page">
      <h1>{text.title}</h1>
      <p className="lead">{text.lead}</p>
      {loaded.state === 'ready' ? <LedgerNotice ledger={loaded.value.ledger} /> : null}
      <div className="bench-columns">
        <section className="bench-column" aria-labelledby={`${id}-make`}>
          <h2 id={`${id}-make`}>{text.make}</h2>
          <BatchForm onBegun={(batch) => go(`/batches/${batch}`)} />
        </section>
        <div className="bench-column">
          <section className="bench-column" aria-labelledby={`${id}-all`}>
            <h2 id={`${id}-all`}>{text.batches}</h2>
            {loaded.state === 'loading' ? <Loading /> : null}
            {loaded.state === 'failed' ? <Failed error={loaded.error} again={again} /> : null}
            {loaded.state === 'ready' && loaded.value.batches.length === 0 ? (
              <Empty icon="stack" title={text.none}>
                {text.noneMore}
              </Empty>
            ) : null}
            {loaded.state === 'ready' && loaded.value.batches.length > 0 ? (
              <ul className="runs">
                {loaded.value.batches.map((batch) => (
                  <BatchRow key={batch.id} batch={batch} />
                ))}
              </ul>
            ) : null}
          </section>
          {isOpen ? <Persons /> : null}
        </div>
      </div>
    </div>
  )
}
