import type { MatrixRun, MatrixSummary } from '../api/matrix.ts'
import { matrixSummary } from '../matrix/tracked-run.ts'
import type { Database } from './database.ts'
import type { BrokenCalls } from './history.ts'

export async function writeMatrix(database: Database, run: MatrixRun, calls: BrokenCalls): Promise<void> {
  await database.query(
    `insert into matrices (id, at, summary, document, calls) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set summary = excluded.summary, document = excluded.document, calls = excluded.calls`,
    [run.id, run.at, matrixSummary(run), run, calls],
  )
}

export async function readMatrices(database: Database): Promise<readonly MatrixSummary[]> {
  const sql = 'select summary from matrices order by id desc limit 50'
  const rows = await database.query<{ summary: MatrixSummary }>(sql)
  return rows.map(({ summary }) => summary)
}

export async function readMatrix(database: Database, id: string) {
  const sql = 'select document, calls from matrices where id = $1'
  const rows = await database.query<{ document: MatrixRun; calls: BrokenCalls }>(sql, [id])
  const [row] = rows
  return row === undefined ? null : { run: row.document, calls: row.calls }
}
