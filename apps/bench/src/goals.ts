import type { ClientName } from './clients/index.ts'
import { clients } from './clients/index.ts'
import type { FirstCallRow, ImportLabel, ImportRow } from './cold.ts'
import type { LoadRow } from './load.ts'
import type { BundleLabel, BundleRow, InstalledRow } from './size.ts'
import type { Touches } from './workers/touches.ts'

/** What was measured, as far as the goals ask for it. */
export interface Measured {
  readonly load: readonly LoadRow[]
  readonly imports: readonly ImportRow[]
  readonly firstCalls: readonly FirstCallRow[]
  readonly touched: Touches
  readonly bundles: readonly BundleRow[]
  readonly installed: readonly InstalledRow[]
}

export interface Goal {
  readonly goal: string
  readonly wanted: string
  readonly measured: string
  readonly reached: boolean
}

const concurrency = 32

/** The goals that were set before there was anything to measure. A goal whose row was not measured is left out. */
export function goals(measured: Measured): Goal[] {
  return [...speed(measured), ...start(measured), ...size(measured)]
}

function speed({ load }: Measured): Goal[] {
  const found: Goal[] = []
  const add = (client: ClientName, limit: string, throughput: keyof LoadRow, cpu: keyof LoadRow, bounds: Bounds) => {
    const row = load.find((one) => one.client === client && one.concurrency === concurrency)
    const of = (field: keyof LoadRow) => (row?.[field] as { readonly median: number } | null | undefined)?.median
    const { label } = clients[client]
    const [calls, processor] = [of(throughput), of(cpu)]
    if (calls !== undefined) found.push(atLeast(`${label}: calls/s to ${limit}`, calls, bounds.throughput))
    if (processor !== undefined) found.push(atMost(`${label}: CPU to ${limit}`, processor, bounds.cpu))
  }
  for (const client of ['cap-mercadopago-undici', 'cap-pipwave-undici', 'cap-vtex-undici'] as const) {
    add(client, 'raw undici', 'throughputToUndici', 'cpuToUndici', { throughput: 0.8, cpu: 1.3 })
  }
  for (const client of ['cap-mercadopago', 'cap-pipwave', 'cap-vtex'] as const) {
    add(client, 'bare ky', 'throughputToKy', 'cpuToKy', { throughput: 0.9, cpu: 1.2 })
  }
  return found
}

interface Bounds {
  readonly throughput: number
  readonly cpu: number
}

function start({ imports, firstCalls, touched }: Measured): Goal[] {
  const imported = (label: ImportLabel) => imports.find((row) => row.label === label)!
  const sum = (client: ClientName) => firstCalls.find((row) => row.client === client)!.sumMs
  const ours = imported('@cap/mercadopago')
  const unwanted = [
    ...touched.globals.filter((name) => name === 'Request' || name === 'Headers'),
    ...touched.modules.filter((name) => name === '@noble/hashes' || name === 'ky' || name === 'undici'),
  ]
  return [
    atMost('import of @cap/mercadopago', ours.ms, 10, 'ms'),
    {
      goal: 'import touches no Request or Headers, loads no noble, ky or undici',
      wanted: 'none',
      measured: unwanted.length === 0 ? 'none' : unwanted.join(', '),
      reached: unwanted.length === 0,
    },
    atMost('memory after import, over an empty process', ours.rssOverNothingMb, 6, 'MB'),
    atMost('import + first call to ky + valibot', sum('cap-mercadopago') / sum('ky-valibot'), 1.2),
  ]
}

function size({ bundles, installed }: Measured): Goal[] {
  const found: Goal[] = []
  for (const label of ['@cap/mercadopago', '@cap/pipwave', '@cap/vtex'] as const satisfies readonly BundleLabel[]) {
    const bundle = bundles.find((row) => row.label === label)!
    const { packages, bytes } = installed.find((row) => row.label === label)!
    found.push(
      atMost(`${label}: bundle of one capture with ky, gzip`, bundle.gzipBytes / 1024, 18, 'KB'),
      atMost(`${label}: bundle with an injected transport, gzip`, bundle.injectedGzipBytes / 1024, 9, 'KB'),
      atMost(`${label}: installed`, bytes / 1e6, 4, 'MB'),
      atMost(`${label}: packages installed`, packages, 5),
    )
  }
  return found
}

function atLeast(goal: string, value: number, least: number): Goal {
  return { goal, wanted: `>= ${least}`, measured: value.toFixed(2), reached: value >= least }
}

function atMost(goal: string, value: number, most: number, unit = ''): Goal {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2)
  return { goal, wanted: `<= ${most} ${unit}`.trim(), measured: `${text} ${unit}`.trim(), reached: value <= most }
}
