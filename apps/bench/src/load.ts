import { type ClientName, clientNames, clients } from './clients/index.ts'
import { forkWorker, type Server } from './processes.ts'
import { type Spread, spread } from './statistics.ts'
import type { LoadResult } from './workers/load.ts'

/** What is called next to what. `ky-valibot` is for cold starts only. */
export const loadedNames: readonly ClientName[] = clientNames.filter((name) => name !== 'ky-valibot')

export interface LoadPlan {
  readonly concurrencies: readonly number[]
  readonly repetitions: number
  /** HTTP exchanges before those that are measured, and these. A capture at pipwave is two. */
  readonly warmUp: number
  readonly measured: number
}

/** One client at one concurrency: medians over the repetitions, all of one HTTP exchange. */
export interface LoadRow {
  readonly client: ClientName
  readonly label: string
  readonly concurrency: number
  readonly callsPerSecond: Spread
  readonly p50Ms: Spread
  readonly p99Ms: Spread
  readonly cpuMsPer1000: Spread
  readonly rssMb: Spread
  /** To the raw undici, and to the bare ky, of the same repetition: what other programs did meanwhile did it to both. */
  readonly throughputToUndici: Spread | null
  readonly cpuToUndici: Spread | null
  readonly throughputToKy: Spread | null
  readonly cpuToKy: Spread | null
  /** HTTP exchanges of all repetitions, and how many different operations the server counted: equal, or it is an error. */
  readonly exchanges: number
  readonly counted: number
  /** Share of one processor that the server used, at most. */
  readonly serverBusy: number
}

interface Sample extends LoadResult {
  readonly exchanges: number
  readonly counted: number
  readonly serverBusy: number
}

/** Runs every client at every concurrency, once for each repetition, in an order that is reversed every second time. */
export async function measureLoad(
  server: Server,
  names: readonly ClientName[],
  plan: LoadPlan,
  tell: (progress: string) => void,
): Promise<LoadRow[]> {
  const runs = plan.concurrencies.flatMap((concurrency) => names.map((client) => ({ client, concurrency })))
  const samples = new Map(runs.map((run) => [keyOf(run), [] as Sample[]]))
  for (let repetition = 1; repetition <= plan.repetitions; repetition++) {
    const ordered = repetition % 2 === 1 ? runs : runs.toReversed()
    for (const [index, run] of ordered.entries()) {
      tell(`load ${repetition}/${plan.repetitions}, ${index + 1}/${runs.length}: ${run.client} x ${run.concurrency}`)
      samples.get(keyOf(run))!.push(await measureOnce(server, run, plan))
    }
  }
  return runs.map((run) => rowOf(run, samples))
}

interface Run {
  readonly client: ClientName
  readonly concurrency: number
}

function keyOf({ client, concurrency }: Run): string {
  return `${client} ${concurrency}`
}

async function measureOnce(server: Server, run: Run, { warmUp, measured }: LoadPlan): Promise<Sample> {
  await server.seen()
  const startedAt = performance.now()
  const ofOne = clients[run.client].exchanges
  const args = [run.client, server.origin, run.concurrency, warmUp / ofOne, measured / ofOne].map(String)
  const result = await forkWorker<LoadResult>('load', args)
  const elapsedMs = performance.now() - startedAt
  const seen = await server.seen()
  const exchanges = warmUp + measured
  if (seen.exchanges !== exchanges || seen.operations !== exchanges || seen.unknown !== 0) {
    throw new Error(`${run.client} should have made ${exchanges} exchanges: the server saw ${JSON.stringify(seen)}`)
  }
  return { ...result, exchanges, counted: seen.operations, serverBusy: seen.cpuMs / elapsedMs }
}

function rowOf(run: Run, samples: ReadonlyMap<string, readonly Sample[]>): LoadRow {
  const own = samples.get(keyOf(run))!
  const ratio = (reference: ClientName, field: 'callsPerSecond' | 'cpuMsPer1000') => {
    const theirs = samples.get(keyOf({ ...run, client: reference }))
    return theirs === undefined ? null : spread(own.map((sample, index) => sample[field] / theirs[index]![field]))
  }
  const over = (field: keyof Sample) => spread(own.map((sample) => sample[field]))
  const sum = (field: keyof Sample) => own.reduce((total, sample) => total + sample[field], 0)
  return {
    client: run.client,
    label: clients[run.client].label,
    concurrency: run.concurrency,
    callsPerSecond: over('callsPerSecond'),
    p50Ms: over('p50Ms'),
    p99Ms: over('p99Ms'),
    cpuMsPer1000: over('cpuMsPer1000'),
    rssMb: over('rssMb'),
    throughputToUndici: ratio('undici', 'callsPerSecond'),
    cpuToUndici: ratio('undici', 'cpuMsPer1000'),
    throughputToKy: ratio('ky', 'callsPerSecond'),
    cpuToKy: ratio('ky', 'cpuMsPer1000'),
    exchanges: sum('exchanges'),
    counted: sum('counted'),
    serverBusy: over('serverBusy').most,
  }
}
