import { Hono } from 'hono'
import { endpoints } from '../api/endpoints.ts'
import type { Session } from '../session/session.ts'
import { serveBatches } from './batches.ts'
import { catalogueOf } from './catalogue.ts'
import { serveEvents } from './event-stream.ts'
import { guard } from './guard.ts'
import { serveHooks } from './hooks.ts'
import { openApi } from './openapi.ts'
import { servePage } from './page.ts'
import { problem, problemOf } from './problems.ts'
import { serveReports } from './reports.ts'
import { securityHeaders } from './security-headers.ts'
import { serveEndpoint } from './serve-endpoint.ts'

export interface AppOptions {
  readonly session: Session
  /** Folder of the built page. */
  readonly page: string
  /** The port that is listened on, known once it is. */
  readonly port: () => number
  /** Ends the event streams. */
  readonly closed: AbortSignal
  /** Told what went wrong inside. */
  readonly log: (text: string) => void
}

/** The harness over HTTP: the API under `/api`, and the page. */
export function createApp({ session, page, port, closed, log }: AppOptions): Hono {
  const app = new Hono()
  app.use(securityHeaders())
  app.use(guard(port))
  app.onError((error, context) => problemOf(context, error, log))

  serveEndpoint(app, endpoints.status, () => session.status())
  serveEndpoint(app, endpoints.catalogue, () => catalogueOf(session.providers, session.environment()))
  serveEndpoint(app, endpoints.check, async ({ body }) => void (await session.check(body)))
  serveEndpoint(app, endpoints.capture, ({ body }) => session.capture(body))
  serveEndpoint(app, endpoints.runs, ({ query }) => session.runs(query))
  serveEndpoint(app, endpoints.run, ({ param }) => session.run(param('id')))
  serveEndpoint(app, endpoints.resolve, ({ body, param }) => session.resolve(param('id'), body))
  serveEndpoint(app, endpoints.replay, ({ body, param }) => session.replay(param('id'), body))
  serveEndpoint(app, endpoints.matrixPlan, () => ({ cells: [...session.matrix.plan()] }))
  serveEndpoint(app, endpoints.matrixRuns, async () => ({ runs: [...(await session.matrix.list())] }))
  serveEndpoint(app, endpoints.beginMatrix, ({ body }) => session.matrix.begin(body))
  serveEndpoint(app, endpoints.matrixRun, ({ param }) => session.matrix.get(param('id')))
  serveEndpoint(app, endpoints.stopMatrix, ({ param }) => session.matrix.stop(param('id')))
  serveEndpoint(app, endpoints.matrixCell, ({ param, query }) => session.matrix.cell(param('id'), query.id))
  serveEndpoint(app, endpoints.conformanceRuns, () => ({ runs: session.conformance.list() }))
  serveEndpoint(app, endpoints.beginConformance, ({ body }) => session.conformance.begin(body))
  serveEndpoint(app, endpoints.conformanceRun, ({ param }) => session.conformance.get(param('id')))
  serveEndpoint(app, endpoints.settle, ({ body }) => session.settle(body))
  serveEndpoint(app, endpoints.notifications, () => ({ received: session.notifications.list() }))
  serveEndpoint(app, endpoints.notify, ({ body }) => session.notifications.send(body, `http://127.0.0.1:${port()}`))
  serveBatches(app, session.batches)
  serveHooks(app, session)
  serveReports(app, session)
  serveEvents(app, session, closed)

  const description = openApi()
  app.get('/api/openapi.json', (context) => context.json(description as object))
  app.all('/api/*', (context) =>
    problem(context, 'not-found', `There is no ${context.req.method} ${context.req.path}.`),
  )
  servePage(app, page)
  return app
}
