import { randomUUID } from 'node:crypto'
import type { CaptureOrder, FilledIn, ReplayOrder } from '../api/capture.ts'
import type { Run } from '../api/run.ts'
import type { Provider } from '../engine/provider.ts'
import { fieldError } from './session-error.ts'

/**
 * The same capture as an order of its own. The fault is over: what is looked for is what comes of it without.
 *
 * @param values what was edited, and credentials that were asked for again
 * @throws SessionError for a credential that is missing
 */
export function replayedOrder(provider: Provider, run: Run, how: ReplayOrder['how'], values: FilledIn): CaptureOrder {
  const { keyField } = provider
  const missing = run.secretFields.find((name) => values[name] === undefined || values[name] === '')
  if (missing !== undefined) throw fieldError(missing, 'is asked for again: it is stored nowhere')
  const secrets = new Set([
    ...provider.fields.filter(({ secret }) => secret === true).map(({ name }) => name),
    'request',
  ])
  const given = how === 'edited' ? values : only(values, secrets)
  const renewed = how === 'new-key' && keyField !== null ? { [keyField]: randomUUID() } : {}
  return {
    provider: run.provider,
    target: run.target,
    values: { ...run.values, ...given, ...renewed },
    ...(run.deadlineMs === null ? {} : { deadlineMs: run.deadlineMs }),
    ...(run.attemptTimeoutMs === null ? {} : { attemptTimeoutMs: run.attemptTimeoutMs }),
  }
}

function only(values: FilledIn, names: ReadonlySet<string>): FilledIn {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}
