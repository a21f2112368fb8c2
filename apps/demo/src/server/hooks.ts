import type { Hono } from 'hono'
import type { Session } from '../session/session.ts'
import { problem } from './problems.ts'

/** Where providers, and the page in their place, send notifications to. Each is answered as its provider expects. */
export function serveHooks(app: Hono, session: Session): void {
  app.post('/hooks/:provider', async (context) => {
    const { provider } = context.req.param()
    if (provider !== 'mercadopago' && provider !== 'pipwave') {
      return problem(context, 'not-found', 'There are /hooks/mercadopago and /hooks/pipwave.')
    }
    const { status } = await session.notifications.receive(provider, context.req.raw)
    if (status === 'rejected') return context.text('rejected', 401)
    // pipwave sends again every five minutes until it reads this word.
    return context.text('OK', 200)
  })
}
