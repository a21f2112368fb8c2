/** One job on one ledger, in a process of its own: `worker <job as JSON>`; sends what it measured. */
import { createReadStream } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { openLedger } from '@cap/ledger'
import { createMercadoPago, type MercadoPagoCaptureRequest } from '@cap/mercadopago'

/** What to do. Plain JSON. */
export type Job = {
  readonly place: { readonly folder: string } | { readonly connectionString: string; readonly schema: string }
  readonly batch: string
} & (
  | { readonly do: 'enqueue'; readonly rows: number; readonly file: string }
  | { readonly do: 'work'; readonly concurrency: number; readonly answerMs: number }
)

/** What was measured. */
export interface JobResult {
  readonly rows: number
  readonly seconds: number
  /** From opening to being open. */
  readonly openMs: number
  /** Of this process, its threads included. */
  readonly cpuSeconds: number
  /** After the first fifth of the rows, and the most from there on, in MB. */
  readonly rss: { readonly afterWarmUp: number; readonly most: number }
  /** How late this thread's timers were, in ms: 99 of 100, and at worst. */
  readonly loopDelayMs: { readonly p99: number; readonly most: number }
}

const job = JSON.parse(process.argv[2] ?? '{}') as Job
const secretKey = new Uint8Array(32).fill(7)
const payerToken = 'benchmark-payer-token-0123456789abcdef'

const client = createMercadoPago({
  accessToken: 'TEST-1234-benchmark-5678',
  // Answers as Mercado Pago would, at once: what is measured is the ledger, not a provider.
  transport: async ({ body }) => {
    const answerMs = job.do === 'work' ? job.answerMs : 0
    if (answerMs > 0) await new Promise((resolve) => setTimeout(resolve, answerMs))
    const { wallet_payment: wallet } = JSON.parse(body ?? '{}')
    const { transaction_amount, external_reference } = wallet
    const payment = { id: 1, status: 'approved', status_detail: 'accredited', transaction_amount, external_reference }
    const answer = { id: 10458724, status: 'approved', site_id: 'MLB', wallet_payment: wallet, payments: [payment] }
    return { status: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) }
  },
})

/** The rows of a file with one request a line. */
async function* rowsOf(file: string): AsyncGenerator<{ request: MercadoPagoCaptureRequest; line: number }> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file) })) {
    yield { line: ++line, request: { ...JSON.parse(text), payerToken } }
  }
}

const opening = performance.now()
const ledger = await openLedger({ ...job.place, dataKey: secretKey })
const openMs = performance.now() - opening
const before = await ledger.progress(job.batch).catch(() => null)
const total = job.do === 'enqueue' ? job.rows : (before?.counts.queued ?? 0)

let done = 0
let afterWarmUp = 0
let most = 0
const sample = () => {
  const rss = process.memoryUsage.rss() / 1e6
  // V8's young generations grow with what has been allocated so far, up to a limit: that is warm-up.
  if (done < total / 5) return
  if (afterWarmUp === 0) afterWarmUp = rss
  most = Math.max(most, rss)
}
const sampling = setInterval(sample, 100)
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
const cpu = process.cpuUsage()
const startedAt = performance.now()
if (job.do === 'enqueue') {
  await ledger.enqueue(rowsOf(job.file), {
    batch: job.batch,
    clients: client,
    onProgress: (count) => {
      done = count
    },
  })
} else {
  await ledger.work({
    clients: client,
    batch: job.batch,
    concurrency: job.concurrency,
    onOutcome: () => {
      done++
    },
  })
}
const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage(cpu)
delay.disable()
clearInterval(sampling)
done = total
sample()
const result: JobResult = {
  rows: total,
  seconds,
  openMs,
  cpuSeconds: (user + system) / 1e6,
  rss: { afterWarmUp, most },
  loopDelayMs: { p99: Math.max(0, delay.percentile(99) / 1e6 - 5), most: Math.max(0, delay.max / 1e6 - 5) },
}
await ledger.close()
process.send?.(result, () => process.exit())
