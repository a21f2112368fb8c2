import type { ListenRecipe } from '../../../engine/provider.ts'
import { declared } from '../../../sandbox/credentials.ts'
import type { Call } from './call.ts'
import { startListener } from './listener.ts'
import { readingsOf } from './readings.ts'
import { rehearseGateway } from './rehearsal.ts'
import { defaultScript, moves, scriptOf } from './script.ts'

/** Lets VTEX itself be watched: its sheet's open questions are about the caller, so the harness is called. */
export const vtexListen: ListenRecipe = {
  about: 'serves a payment provider without money on this machine, and watches what VTEX does',
  fields: [
    {
      name: 'script',
      placeholder: 'moves',
      help: `answers to the settlements of a payment, in order: ${Object.keys(moves).join(', ')}`,
      fallback: defaultScript.join(','),
    },
  ],
  arm: (environment) => declared(environment, 'CAP_VTEX_ENVIRONMENT', 'test'),
  async start(port, values, onLine) {
    const { script } = values
    const moves = scriptOf(typeof script === 'string' ? script : undefined)
    const listener = await startListener(port, moves, (call) => onLine(lineOf(call)))
    return {
      url: listener.url,
      findings: () => readingsOf(listener.calls),
      record: () => listener.calls,
      close: () => listener.close(),
    }
  },
  rehearse: rehearseGateway,
}

function lineOf({ at, operation, method, path, requestId, move }: Call): string {
  const time = new Date(at).toISOString().slice(11, 23)
  const id = requestId === null ? '' : `, request ${requestId}`
  return `${time}  ${operation.padEnd(12)} ${method} ${path}${id}${move === null ? '' : ` → ${moves[move]}`}`
}
