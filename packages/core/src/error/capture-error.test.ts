import { describe, expect, it } from 'vitest'
import { CaptureError, type CaptureErrorCode } from './capture-error.ts'

describe('CaptureError', () => {
  it.each<[CaptureErrorCode, boolean]>([
    ['invalid_request', false],
    ['not_sent', true],
    ['aborted', true],
    ['unauthorized', false],
    ['refused', false],
    ['lookup_failed', true],
  ])('%s says by default whether the same call may be made again', (code, retryable) => {
    expect(new CaptureError({ code, message: 'm' }).retryable).toBe(retryable)
  })

  it('is recognised from another copy of the package, and nothing else is', () => {
    const other = { [Symbol.for('@cap/core/CaptureError')]: true }
    expect(CaptureError.isInstance(other)).toBe(true)
    expect(CaptureError.isInstance(new CaptureError({ code: 'refused', message: 'm' }))).toBe(true)
    for (const value of [new Error('m'), null, undefined, 'refused', {}])
      expect(CaptureError.isInstance(value)).toBe(false)
  })

  it('becomes plain JSON', () => {
    const error = new CaptureError({
      code: 'refused',
      provider: 'toy',
      message: 'm',
      status: 400,
      cause: { name: 'E', message: 'c' },
    })
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'CaptureError',
      code: 'refused',
      message: 'm',
      retryable: false,
      provider: 'toy',
      status: 400,
      causes: [],
      requestId: null,
      field: null,
      attempts: [],
      cause: { name: 'E', message: 'c' },
    })
  })
})
