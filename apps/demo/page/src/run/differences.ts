import type { RunExchange } from '../../../src/api/run.ts'

export interface Difference {
  /** Where: `body.timestamp`, `headers.accept`. */
  readonly path: string
  /** null: it was not there. */
  readonly was: string | null
  readonly is: string | null
}

/** What one request says otherwise than another, leaf by leaf. */
export function differences(before: RunExchange, after: RunExchange): readonly Difference[] {
  const was = leaves({ method: before.method, url: before.url, headers: before.headers, body: before.body })
  const is = leaves({ method: after.method, url: after.url, headers: after.headers, body: after.body })
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({ path, was: was.get(path) ?? null, is: is.get(path) ?? null }))
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) leaves(inner, path === '' ? name : `${path}.${name}`, found)
  } else found.set(path, JSON.stringify(value) ?? 'undefined')
  return found
}
