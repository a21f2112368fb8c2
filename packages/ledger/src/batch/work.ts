import type { Chunk, QueuedRow } from '../engine/chunks.ts'
import { LedgerError } from '../error.ts'
import type { Desk } from '../operation/desk.ts'
import { pause } from './lane.ts'
import { sendRow } from './send-row.ts'
import { sweep } from './sweep.ts'
import type { WorkOptions, WorkSummary } from './work-types.ts'
import { Worker } from './worker.ts'

/** Chunks in hand at a time: while the last rows of one are in flight, the next has begun. */
const chunksAtOnce = 3
/** A chunk that waits for so long, for a paused account say, does not hold up the next. */
const stalledMs = 1_000
/** How long rows wait that could not be decided; twice as long each time, up to two minutes. */
const laterMs = 5_000
const latestMs = 120_000
const idleMs = 250
/** Tries to give a chunk back, before a worker that ends leaves it. */
const enoughTries = 5
const longestWaitMs = 2_000

/** Captures what is queued and asks for what is open, until told to stop. */
export async function work(desk: Desk, options: WorkOptions): Promise<WorkSummary> {
  const worker = new Worker(desk, options)
  const inHand: ChunksInHand = new Map()
  const beating = setInterval(
    // Told again in a moment, and not to be heard of for a whole lease takes many that are lost.
    () => void desk.engine.beat(worker.id, [...inHand.keys()], desk.at()).catch(() => {}),
    Math.max(50, desk.leaseMs / 4),
  )
  const drained = new AbortController()
  try {
    await Promise.all([
      worker.repeat(() => sweep(worker, () => drained.signal.aborted), drained.signal),
      chunks(worker, inHand).finally(() => drained.abort()),
    ])
  } finally {
    clearInterval(beating)
    worker.stop()
    await desk.engine.leave(worker.id).catch(() => {})
  }
  return worker.summary()
}

/** By their jobs: the end of each. */
type ChunksInHand = Map<string, Promise<void>>

/** Takes chunk after chunk. */
async function chunks(worker: Worker, inHand: ChunksInHand): Promise<void> {
  const { desk, options } = worker
  const only = options.batch ?? null
  let recoverAt = 0
  await worker.repeat(async () => {
    if (performance.now() >= recoverAt) {
      await desk.engine.recover(desk.leaseMs, desk.at())
      recoverAt = performance.now() + Math.min(5_000, desk.leaseMs)
    }
    if (inHand.size >= chunksAtOnce) await Promise.race(inHand.values())
    const chunk = await desk.engine.claim(worker.id, only, desk.at())
    if (chunk !== null) {
      const begun = Promise.withResolvers<void>()
      const { job } = chunk
      inHand.set(
        job,
        sendChunk(worker, chunk, begun.resolve).finally(() => inHand.delete(job)),
      )
      await Promise.race([begun.promise, pause(stalledMs, worker.stopping)])
      return 0
    }
    if (inHand.size > 0) {
      await Promise.race(inHand.values())
      return 0
    }
    if (options.until === 'stopped') return idleMs
    return (await desk.engine.chunksLeft(only, [...worker.leftOut])) === 0 ? 'done' : idleMs
  })
  await Promise.all(inHand.values())
}

/** @param begun called when no row of it is left to be begun */
async function sendChunk(worker: Worker, chunk: Chunk, begun: () => void): Promise<void> {
  const rows = chunk.rows.values()
  const send = async () => {
    for (const row of rows) {
      if (worker.stopping.aborted) return
      await sendOne(worker, chunk, row)
    }
    begun()
  }
  const { concurrency = 16 } = worker.options
  await Promise.all(Array.from({ length: Math.min(concurrency, chunk.rows.length) }, send))
  const later = Math.min(laterMs, worker.desk.leaseMs) * 2 ** Math.min(chunk.round, 16)
  const delay = worker.stopping.aborted ? 0 : Math.min(later, latestMs)
  for (let tries = 1; ; tries++) {
    try {
      return await worker.desk.engine.finish(chunk, worker.id, delay, worker.desk.at())
    } catch (error) {
      const isOut = LedgerError.isInstance(error) && error.code === 'unavailable'
      if (!isOut && tries >= enoughTries) return worker.fail(error)
      // Once this worker is not heard of any more, another one takes the chunk; until then nobody does.
      if (worker.stopping.aborted && tries >= enoughTries) return
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** tries, longestWaitMs)))
    }
  }
}

async function sendOne(worker: Worker, chunk: Chunk, row: QueuedRow): Promise<void> {
  try {
    await sendRow(worker, chunk, row)
  } catch (error) {
    // The row is queued still, and whether the database comes back shows when the next chunk is asked for.
    if (LedgerError.isInstance(error) && error.code === 'unavailable') return
    worker.fail(error)
  }
}
