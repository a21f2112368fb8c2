import { type ClientName, clientNames, clients } from './clients/index.ts'
import { runWorker, type Server } from './processes.ts'
import { median } from './statistics.ts'
import type { FirstCallResult } from './workers/first-call.ts'
import type { ImportResult } from './workers/import.ts'
import type { Touches } from './workers/touches.ts'

/** What is imported, by label. */
const imports = {
  '(nothing)': [],
  undici: ['undici'],
  ky: ['ky'],
  valibot: ['valibot'],
  'ky + valibot': ['ky', 'valibot'],
  mercadopago: ['mercadopago'],
  stripe: ['stripe'],
  '@cap/mercadopago': ['@cap/mercadopago'],
  '@cap/pipwave': ['@cap/pipwave'],
  '@cap/vtex': ['@cap/vtex'],
  '@cap/mercadopago + @cap/core/undici': ['@cap/mercadopago', '@cap/core/undici'],
} as const

const nothing: ImportLabel = '(nothing)'

export type ImportLabel = keyof typeof imports

/** Medians over fresh processes. */
export interface ImportRow {
  readonly label: ImportLabel
  /** Inside the process: from before the import to its end. */
  readonly ms: number
  /** The life of the whole process, less that of one that imports nothing. */
  readonly wallOverNothingMs: number
  readonly rssMb: number
  readonly rssOverNothingMb: number
}

export interface FirstCallRow {
  readonly client: ClientName
  readonly label: string
  /** Import and construction. */
  readonly connectMs: number
  readonly firstMs: number
  readonly sumMs: number
  readonly secondMs: number
  readonly rssMb: number
}

/** Interleaved: one process for each label, then the next round. */
export async function measureImports(rounds: number, tell: (progress: string) => void): Promise<ImportRow[]> {
  const labels = Object.keys(imports) as ImportLabel[]
  const samples = await interleave(labels, rounds, async (label, round) => {
    tell(`import ${round}/${rounds}: ${label}`)
    const { result, wallMs } = await runWorker<ImportResult>('import', imports[label])
    return { ...result, wallMs }
  })
  const over = (label: ImportLabel, field: 'ms' | 'wallMs' | 'rssMb') =>
    median(samples.get(label)!.map((sample) => sample[field]))
  return labels.map((label) => ({
    label,
    ms: over(label, 'ms'),
    wallOverNothingMs: over(label, 'wallMs') - over(nothing, 'wallMs'),
    rssMb: over(label, 'rssMb'),
    rssOverNothingMb: over(label, 'rssMb') - over(nothing, 'rssMb'),
  }))
}

/** Import, construction and first capture, of processes that did nothing before. */
export async function measureFirstCalls(
  server: Server,
  rounds: number,
  tell: (progress: string) => void,
): Promise<FirstCallRow[]> {
  const samples = await interleave(clientNames, rounds, async (name, round) => {
    tell(`first call ${round}/${rounds}: ${name}`)
    const { result } = await runWorker<FirstCallResult>('first-call', [name, server.origin])
    return { ...result, sumMs: result.connectMs + result.firstMs }
  })
  return clientNames.map((client) => {
    const over = (field: 'connectMs' | 'firstMs' | 'sumMs' | 'secondMs' | 'rssMb') =>
      median(samples.get(client)!.map((sample) => sample[field]))
    return {
      client,
      label: clients[client].label,
      connectMs: over('connectMs'),
      firstMs: over('firstMs'),
      sumMs: over('sumMs'),
      secondMs: over('secondMs'),
      rssMb: over('rssMb'),
    }
  })
}

/** What the import of a package touches and loads. */
export async function observeImport(specifier: string): Promise<Touches> {
  const { result } = await runWorker<Touches>('touches', [specifier])
  return result
}

async function interleave<Name, Sample>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name, round: number) => Promise<Sample>,
): Promise<ReadonlyMap<Name, readonly Sample[]>> {
  const samples = new Map(names.map((name) => [name, [] as Sample[]]))
  for (let round = 1; round <= rounds; round++) {
    const ordered = round % 2 === 1 ? names : names.toReversed()
    for (const name of ordered) samples.get(name)!.push(await measure(name, round))
  }
  return samples
}
