import { TransportError } from '@cap/core/http'
import { describe, expect, it } from 'vitest'
import { type Defect, defects } from './__fixtures__/defects.ts'
import { optionsFor } from './__fixtures__/play.ts'
import { type Variant, variants } from './__fixtures__/variants.ts'
import { allChecks } from './checks.ts'
import { runConformance } from './run.ts'

const failing = async (...broken: readonly Defect[]) => {
  const { checks } = await runConformance(optionsFor(...broken))
  return checks.filter(({ status }) => status === 'failed')
}

describe('a correct connector', () => {
  it('passes every check, and none is skipped', async () => {
    const { checks, ok, counts } = await runConformance(optionsFor())
    expect(checks.filter(({ status }) => status !== 'passed')).toEqual([])
    expect(ok).toBe(true)
    expect(counts).toEqual({ passed: allChecks.length, failed: 0, blocked: 0, skipped: 0 })
  })
})

describe('a connector that is right in another way', () => {
  it.each(Object.entries(variants) as [Variant, readonly string[]][])(
    '%s fails nothing, and skips %j',
    async (variant, expected) => {
      const { checks } = await runConformance(optionsFor(variant))
      expect(checks.filter(({ status }) => status === 'failed' || status === 'blocked')).toEqual([])
      const skipped = checks.filter(({ status }) => status === 'skipped')
      expect(skipped.map(({ id }) => id).sort()).toEqual([...expected].sort())
      for (const { reason } of skipped) expect(reason).not.toBe(null)
    },
  )
})

describe('a connector that serves neither cancellations nor refunds', () => {
  it('may answer 404 for them, once that is said', async () => {
    const options = optionsFor()
    const { transport } = options
    const { checks } = await runConformance({
      ...options,
      without: ['cancellation', 'refund'],
      transport: async (exchange, signal) =>
        /\/(?:cancellations|refunds)$/.test(exchange.url) || transport === undefined
          ? { status: 404, headers: { 'content-type': 'application/json' }, body: '{}' }
          : transport(exchange, signal),
    })
    expect(checks.filter(({ status }) => status === 'failed' || status === 'blocked')).toEqual([])
  })
})

it('an answer is not lost on a connection that was never opened', async () => {
  const refused = new TransportError({ sent: 'no', phase: 'connect', code: 'ECONNREFUSED' })
  const only = ['settle.dropped-answer', 'settle.dropped-moves-once']
  const { checks } = await runConformance({ ...optionsFor(), only, drop: async () => Promise.reject(refused) })
  expect(checks.map(({ status }) => status)).toEqual(['blocked', 'blocked'])
  expect(checks[0]?.steps.map(({ came }) => came.failure)).toContain('ECONNREFUSED')
})

it('a token is found in whatever spelling it comes back', async () => {
  const credentials = { appKey: 'key', appToken: 'to"ken/1' }
  for (const echoed of [JSON.stringify(credentials.appToken), `"${encodeURIComponent(credentials.appToken)}"`]) {
    const { checks } = await runConformance({
      ...optionsFor(),
      credentials,
      only: ['leak.settings'],
      transport: async () => ({ status: 200, headers: {}, body: `{"paymentMethods":[],"debug":${echoed}}` }),
    })
    expect(checks.map(({ status }) => status)).toEqual(['failed'])
  }
})

describe('a connector that refuses everything', () => {
  it.each([401, 404, 500])('with %i is not said to create a payment once', async (status) => {
    const { transport, ...options } = optionsFor()
    const { ok, checks } = await runConformance({
      ...options,
      only: ['create.repeated'],
      transport: async (exchange, signal) =>
        exchange.url.endsWith('/manifest') && transport !== undefined
          ? transport(exchange, signal)
          : {
              status,
              headers: { 'content-type': 'application/json' },
              body: '{"status":"error","code":"x","message":"y"}',
            },
    })
    expect([ok, checks.map((check) => check.status)]).toEqual([false, ['blocked']])
  })
})

describe('a broken connector', () => {
  it.each(Object.entries(defects) as [Defect, readonly string[]][])('%s fails %j', async (defect, expected) => {
    const found = await failing(defect)
    expect(found.map(({ id }) => id).sort()).toEqual([...expected].sort())
    for (const { reason, change } of found) expect([reason, change]).not.toContain(null)
  })

  it('is found by each check: none of them cannot fail', () => {
    const caught = new Set(Object.values(defects).flat())
    expect(allChecks.map(({ id }) => id).filter((id) => !caught.has(id as never))).toEqual([])
  })
})
