import { describe, expect, it } from 'vitest'
import { goals, type Measured } from './goals.ts'
import { median, percentile, spread } from './statistics.ts'

const even = { median: 1, least: 1, most: 1 }
const row = {
  label: '@cap/mercadopago, undiciTransport',
  concurrency: 32,
  callsPerSecond: even,
  p50Ms: even,
  p99Ms: even,
  cpuMsPer1000: even,
  rssMb: even,
  throughputToUndici: { median: 0.8, least: 0.7, most: 0.9 },
  cpuToUndici: { median: 1.31, least: 1.2, most: 1.5 },
  throughputToKy: even,
  cpuToKy: even,
  exchanges: 1,
  counted: 1,
  serverBusy: 0.5,
}
const labels = ['@cap/mercadopago', '@cap/pipwave', '@cap/vtex'] as const

const measured: Measured = {
  load: [
    { ...row, client: 'cap-mercadopago-undici' },
    { ...row, client: 'cap-mercadopago-undici', concurrency: 1, cpuToUndici: even },
  ],
  imports: [{ label: '@cap/mercadopago', ms: 9, wallOverNothingMs: 9, rssMb: 50, rssOverNothingMb: 4 }],
  firstCalls: (['cap-mercadopago', 'ky-valibot'] as const).map((client) => ({
    client,
    label: client,
    connectMs: 1,
    firstMs: 1,
    sumMs: 2,
    secondMs: 1,
    rssMb: 60,
  })),
  touched: { globals: ['crypto', 'Headers'], modules: ['valibot', 'ky'] },
  bundles: labels.map((label) => ({
    label,
    minifiedBytes: 1,
    gzipBytes: 18 * 1024,
    injectedMinifiedBytes: 1,
    injectedGzipBytes: 9 * 1024 + 1,
    parts: [],
  })),
  installed: labels.map((label) => ({ label, packages: 5, files: 1, bytes: 4e6, names: [] })),
}

function goal(name: string) {
  return goals(measured).find((one) => one.goal === name)
}

describe('goals', () => {
  it('takes the ratios at concurrency 32, and a limit that is met exactly as reached', () => {
    expect(goal('@cap/mercadopago, undiciTransport: calls/s to raw undici')).toMatchObject({ reached: true })
    expect(goal('@cap/mercadopago, undiciTransport: CPU to raw undici')).toMatchObject({
      wanted: '<= 1.3',
      measured: '1.31',
      reached: false,
    })
  })

  it('leaves out what was not measured', () => {
    expect(goal('@cap/vtex: CPU to bare ky')).toBeUndefined()
  })

  it('names what an import must not touch or load, and nothing else', () => {
    expect(goal('import touches no Request or Headers, loads no noble, ky or undici')).toMatchObject({
      measured: 'Headers, ky',
      reached: false,
    })
  })

  it('judges sizes in KB of 1,024 bytes', () => {
    expect(goal('@cap/vtex: bundle of one capture with ky, gzip')).toMatchObject({ reached: true })
    expect(goal('@cap/vtex: bundle with an injected transport, gzip')).toMatchObject({ reached: false })
  })
})

describe('statistics', () => {
  it('takes the middle of an odd number of values, and the mean of both middles of an even one', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(spread([2, 9, 4])).toEqual({ median: 4, least: 2, most: 9 })
  })

  it('takes a percentile that is one of the values', () => {
    const values = Array.from({ length: 100 }, (_, index) => index)
    expect(percentile(values, 0.5)).toBe(50)
    expect(percentile(values, 0.99)).toBe(99)
    expect(percentile([7], 0.99)).toBe(7)
  })
})
