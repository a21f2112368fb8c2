import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTime } from './clock.ts'

const farthest = 8.64e15

describe('isoTime', () => {
  it('writes what Date writes, for every time there is', () => {
    const time = fc.oneof(
      fc.integer({ min: -farthest, max: farthest }),
      fc.double({ min: -farthest, max: farthest, noNaN: true }),
      fc.integer({ min: -2000, max: 2000 }),
      fc.constantFrom(-farthest, farthest, -0, -0.5, 0.5, 999, 1000, -1, -1000, -1001, 253402300800000),
    )
    fc.assert(fc.property(fc.array(time), (times) => times.every((ms) => isoTime(ms) === new Date(ms).toISOString())))
  })

  it('writes the beginning of time for what is no time', () => {
    for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, -farthest - 1, farthest + 1]) {
      expect(isoTime(ms)).toBe('1970-01-01T00:00:00.000Z')
    }
  })
})
