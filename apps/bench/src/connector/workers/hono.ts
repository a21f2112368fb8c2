/** The limit: a bare Hono handler that parses a settlement, and answers as the connector does. Nothing is checked or kept. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { tell } from './serving.ts'

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
