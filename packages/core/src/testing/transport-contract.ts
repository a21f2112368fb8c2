import type { Transport } from '../http/transport.ts'
import { rawServer } from './raw-server.ts'
import { aborts, staleConnections } from './transport-aborts.ts'
import { answers } from './transport-answers.ts'
import { faults } from './transport-faults.ts'
import { Trial } from './transport-trial.ts'

/** One case of a contract. `run` rejects, with an `AssertionError`, when the contract is broken. */
export interface TransportCase {
  readonly name: string
  readonly run: () => Promise<void>
}

/** A transport, and how to let go of its connections. */
export interface TransportUnderTest {
  readonly transport: Transport
  readonly close: () => Promise<void>
}

/**
 * What every {@link Transport} must do, over real sockets on loopback. Needs Node.
 *
 * Whether a request was sent is checked against what the server received: `sent: 'no'` for a request of which a byte
 * arrived breaks the contract, as does a request that arrives twice. Where HTTP clients may differ, a case accepts more
 * than one result.
 *
 * @param createTransport called once for each case; `close` is called at its end
 */
export function transportContract(createTransport: () => Promise<TransportUnderTest>): readonly TransportCase[] {
  return [...answers, ...faults, ...aborts, ...staleConnections].map(([name, options, check]) => ({
    name,
    async run() {
      const server = await rawServer(options)
      const { transport, close } = await createTransport()
      try {
        const trial = new Trial(server, transport)
        await check(trial)
        await trial.finish()
      } finally {
        await close()
        await server.close()
      }
    },
  }))
}
