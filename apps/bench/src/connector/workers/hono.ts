/** The limit: a bare Hono handler that parses a settlement, and answers as the connector does. Nothing is checked or kept. */
import { tell } from './serving.ts'

interface Context {
  readonly req: { json(): Promise<Readonly<Record<string, unknown>>>; param(name: string): string }
  json(body: unknown): Response
}
interface App {
  post(path: string, handler: (context: Context) => Promise<Response>): void
  readonly fetch: (request: Request) => Response | Promise<Response>
}
type Serve = (options: object, ready: (address: { readonly port: number }) => void) => unknown

// Those that `@cap/vtex/node` runs on too. The benchmark depends on neither by itself.
const { hono, nodeServer } = { hono: 'hono', nodeServer: '@hono/node-server' }
const { Hono } = (await import(hono)) as { readonly Hono: new () => App }
const { serve } = (await import(nodeServer)) as { readonly serve: Serve }

const app = new Hono()
app.post('/payments/:paymentId/settlements', async (context) => {
  const { value, requestId } = await context.req.json()
  return context.json({
    paymentId: context.req.param('paymentId'),
    settleId: '3b6bc3be-be90-81cc-aa61-1d9e697c9afc',
    value,
    code: null,
    message: 'Successfully settled',
    requestId,
  })
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => tell(port))
