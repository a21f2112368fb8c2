import type { BatchPoint } from '../api/batch.ts'

/** More than a chart has room for. */
const mostPoints = 600

/** The points of a chart with another one. When there are too many, every other one is left out, so the whole is always there. */
export function withPoint(points: readonly BatchPoint[], point: BatchPoint): BatchPoint[] {
  const all = [...points, point]
  return all.length <= mostPoints ? all : all.filter((_, index) => index % 2 === all.length % 2 || index === 0)
}
