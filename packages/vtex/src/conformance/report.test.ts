import { TransportError } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { credentials } from './__fixtures__/broken-connector.ts'
import { optionsFor } from './__fixtures__/play.ts'
import { allChecks } from './checks.ts'
import { humanReport } from './human.ts'
import { junitReport } from './junit.ts'
import type { ConformanceOptions } from './options.ts'
import type { CheckResult, ConformanceReport } from './report.ts'
import { runConformance } from './run.ts'

const hostile: CheckResult = {
  id: 'settle.replay',
  title: 'a title',
  rule: 'a rule',
  status: 'failed',
  reason: '\u001b[2J<&">\u0000\ud800',
  change: 'a change',
  steps: [
    {
      sent: { method: 'POST', url: 'https://connector.example/payments', headers: { accept: 'x' }, body: '{}' },
      came: { status: 200, headers: {}, body: '\u001b]0;title\u0007]]>', failure: null },
      ms: 12,
    },
  ],
  ms: 12,
}
const report: ConformanceReport = {
  target: 'https://connector.example',
  startedAt: '2026-01-01T00:00:00.000Z',
  ms: 1500,
  ok: false,
  counts: { passed: 0, failed: 1, blocked: 0, skipped: 0 },
  available: 87,
  checks: [hostile],
}

describe('the report', () => {
  it('for people drives no terminal', () => {
    const text = humanReport(report)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    expect(text).toContain('does not conform: 1 of 87 checks, 0 passed, 1 failed')
  })

  it('as JUnit is XML whatever came', () => {
    const xml = junitReport(report)
    expect(xml).toContain('<failure type="rule" message="\uFFFD[2J&lt;&amp;&quot;&gt;\uFFFD\uFFFD">')
    expect(xml).toContain(']]&gt;')
    expect(xml).toContain('tests="1" failures="1" errors="0" skipped="0" time="1.5"')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot hold them
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/)
    expect(xml.isWellFormed()).toBe(true)
  })

  it('is plain JSON, and holds no credential and no setting', async () => {
    const found = await runConformance(optionsFor('copies-the-request-into-failures', 'echoes-the-token'))
    const text = JSON.stringify(found)
    expect(JSON.parse(text)).toEqual(found)
    expect(text).not.toContain(credentials.appToken)
    expect(text).not.toContain(credentials.appKey)
    expect(text).toContain('[another token]')
    // Its last character is what another token differs in.
    expect(text).not.toContain(credentials.appToken.slice(0, -1))
    expect(text).not.toMatch(/conformance-setting-[0-9A-F]/)
  })

  it('names each check once, with a rule that says its source and something to change', () => {
    expect(new Set(allChecks.map(({ id }) => id)).size).toBe(allChecks.length)
    for (const { id, rule, change } of allChecks) {
      expect(id).toMatch(/^[a-z]+\.[a-z-]+$/)
      expect(rule.length, id).toBeGreaterThan(40)
      expect(change.length, id).toBeGreaterThan(15)
    }
  })
})

describe('a run', () => {
  it('ends at once where nobody answers', async () => {
    let calls = 0
    const transport = async () => {
      calls++
      throw new TransportError({ sent: 'no', phase: 'connect', code: 'ECONNREFUSED' })
    }
    const { ok, counts, checks } = await runConformance({ ...optionsFor(), transport })
    expect(calls).toBe(1)
    expect(ok).toBe(false)
    expect(counts).toEqual({ passed: 0, failed: 1, blocked: allChecks.length - 1, skipped: 0 })
    expect(checks[1]?.reason).toBe('nobody answers at https://connector.example: ECONNREFUSED')
  })

  it('is over with everything blocked where no payment is approved, and not in order', async () => {
    const { transport = never } = optionsFor()
    const { ok, counts } = await runConformance({
      ...optionsFor(),
      transport: async (exchange, signal) =>
        exchange.url.endsWith('/payments') ? { status: 500, headers: {}, body: 'oops' } : transport(exchange, signal),
    })
    expect(ok).toBe(false)
    expect(counts.blocked).toBeGreaterThan(50)
  })

  it('tells of each check as it ends, and survives what the callback throws', async () => {
    const told: string[] = []
    const onCheck = ({ id }: CheckResult) => {
      told.push(id)
      throw new Error('not ours')
    }
    const { checks } = await runConformance({
      ...optionsFor(),
      only: ['manifest.public', 'manifest.schema', 'flow.denied'],
      onCheck,
    })
    expect(told).toEqual(['manifest.public', 'manifest.schema', 'flow.denied'])
    expect(checks.map(({ id }) => id)).toEqual(told)
  })

  it('makes the usual calls itself when only answers are to be read', async () => {
    const { checks, ok } = await runConformance({ ...optionsFor('refund-without-message'), only: ['answer'] })
    expect(ok).toBe(false)
    expect(checks.filter(({ status }) => status !== 'passed').map(({ id }) => id)).toEqual(['answer.refund'])
  })

  it('aborts what takes longer than the limit, and counts it as late', async () => {
    const { clock: _, drop: __, ...options } = optionsFor()
    const { transport = never } = options
    const { checks } = await runConformance({
      ...options,
      only: ['flow.denied', 'time'],
      timeLimits: { testSuiteMs: 150, giveUpMs: 500 },
      transport: (exchange, signal) =>
        exchange.body?.includes('4444333322221112') ? untilAborted(signal) : transport(exchange, signal),
    })
    const found = checks.filter(({ status }) => status === 'failed')
    expect(found.map(({ id }) => id)).toEqual(['flow.denied', 'time.test-suite'])
    expect(found[0]?.reason).toContain('was not answered (ABORTED)')
  })

  it('drops a connection by the transport where nothing better is given', async () => {
    const { drop: _, clock: __, ...options } = optionsFor()
    const only = ['settle.dropped-answer']
    expect((await runConformance({ ...options, only })).ok).toBe(true)
  })

  it.each<[string, Partial<ConformanceOptions>]>([
    ['baseUrl', { baseUrl: 'http://connector.example' }],
    ['callbackBase', { callbackBase: 'http://tunnel.example' }],
    ['credentials.appToken', { credentials: { appKey: 'k', appToken: 'with a space' } }],
    ['timeLimits.giveUpMs', { timeLimits: { giveUpMs: -1 } }],
    ['currency', { currency: 'CLP' }],
    ['only', { only: ['settle', 'setle'] }],
  ])('refuses %s that makes no sense, before any call', async (field, options) => {
    const running = runConformance({ ...optionsFor(), transport: never, ...options })
    await expect(running).rejects.toMatchObject({ code: 'invalid_request', field })
  })
})

async function never(): Promise<never> {
  throw new Error('it was called')
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new TransportError({ sent: 'maybe', phase: 'wait', code: 'ABORTED' })),
    )
  })
}
