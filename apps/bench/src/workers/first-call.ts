/** Loads a client in a fresh process and makes two captures: `first-call <client> <origin>`. */
import { type ClientName, clients } from '../clients/index.ts'

export interface FirstCallResult {
  readonly connectMs: number
  readonly firstMs: number
  readonly secondMs: number
  readonly rssMb: number
}

const [name, origin = ''] = process.argv.slice(2)
const client = clients[name as ClientName]
const startedAt = performance.now()
const capture = await client.connect(origin)
const connectedAt = performance.now()
await capture(0)
const firstAt = performance.now()
await capture(1)
const secondAt = performance.now()
const result: FirstCallResult = {
  connectMs: connectedAt - startedAt,
  firstMs: firstAt - connectedAt,
  secondMs: secondAt - firstAt,
  rssMb: process.memoryUsage.rss() / 1e6,
}
process.stdout.write(JSON.stringify(result), () => process.exit())
