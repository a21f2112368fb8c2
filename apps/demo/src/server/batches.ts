import { Readable } from 'node:stream'
import type { Hono } from 'hono'
import { endpoints } from '../api/endpoints.ts'
import type { BatchDesk } from '../batch-desk/batch-desk.ts'
import { problem } from './problems.ts'
import { serveEndpoint } from './serve-endpoint.ts'

const reportTypes = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
} as const

/** No form of another site can send these without asking first. */
const uploadTypes = /^(?:text\/csv|application\/x-ndjson)\b/

/** Batches, their files and their reports. */
export function serveBatches(app: Hono, desk: BatchDesk): void {
  const { answers, uploads } = desk
  serveEndpoint(app, endpoints.batches, () => desk.list())
  serveEndpoint(app, endpoints.openLedger, () => desk.openLedger())
  serveEndpoint(app, endpoints.checkBatch, ({ body }) => desk.check(body))
  serveEndpoint(app, endpoints.beginBatch, ({ body }) => desk.begin(body))
  serveEndpoint(app, endpoints.batch, ({ param }) => answers.batch(param('id')))
  serveEndpoint(app, endpoints.batchRows, ({ param, query }) => answers.rows(param('id'), query.state))
  serveEndpoint(app, endpoints.goOnWithBatch, ({ param }) => desk.goOn(param('id')))
  serveEndpoint(app, endpoints.stopBatch, ({ param }) => desk.stop(param('id')))
  serveEndpoint(app, endpoints.cancelBatch, ({ param }) => desk.cancel(param('id')))
  serveEndpoint(app, endpoints.bookOfBatch, ({ param }) => answers.book(param('id')))
  serveEndpoint(app, endpoints.reconcileBatch, ({ param, body }) => answers.reconcile(param('id'), body))
  serveEndpoint(app, endpoints.persons, async () => ({ operations: await answers.persons() }))
  serveEndpoint(app, endpoints.operation, ({ param }) => answers.operation(param('id')))
  serveEndpoint(app, endpoints.decide, ({ param, body }) => answers.decide(param('id'), body))

  app.post('/api/files/:name', async (context) => {
    if (!uploadTypes.test(context.req.header('content-type') ?? '')) {
      return problem(context, 'invalid-request', 'Send the file, with content-type: text/csv or application/x-ndjson.')
    }
    const uploaded = await uploads.take(context.req.param('name'), context.req.raw.body)
    return context.json(uploaded, 200, { 'cache-control': 'no-store' })
  })
  app.delete('/api/files/:file', (context) => {
    const { file } = context.req.param()
    uploads.delete(uploads.draft(file).id)
    return context.body(null, 204)
  })

  app.get('/api/batches/:id/:file{report\\.\\w+}', async (context) => {
    const { id, file } = context.req.param()
    const format = file.slice('report.'.length)
    if (format !== 'html' && format !== 'json' && format !== 'csv') {
      return problem(context, 'not-found', `There is no ${file}: there are ${Object.keys(reportTypes).join(', ')}.`)
    }
    const { name, text } = await answers.report(id, format)
    const bare = name.replaceAll(/[^\w.-]/g, '_')
    // Saved, not shown: what is shown here is under the policy of the page.
    return context.body(Readable.toWeb(Readable.from(encoded(text))) as ReadableStream, 200, {
      'content-type': reportTypes[format],
      'content-disposition': `attachment; filename="${bare}.${format}"`,
      'cache-control': 'no-store',
    })
  })
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const part of text) yield new TextEncoder().encode(part)
}
