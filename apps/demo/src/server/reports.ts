import type { Hono } from 'hono'
import { htmlReport } from '../reports/html-report.ts'
import { junitReport } from '../reports/junit-report.ts'
import { jsonReport, type MatrixReport } from '../reports/matrix-report.ts'
import type { Session } from '../session/session.ts'
import { problem } from './problems.ts'

interface Format {
  readonly type: string
  write(report: MatrixReport): string
}

const formats: Readonly<Record<string, Format>> = {
  xml: { type: 'application/xml; charset=utf-8', write: junitReport },
  json: { type: 'application/json', write: jsonReport },
  html: { type: 'text/html; charset=utf-8', write: htmlReport },
}

/** The exports of a matrix run, as files to save: the same the command line writes. */
export function serveReports(app: Hono, session: Session): void {
  app.get('/api/matrix/:id/:file{report\\.\\w+}', async (context) => {
    const { id, file } = context.req.param()
    const format = formats[file.slice('report.'.length)]
    if (format === undefined) {
      return problem(context, 'not-found', `There is no ${file}: there are ${Object.keys(formats).join(', ')}.`)
    }
    const report = await session.matrix.report(id)
    // Saved, not shown: what is shown here is under the policy of the page.
    return context.body(format.write(report), 200, {
      'content-type': format.type,
      'content-disposition': `attachment; filename="cap-matrix-${id.replaceAll(/\W/g, '')}.${file.slice('report.'.length)}"`,
      'cache-control': 'no-store',
    })
  })
}
