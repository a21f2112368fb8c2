import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import { problem } from './problems.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Where `pnpm build` puts the page. */
export const builtPage = fileURLToPath(new URL('../../dist/page', import.meta.url))

export function isBuilt(folder: string): boolean {
  return existsSync(join(folder, 'index.html'))
}

/** Serves the built page. Every address that is no file is the page's own: it knows what to show there. */
export function servePage(app: Hono, folder: string): void {
  app.get('*', async (context) => {
    const { path } = context.req
    const isFile = extname(path) !== ''
    const file = normalize(join(folder, isFile ? decodeURIComponent(path) : 'index.html'))
    if (!file.startsWith(folder + sep)) return problem(context, 'not-found', 'There is no such file.')
    let content: Buffer
    try {
      content = await readFile(file)
    } catch {
      return problem(context, 'not-found', `There is nothing at ${path}.`)
    }
    // Files under /assets are named by their content.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
    return context.body(new Uint8Array(content), 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'cache-control': cache,
    })
  })
}
