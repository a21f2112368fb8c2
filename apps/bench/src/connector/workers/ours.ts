/** The connector, as CONNECTOR.md serves it: `ours intent` writes the intent first, `ours` captures at once. */
import { memoryStore } from '@cap/core'
import { createVtexConnector } from '@cap/vtex/connector'
import { listen } from '@cap/vtex/node'
import { amount, appKey, appToken } from '../wire.ts'
import { tell } from './serving.ts'

const writesIntent = process.argv[2] === 'intent'

const connector = createVtexConnector({
  authenticate: [{ merchant: 'benchmark', appKey, appToken }],
  store: memoryStore(),
  payment: () => ({ currency: 'BRL', authorized: amount, state: 'authorized' }),
  async capture(settlement, { beforeSend }) {
    if (writesIntent) await beforeSend()
    return {
      status: 'captured',
      provider: 'benchmark',
      reference: { capture: settlement.requestId },
      attempts: [],
      raw: null,
      captureId: settlement.requestId,
      amount: settlement.amount,
      basis: 'answer',
      replayed: false,
    }
  },
  resolve: () => Promise.reject(new Error('nothing is left open here')),
  onError: (error) => console.error(error),
})

const { port } = await listen(connector)
tell(port)
