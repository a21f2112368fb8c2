import { CaptureError } from '@cap/core'
import { checkAgainstBook, checkSaid, type Ending } from '@cap/core/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRuntimes, type Runtime } from './binaries.ts'
import { stopAll } from './processes.ts'
import { stallMs } from './scenario/captures.ts'
import type { Played, Report, Told } from './scenario/protocol.ts'
import { reportOf } from './scenarios.ts'

/** What a runtime cannot know, and so ends `unknown` where Node.js can prove that nothing was sent; or knows otherwise. */
const differences: Readonly<Record<Runtime, readonly string[]>> = {
  bun: [],
  // Its errors have no codes. It hands on as it came what says that it is gzip, and is not.
  deno: ['connection-refused', 'name-not-found', 'tls-failure', 'broken-gzip'],
  // Its errors have no codes either.
  workerd: ['connection-refused', 'name-not-found', 'tls-failure'],
}

type Run = Awaited<ReturnType<typeof reportOf>>

const found = findRuntimes()
let runs: ReadonlyMap<string, Run>

beforeAll(async () => {
  const all = ['node' as const, ...found.filter(({ binary }) => 'path' in binary).map(({ runtime }) => runtime)]
  // All at once: they mostly wait.
  runs = new Map(await Promise.all(all.map(async (runtime) => [runtime, await reportOf(runtime)] as const)))
}, 180_000)

afterAll(stopAll)

function runOf(runtime: string): Run {
  const run = runs.get(runtime)
  if (run === undefined) throw new Error(`there was no run on ${runtime}`)
  return run
}

describe('node', () => {
  test('ends every kind of capture as it is meant to', () => {
    const { captures } = runOf('node').report
    expect(captures.map(({ provider, ...played }) => `${provider}, ${line(played)}`)).toMatchInlineSnapshot(`
      [
        "mercadopago, captured: captured, asked 1 times, 701.50 moved",
        "mercadopago, declined: declined insufficient_money, asked 1 times, nothing moved",
        "mercadopago, answer lost: unknown no_answer, asked 1 times, 701.50 moved; resolve: captured, 701.50 moved",
        "mercadopago, no-answer: unknown no_answer, asked 1 times, 701.50 moved; resolve: captured, 701.50 moved",
        "mercadopago, stall-after-head: unknown no_answer, asked 1 times, 701.50 moved; resolve: captured, 701.50 moved",
        "mercadopago, stall-mid-body: unknown no_answer, asked 1 times, 701.50 moved; resolve: captured, 701.50 moved",
        "mercadopago, unavailable once: captured, asked 2 times, 701.50 moved",
        "pipwave, captured: captured, asked 1 times, 100.00 moved",
        "pipwave, declined: declined 2001, asked 1 times, nothing moved",
        "pipwave, answer lost: unknown no_answer, asked 1 times, 100.00 moved; resolve: captured, 100.00 moved",
        "pipwave, no-answer: unknown no_answer, asked 1 times, 100.00 moved; resolve: captured, 100.00 moved",
        "pipwave, stall-after-head: unknown no_answer, asked 1 times, 100.00 moved; resolve: captured, 100.00 moved",
        "pipwave, stall-mid-body: unknown no_answer, asked 1 times, 100.00 moved; resolve: captured, 100.00 moved",
        "pipwave, unavailable once: unknown server_error, asked 1 times, nothing moved; resolve: unknown in_progress, nothing moved",
        "vtex, captured: captured, asked 1 times, 45.00 moved",
        "vtex, declined: pending cancel-manually, asked 1 times, nothing moved; resolve: captured, 45.00 moved",
        "vtex, answer lost: unknown no_answer, asked 1 times, 45.00 moved; resolve: captured, 45.00 moved",
        "vtex, no-answer: unknown no_answer, asked 1 times, 45.00 moved; resolve: captured, 45.00 moved",
        "vtex, stall-after-head: unknown no_answer, asked 1 times, 45.00 moved; resolve: captured, 45.00 moved",
        "vtex, stall-mid-body: unknown no_answer, asked 1 times, 45.00 moved; resolve: captured, 45.00 moved",
        "vtex, unavailable once: captured, asked 2 times, 45.00 moved",
      ]
    `)
  })

  everywhere('node')
})

