import { useSyncExternalStore } from 'react'
import type { LiveEvents } from '../../../src/api/endpoints.ts'
import type { MatrixProgress } from '../../../src/api/matrix.ts'
import type { Run } from '../../../src/api/run.ts'
import type { Status } from '../../../src/api/status.ts'
import type { ConformanceRun } from '../../../src/api/vtex.ts'

interface Live {
  readonly connected: boolean
  /** Grows with every new connection: what was read before it may be old. */
  readonly connections: number
  readonly status: Status | null
  readonly runs: ReadonlyMap<string, Run>
  /** The run of the matrix that was heard of last, with the results that were heard. */
  readonly matrix: MatrixProgress | null
  /** The conformance run that was heard of last. */
  readonly conformance: ConformanceRun | null
}

/** Latest states that are kept of runs that change. */
const keptRuns = 50

let state: Live = { connected: true, connections: 0, status: null, runs: new Map(), matrix: null, conformance: null }
const listeners = new Set<() => void>()
let source: EventSource | null = null

function change(next: Partial<Live>): void {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

function connect(): void {
  source = new EventSource('/api/events')
  source.addEventListener('open', () => {
    // What was heard before may be old by now: it is read anew.
    change({ connected: true, connections: state.connections + 1, runs: new Map(), matrix: null, conformance: null })
  })
  // The browser tries again by itself.
  source.addEventListener('error', () => change({ connected: false }))
  on('status', (status) => change({ status }))
  on('run', (run) => {
    const runs = new Map(state.runs)
    runs.delete(run.id)
    runs.set(run.id, run)
    for (const id of runs.keys()) if (runs.size > keptRuns) runs.delete(id)
    change({ runs })
  })
  on('matrix', heardMatrix)
  on('conformance', (conformance) => change({ conformance }))
}

/** Results add up while it is the same run. */
function heardMatrix(next: MatrixProgress): void {
  const before = state.matrix?.run.id === next.run.id ? state.matrix.results : []
  change({ matrix: { run: next.run, results: [...before, ...next.results] } })
}

function on<Name extends keyof LiveEvents>(name: Name, heard: (event: LiveEvents[Name]) => void): void {
  source?.addEventListener(name, (event) => heard(JSON.parse((event as MessageEvent<string>).data)))
}

/**
 * Listens to one kind of event, for a feature that keeps what it hears by itself.
 *
 * @returns how to stop
 */
export function hear<Name extends keyof LiveEvents>(name: Name, heard: (event: LiveEvents[Name]) => void): () => void {
  if (source === null) connect()
  const listener = (event: Event) => heard(JSON.parse((event as MessageEvent<string>).data))
  source?.addEventListener(name, listener)
  return () => source?.removeEventListener(name, listener)
}

function subscribe(listener: () => void): () => void {
  if (source === null) connect()
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Puts in what an answer of the API said, where nothing newer was heard. */
export function learn(run: Run): void {
  if (state.runs.has(run.id)) return
  change({ runs: new Map(state.runs).set(run.id, run) })
}

export function useStatus(): Pick<Live, 'connected' | 'connections' | 'status'> {
  return useSyncExternalStore(subscribe, () => state)
}

export function useLiveRun(id: string | null): Run | null {
  return useSyncExternalStore(subscribe, () => (id === null ? null : (state.runs.get(id) ?? null)))
}

/** The run of the matrix that goes on, or went on last. */
export function useLiveMatrix(): MatrixProgress | null {
  return useSyncExternalStore(subscribe, () => state.matrix)
}

export function useLiveConformance(): ConformanceRun | null {
  return useSyncExternalStore(subscribe, () => state.conformance)
}
