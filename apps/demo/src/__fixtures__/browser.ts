import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { openHistory } from '../history/stored-history.ts'
import { providers } from '../providers/providers.ts'
import { type Harness, startHarness } from '../server/listen.ts'
import { Session } from '../session/session.ts'

/** What a test of the page is given. */
export interface Bench {
  readonly url: string
  /** Folder of everything the harness writes. */
  readonly folder: string
  /** Everything the server said went wrong. */
  readonly log: readonly string[]
  /** A new window; everything in it that goes wrong fails the test by {@link Bench.troubles}. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Errors of scripts, refused resources, requests that left the machine. */
  readonly troubles: string[]
  /** Ends the harness; nothing can be asked afterwards. */
  close(): Promise<void>
  /** Ends the harness and starts it again over the same history. */
  restart(): Promise<void>
}

export interface BenchOptions {
  /** Read anew whenever a sandbox is armed, so it may be filled while the tests run. */
  readonly environment?: Readonly<Record<string, string>>
}

/** A real browser in front of a real harness. Without a browser the tests are skipped, and say so. */
export function describePage(name: string, tests: (bench: Bench) => void, options: BenchOptions = {}): void {
  describe.skipIf(inject('chromium') === '')(name, { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'cap-harness-'))
    const log: string[] = []
    const troubles: string[] = []
    const contexts: BrowserContext[] = []
    let browser: Browser
    let harness: Harness

    const start = async (port?: number) => {
      const history = openHistory({ folder: join(folder, 'history') })
      const session = new Session({
        providers,
        environment: options.environment ?? {},
        envFile: '/dev/null',
        history,
        ledger: { ledger: join(folder, 'ledger') },
        log: (text) => void log.push(text),
      })
      harness = await startHarness({
        session,
        page: inject('page'),
        port: port ?? 0,
        log: (text) => void log.push(text),
      })
    }

    beforeAll(async () => {
      await start()
      // No sandbox: containers seldom allow one, and only our own page is loaded.
      browser = await chromium.launch({ executablePath: inject('chromium'), args: ['--no-sandbox'] })
    }, 60_000)

    afterAll(async () => {
      await browser?.close()
      await harness?.close()
      rmSync(folder, { recursive: true, force: true })
    }, 60_000)

    tests({
      get url() {
        return harness.url
      },
      folder,
      log,
      troubles,
      close: () => harness.close(),
      async open(path, contextOptions = {}) {
        const context = await browser.newContext({ locale: 'en-US', ...contextOptions })
        contexts.push(context)
        const page = await context.newPage()
        page.setDefaultTimeout(15_000)
        page.on('pageerror', (error) => troubles.push(`page error: ${error.message}`))
        page.on('console', (message) => {
          // An answer that refuses a form is no trouble, and the browser reports it all the same.
          const expected =
            /status of (?:400|409|410|422|429)|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(
              message.text(),
            )
          if (message.type() === 'error' && !expected) troubles.push(`console: ${message.text()}`)
        })
        page.on('request', (request) => {
          const { hostname, protocol } = new URL(request.url())
          if (hostname !== '127.0.0.1' && protocol.startsWith('http')) troubles.push(`left for ${request.url()}`)
        })
        await page.goto(`${harness.url}${path}`)
        return page
      },
      async restart() {
        const port = Number(new URL(harness.url).port)
        await harness.close()
        await start(port)
      },
    })
  })
}