for (const { runtime, binary, title } of found) {
  describe.skipIf('missing' in binary)(title, () => {
    everywhere(runtime)

    test('makes of every capture what Node.js makes of it', () => {
      const lines = (report: Report) => report.captures.map((played) => `${played.provider}, ${line(played)}`)
      expect(lines(runOf(runtime).report)).toEqual(lines(runOf('node').report))
    })

    test('makes of every fault what Node.js makes of it', () => {
      const lines = (report: Report) =>
        report.catalogue
          .filter(({ name }) => !differences[runtime].some((fault) => name.startsWith(fault)))
          .map(({ provider, name, end, seenAfter }) => [provider, name, ended(end), seenAfter.book.length].join())
      expect(lines(runOf(runtime).report)).toEqual(lines(runOf('node').report))
    })

    test('signs, hashes and verifies as Node.js does', () => {
      expect(runOf(runtime).report.facts).toEqual(runOf('node').report.facts)
    })
  })
}

/** What holds wherever the packages run, whatever others make of it. */
function everywhere(runtime: Runtime | 'node'): void {
  const all = (): readonly Played[] => {
    const { captures, catalogue, hangUps } = runOf(runtime).report
    return [...captures, ...catalogue, ...hangUps]
  }

  test('is what it says, and was given the built files', () => {
    const { report } = runOf(runtime)
    const names = { node: 'Node.js/', bun: 'Bun/', deno: 'Deno/', workerd: 'Cloudflare-Workers' }
    expect(report.runtime).toContain(names[runtime])
    expect(report.core).toContain('packages/core/dist/')
  })

  test('never says of the money what the book denies', () => {
    expect(all().length).toBeGreaterThan(200)
    for (const { end, seen, resolved, seenAfter } of all()) {
      checkAgainstBook(ending(end), seen.book, 0)
      if (resolved !== null) checkAgainstBook(ending(resolved), seenAfter.book, seenAfter.book.length)
    }
  })

  test('sends a request once for each attempt', () => {
    for (const { provider, name, seen, events } of all()) {
      const sent = events.filter((event) => startsCapture(event)).length
      expect(seen.captures, `${provider}, ${name}`).toBeLessThanOrEqual(sent)
    }
  })

  test('says no secret', () => {
    const { report, secrets } = runOf(runtime)
    expect(secrets.length).toBeGreaterThan(5)
    checkSaid([report], secrets)
  })

  test('ends a call that gets no answer at its deadline', () => {
    const stalled = runOf(runtime).report.captures.filter(({ name }) => /^no-answer|^stall/.test(name))
    expect(stalled).toHaveLength(9)
    for (const { ms } of stalled) {
      expect(ms).toBeGreaterThanOrEqual(stallMs - 20)
      expect(ms).toBeLessThan(stallMs + 3_000)
    }
  })

  test('verifies genuine notifications, and rejects forged ones', () => {
    const forged = ['rejected', 'signature_mismatch']
    expect(runOf(runtime).report.facts.notifications).toEqual([
      ['verified', null],
      forged,
      forged,
      ['verified', null],
      forged,
    ])
  })
}

function startsCapture(event: unknown): boolean {
  const { type, purpose } = event as { readonly type: string; readonly purpose?: string }
  return type === 'attempt_started' && purpose === 'capture'
}

function ended({ outcome, threw }: Told): string {
  if (outcome === null) return `threw ${threw}`
  const why = 'cause' in outcome ? outcome.cause : 'code' in outcome ? outcome.code : null
  // Which of the two it is, where nothing is answered to the last, is a matter of milliseconds.
  const reason = why === 'deadline' ? 'no_answer' : why
  return reason === null ? outcome.status : `${outcome.status} ${reason}`
}

/** One line for a capture, without what is a matter of time or of the machine. */
function line({ name, end, seen, resolved, seenAfter }: Omit<Played, 'provider'>): string {
  const moved = (book: Played['seen']['book']) => book.map(({ amount }) => amount.amount).join(' and ') || 'nothing'
  const after = resolved === null ? '' : `; resolve: ${ended(resolved)}, ${moved(seenAfter.book)} moved`
  return `${name}: ${ended(end)}, asked ${seen.captures} times, ${moved(seen.book)} moved${after}`
}

function ending({ outcome, threw }: Told): Ending {
  if (outcome !== null) return { outcome: outcome, error: null }
  const known = /^[a-z_]+$/.test(String(threw))
  const code = threw as ConstructorParameters<typeof CaptureError>[0]['code']
  const message = String(threw)
  return { outcome: null, error: known ? new CaptureError({ code, provider: 'any', message }) : new Error(message) }
}
