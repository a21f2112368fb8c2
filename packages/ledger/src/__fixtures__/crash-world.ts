import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { type BookEntry, startFaultServer } from '@cap/core/testing'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwaveEmulator } from '@cap/pipwave/emulator'
import { atWork, type CrashPlan, type CrashReport, crashToken } from './crash-plan.ts'

/** A provider that outlives the processes that call it. Its book says what really moved. */
export interface CrashProvider {
  readonly provider: CrashPlan['provider']
  readonly url: string
  book(): readonly BookEntry[]
  /** Makes pipwave know the payments of a batch. */
  prepare(batch: string, rows: number): void
  /** Called at every capture that arrives: `arrived` before anything moved, `moved` before the answer. */
  onCapture: ((when: 'arrived' | 'moved') => void) | null
  /** What a capture waits for before it arrives. */
  open: Promise<void>
  close(): Promise<void>
}

export async function startProvider(provider: CrashPlan['provider']): Promise<CrashProvider> {
  const pipwave = createPipwaveEmulator()
  const emulator = provider === 'pipwave' ? pipwave : createMercadoPagoEmulator({ accessTokens: [crashToken] })
  const world: Pick<CrashProvider, 'onCapture' | 'open'> = { onCapture: null, open: Promise.resolve() }
  const server = await startFaultServer(
    {
      async fetch(request) {
        const text = request.method === 'POST' ? await request.clone().text() : ''
        const isCapture =
          provider === 'pipwave' ? text.includes('"action":"capture-payment"') : request.method === 'POST'
        if (isCapture) await world.open
        if (isCapture) world.onCapture?.('arrived')
        const answer = await emulator.fetch(request)
        if (isCapture) world.onCapture?.('moved')
        return answer
      },
    },
    () => null,
  )
  return Object.assign(world, {
    provider,
    url: server.url,
    book: () => emulator.book(),
    close: () => server.close(),
    prepare(batch: string, rows: number) {
      if (provider === 'mercadopago') return
      for (let n = 1; n <= rows; n++) {
        pipwave.addPayment({ pwId: `PW${batch}x${n}`, txnId: `${batch}-${n}`, total: '10.00', currency: 'MYR' })
      }
    },
  })
}

/** A process at work. */
export interface Process {
  readonly child: ChildProcess
  /** It has opened its ledger, enqueued the batch, and begins to send. */
  readonly working: Promise<void>
  /** What it said; null: it was killed. */
  readonly ended: Promise<CrashReport | null>
}

const script = join(import.meta.dirname, 'crash-process.ts')

/** @param whenOver called with what ends the process, should the test be over before it */
export function startProcess(plan: CrashPlan, whenOver: (end: () => void) => void): Process {
  const child = spawn(process.execPath, ['--conditions=@cap/source', '--no-warnings', script, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  whenOver(() => {
    child.kill('SIGKILL')
  })
  let [said, complained] = ['', '']
  const { promise: working, resolve: works } = Promise.withResolvers<void>()
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk
    if (said.startsWith(atWork)) works()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complained += chunk
  })
  const ended = new Promise<CrashReport | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null)
      else if (code === 0) resolve(JSON.parse(said.slice(atWork.length)) as CrashReport)
      else reject(new Error(`a process ended with ${code ?? signal}: ${complained.slice(0, 4_000)}`))
    })
  })
  // Whoever awaits it hears of it; until then it must not end the tests.
  ended.catch(() => {})
  return { child, working, ended }
}

/** The payments of a batch that moved more than once. */
export function doubles(book: readonly BookEntry[], batch: string): readonly string[] {
  const seen = new Set<string>()
  const twice: string[] = []
  for (const { key, payment } of book) {
    const name = key ?? payment
    if (!name.includes(batch)) continue
    if (seen.has(name)) twice.push(name)
    seen.add(name)
  }
  return twice
}

/** How many payments of a batch moved. */
export function moved(book: readonly BookEntry[], batch: string): number {
  return book.filter(({ key, payment }) => (key ?? payment).includes(batch)).length
}

/** The same numbers for the same seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
