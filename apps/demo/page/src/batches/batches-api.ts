import type {
  BatchCheck,
  BatchDetail,
  BatchInput,
  BatchList,
  BatchRowState,
  BatchRows,
  BatchSummary,
  BatchUpload,
  DecisionOrder,
  LedgerStatus,
  OperationAudit,
  ReconciliationOrder,
  ShownOperation,
  ShownReconciliation,
} from '../../../src/api/batch.ts'
import { asked, http } from '../api/client.ts'

/** A large file, or a large batch that is compared, takes longer than a form. */
const slow = { timeout: 300_000 }

const at = (id: string) => `/api/batches/${encodeURIComponent(id)}`
const operationAt = (id: string) => `/api/ledger/operations/${encodeURIComponent(id)}`

/** Batches and their ledger behind the page. */
export const batchesApi = {
  list: () => asked(() => http.get('/api/batches').json<BatchList>()),
  openLedger: () => asked(() => http.post('/api/ledger/open').json<LedgerStatus>()),
  upload: (file: File) =>
    asked(() =>
      http
        .post(`/api/files/${encodeURIComponent(file.name)}`, {
          body: file,
          headers: { 'content-type': /\.csv$/i.test(file.name) ? 'text/csv' : 'application/x-ndjson' },
          ...slow,
        })
        .json<BatchUpload>(),
    ),
  discard: (file: string) => asked(() => http.delete(`/api/files/${encodeURIComponent(file)}`).text()),
  check: (order: BatchInput) =>
    asked(() => http.post('/api/batches/check', { json: order, ...slow }).json<BatchCheck>()),
  begin: (order: BatchInput) => asked(() => http.post('/api/batches', { json: order, ...slow }).json<BatchSummary>()),
  batch: (id: string) => asked(() => http.get(at(id)).json<BatchDetail>()),
  rows: (id: string, state: BatchRowState | null) =>
    asked(() => http.get(`${at(id)}/rows`, { searchParams: state === null ? {} : { state } }).json<BatchRows>()),
  goOn: (id: string) => asked(() => http.post(`${at(id)}/go-on`, slow).json<BatchSummary>()),
  stop: (id: string) => asked(() => http.post(`${at(id)}/stop`, slow).json<BatchSummary>()),
  cancel: (id: string) => asked(() => http.post(`${at(id)}/cancel`, slow).json<{ readonly taken: number }>()),
  book: (id: string) => asked(() => http.get(`${at(id)}/reconciliation`, slow).json<ShownReconciliation>()),
  reconcile: (id: string, order: ReconciliationOrder) =>
    asked(() => http.post(`${at(id)}/reconciliation`, { json: order, ...slow }).json<ShownReconciliation>()),
  persons: () =>
    asked(() => http.get('/api/ledger/persons').json<{ readonly operations: readonly ShownOperation[] }>()),
  operation: (id: string) => asked(() => http.get(operationAt(id)).json<OperationAudit>()),
  decide: (id: string, order: DecisionOrder) =>
    asked(() => http.post(`${operationAt(id)}/decision`, { json: order }).json<OperationAudit>()),
}
