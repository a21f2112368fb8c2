import { describe, expect, it } from 'vitest'
import { CaptureError } from '../error/capture-error.ts'
import { type CaptureHandle, parseHandle } from './handle.ts'

const handle: CaptureHandle = {
  version: 1,
  provider: 'toy',
  environment: 'test',
  account: 'a'.repeat(64),
  operation: 'capture:1',
  idempotencyKey: 'key-1',
  ids: { paymentId: '9007199254740993' },
  fingerprint: 'b'.repeat(64),
  firstSentAt: '2026-01-01T00:00:00.000Z',
  snapshot: { status: 5 },
  mismatch: true,
}
const owner = { provider: 'toy', environment: 'test', account: 'a'.repeat(64) }

function refused(input: unknown): CaptureError {
  try {
    parseHandle(input, owner)
  } catch (error) {
    if (CaptureError.isInstance(error)) return error
  }
  throw new Error('the handle was not refused')
}

describe('parseHandle', () => {
  it('reads what JSON has kept', () => {
    expect(parseHandle(JSON.parse(JSON.stringify(handle)), owner)).toEqual(handle)
  })

  it('leaves absent what was absent', () => {
    const { snapshot: _, mismatch: __, ...plain } = handle
    expect(Object.keys(parseHandle(plain, owner))).toEqual(Object.keys(plain))
  })

  it.each([
    ['provider', 'other'],
    ['environment', 'live'],
    ['account', 'c'.repeat(64)],
  ])('refuses a handle of another %s', (field, value) => {
    const error = refused({ ...handle, [field]: value })
    expect(error).toMatchObject({ code: 'invalid_request', field: `handle.${field}` })
    expect(error.message).toContain('resolve it with the client it was captured with')
  })

  it.each([
    ['version', 2],
    ['fingerprint', 'short'],
    ['firstSentAt', 'yesterday'],
    ['ids', { paymentId: 7 }],
    ['idempotencyKey', 7],
    ['snapshot', []],
    ['mismatch', false],
  ])('names the field at fault: %s', (field, value) => {
    expect(refused({ ...handle, [field]: value }).field).toMatch(new RegExp(`^handle\\.${field}`))
  })

  it('repeats no value: a secret can have been passed for a handle, or put into one', () => {
    const secret = 'APP_USR-1-s3cret'
    const inputs = [
      secret,
      { ...handle, account: secret },
      { ...handle, fingerprint: secret },
      { ...handle, firstSentAt: secret },
      { ...handle, mismatch: secret },
      { ...handle, snapshot: secret },
      { ...handle, ids: secret },
    ]
    for (const input of inputs) expect(refused(input).message).not.toContain(secret)
  })

  it('refuses a first sending that is no time here: its replay window would never close', () => {
    for (const firstSentAt of ['2020-01-01T00:00:00+00', '2020-01-01 00:00:00+00']) {
      const readable = !Number.isNaN(Date.parse(firstSentAt))
      if (readable) expect(parseHandle({ ...handle, firstSentAt }, owner).firstSentAt).toBe(firstSentAt)
      else expect(refused({ ...handle, firstSentAt }).field).toBe('handle.firstSentAt')
    }
    expect(Number.isNaN(Date.parse('2020-01-01T00:00:00+00'))).toBe(true)
  })

  it.each([null, undefined, 'text', 7, []])('refuses what is no object: %j', (input) => {
    expect(refused(input).code).toBe('invalid_request')
  })
})
