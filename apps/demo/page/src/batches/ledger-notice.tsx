import type { LedgerStatus } from '../../../src/api/batch.ts'
import { useTexts } from '../text/language.tsx'
import { Icon } from '../ui/icon.tsx'
import { statesText } from '../ui/states-text.ts'
import { batchesApi } from './batches-api.ts'
import { batchesText } from './batches-text.ts'

/** Where the ledger is on its way, or what keeps it closed. */
export function LedgerNotice({ ledger: { state, why } }: { readonly ledger: LedgerStatus }) {
  const text = useTexts(batchesText)
  const states = useTexts(statesText)
  if (state === 'open') return null
  if (state !== 'failed') {
    return (
      <p className="ledger-opening" role="status">
        <span className="dot" /> {text.opening}
      </p>
    )
  }
  return (
    <div className="notice bad" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{text.ledgerFailed}</strong>
        <p lang="en">{why}</p>
        <button type="button" className="button" onClick={() => void batchesApi.openLedger().catch(() => {})}>
          {states.again}
        </button>
      </div>
    </div>
  )
}
