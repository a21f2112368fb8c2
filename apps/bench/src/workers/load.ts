/** One client under load, in a fresh process: `load <client> <origin> <concurrency> <warm-up> <captures>`. */
import { type ClientName, clients } from '../clients/index.ts'
import { percentile } from '../statistics.ts'

/** What one process measured. Times are of one HTTP exchange: a capture of two exchanges counts twice. */
export interface LoadResult {
  readonly callsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMsPer1000: number
  readonly rssMb: number
}

const [name, origin = '', ...numbers] = process.argv.slice(2)
const [concurrency = 1, warmUp = 0, captures = 0] = numbers.map(Number)
const client = clients[name as ClientName]
const capture = await client.connect(origin)

async function run(first: number, count: number, durations: Float64Array): Promise<void> {
  let next = 0
  async function worker(): Promise<void> {
    while (next < count) {
      const number = next++
      const startedAt = performance.now()
      await capture(first + number)
      durations[number] = performance.now() - startedAt
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

await run(0, warmUp, new Float64Array(warmUp))
const durations = new Float64Array(captures)
const cpu = process.cpuUsage()
const startedAt = performance.now()
await run(warmUp, captures, durations)
const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage(cpu)

const exchanges = captures * client.exchanges
const sorted = durations.sort()
const result: LoadResult = {
  callsPerSecond: exchanges / seconds,
  p50Ms: percentile(sorted, 0.5) / client.exchanges,
  p99Ms: percentile(sorted, 0.99) / client.exchanges,
  cpuMsPer1000: (user + system) / exchanges,
  rssMb: process.memoryUsage.rss() / 1e6,
}
process.send?.(result, () => process.exit())
