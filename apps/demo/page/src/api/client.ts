import ky, { HTTPError } from 'ky'
import type { CaptureInput, ReplayOrder, ResolveOrder } from '../../../src/api/capture.ts'
import type { Catalogue } from '../../../src/api/catalogue.ts'
import type { MatrixCell, MatrixCellDetail, MatrixOrder, MatrixRun, MatrixSummary } from '../../../src/api/matrix.ts'
import type { NotificationInput, NotificationSent, ReceivedNotification } from '../../../src/api/notification.ts'
import type { Problem } from '../../../src/api/problem.ts'
import type { Run, RunList } from '../../../src/api/run.ts'
import type { ConformanceInput, ConformanceRun, SettlementInput } from '../../../src/api/vtex.ts'

/** The harness said no, or could not be reached: `problem` is null then. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem | null

  constructor(problem: Problem | null) {
    super(problem?.detail ?? 'the harness cannot be reached')
    this.problem = problem
  }

  /** What is wrong with a field. */
  about(field: string): string | null {
    return this.problem?.errors?.find((error) => error.field === field)?.message ?? null
  }
}

// One address on this machine: a repetition would only hide that it is gone, and a capture is never repeated by itself.
export const http = ky.create({ retry: 0, timeout: 30_000 })

/** @throws ApiError with the problem the harness answered */
export async function asked<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (!(error instanceof HTTPError)) throw new ApiError(null)
    throw new ApiError(isProblem(error.data) ? error.data : null)
  }
}

function isProblem(data: unknown): data is Problem {
  return typeof data === 'object' && data !== null && 'detail' in data && 'title' in data
}

export interface RunFilter {
  readonly provider?: string
  readonly ending?: string
  readonly fault?: string
  readonly before?: string
  readonly limit?: string
}

/** The API behind the page, operation by operation. */
export const api = {
  catalogue: () => asked(() => http.get('/api/catalogue').json<Catalogue>()),
  capture: (order: CaptureInput) => asked(() => http.post('/api/captures', { json: order }).json<Run>()),
  run: (id: string) => asked(() => http.get(`/api/runs/${encodeURIComponent(id)}`).json<Run>()),
  runs: (filter: RunFilter) => asked(() => http.get('/api/runs', { searchParams: { ...filter } }).json<RunList>()),
  matrixPlan: () => asked(() => http.get('/api/matrix/plan').json<{ readonly cells: readonly MatrixCell[] }>()),
  matrixRuns: () => asked(() => http.get('/api/matrix').json<{ readonly runs: readonly MatrixSummary[] }>()),
  beginMatrix: (order: MatrixOrder) => asked(() => http.post('/api/matrix', { json: order }).json<MatrixSummary>()),
  matrixRun: (id: string) => asked(() => http.get(`/api/matrix/${encodeURIComponent(id)}`).json<MatrixRun>()),
  stopMatrix: (id: string) => asked(() => http.delete(`/api/matrix/${encodeURIComponent(id)}`).json<MatrixSummary>()),
  matrixCell: (id: string, cell: string) =>
    asked(() =>
      http.get(`/api/matrix/${encodeURIComponent(id)}/cell`, { searchParams: { id: cell } }).json<MatrixCellDetail>(),
    ),
  conformanceRuns: () =>
    asked(() => http.get('/api/vtex/conformance').json<{ readonly runs: readonly ConformanceRun[] }>()),
  beginConformance: (order: ConformanceInput) =>
    asked(() => http.post('/api/vtex/conformance', { json: order }).json<ConformanceRun>()),
  notifications: () =>
    asked(() => http.get('/api/notifications').json<{ readonly received: readonly ReceivedNotification[] }>()),
  notify: (order: NotificationInput) =>
    asked(() => http.post('/api/notifications', { json: order }).json<NotificationSent>()),
  settle: (order: SettlementInput) => asked(() => http.post('/api/vtex/settlements', { json: order }).json<Run>()),
  resolve: (id: string, order: Partial<ResolveOrder> & Pick<ResolveOrder, 'how'>) =>
    asked(() => http.post(`/api/runs/${encodeURIComponent(id)}/resolve`, { json: order }).json<Run>()),
  replay: (id: string, order: Partial<ReplayOrder> & Pick<ReplayOrder, 'how'>) =>
    asked(() => http.post(`/api/runs/${encodeURIComponent(id)}/replay`, { json: order }).json<Run>()),
}
