import { Worker } from 'node:worker_threads'
import type { Engine } from '../engine/engine.ts'
import { LedgerError } from '../error.ts'

/** What the thread is started with. */
export interface ThreadData {
  readonly folder: string
  readonly schema: string
  /** Opens what is there, and makes nothing. */
  readonly existing?: boolean
}

/** The code of the error when there is nothing to open. */
export const noLedger = 'NO_LEDGER'

/** A call of the engine, and its answer. */
export interface Call {
  readonly id: number
  readonly method: keyof Engine
  readonly args: readonly unknown[]
}
export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string | null } }

const inSource = import.meta.url.endsWith('.ts')

/**
 * An engine in a thread of its own: the embedded PostgreSQL computes in the thread it runs in, so the caller's event loop
 * stays free.
 */
export async function startThread(data: ThreadData): Promise<Engine> {
  const worker = new Worker(new URL(inSource ? './thread.ts' : './thread.js', import.meta.url), {
    workerData: data,
    // Rows and answers pass through it and die young. V8 would give them up to 192 MB.
    resourceLimits: { maxYoungGenerationSizeMb: 48 },
    // A program given as text, `node --input-type=module -e …`, says so of itself alone: Node refuses it for a file.
    execArgv: process.execArgv.filter((arg) => !arg.startsWith('--input-type')),
  })
  const calls = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let last = 0
  let over: Error | null = null
  let closing = false

  const settled = (id: number) => {
    const call = calls.get(id)
    calls.delete(id)
    // An idle ledger does not keep the process alive; a call under way does.
    if (calls.size === 0 && !closing) worker.unref()
    return call
  }
  const end = (error: Error) => {
    over ??= error
    for (const { reject } of calls.values()) reject(over)
    calls.clear()
  }
  worker.on('message', (answer: Answer) => {
    const call = settled(answer.id)
    if ('result' in answer) call?.resolve(answer.result)
    else call?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
  })
  worker.on('error', end)
  worker.on('exit', () => end(new LedgerError({ code: 'closed', message: 'the ledger is closed' })))

  const ask = (method: keyof Engine, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (over !== null) return reject(over)
      const id = ++last
      calls.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ id, method, args } satisfies Call)
    })
  const engine = new Proxy({} as Engine, {
    get(_, method: keyof Engine | 'then') {
      // Awaiting the engine must not call it.
      if (method === 'then') return undefined
      if (method !== 'close') return (...args: readonly unknown[]) => ask(method, args)
      return async () => {
        // Somebody waits for its end, whatever else is answered meanwhile.
        closing = true
        await ask('close', [])
        await worker.terminate()
      }
    },
  })
  try {
    await engine.started()
  } catch (error) {
    // Whoever opens the folder next must be alone in it.
    await worker.terminate()
    throw error
  }
  return engine
}
