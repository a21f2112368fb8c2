import { describe, expect, it } from 'vitest'
import { backoffMs, retryAfterMs } from './backoff.ts'

describe('backoffMs', () => {
  it('doubles its ceiling from 200 ms up to 5 s', () => {
    const most = (retry: number) => backoffMs(retry, () => 0.999_999)
    expect([1, 2, 3, 4, 5, 6, 40].map(most)).toEqual([199, 399, 799, 1599, 3199, 4999, 4999])
  })

  it('can be nothing: full jitter', () => {
    expect(backoffMs(5, () => 0)).toBe(0)
  })
})

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 0, 1)

  it('reads whole seconds', () => {
    expect(retryAfterMs(' 3 ', now)).toBe(3_000)
    expect(retryAfterMs('0', now)).toBe(0)
  })

  it('reads an HTTP date, and takes the past for now', () => {
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', now)).toBe(10_000)
    expect(retryAfterMs('Thu, 01 Jan 1998 00:00:00 GMT', now)).toBe(0)
  })

  it.each([undefined, '', '-1', '1.5', 'soon', '2026-01-01', '99999999999'])('does not read %j', (value) => {
    expect(retryAfterMs(value, now)).toBeNull()
  })
})
