import { checkAgainstBook, ending } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { appKey, appToken, minimal } from './__fixtures__/settlement.ts'
import { createVtexProviderEmulator, type VtexScenarioName, vtexScenarios } from './emulator.ts'
import { createVtexGateway } from './index.ts'

/** Every scenario of the emulator: how one capture ends, what had moved by then, and how it is resolved. */
const expected: Readonly<Record<VtexScenarioName, readonly [first: string, moved: number, resolved: string | null]>> = {
  settled: ['captured', 1, null],
  'settled-null-message': ['captured', 1, null],
  'settled-bare': ['captured', 1, null],
  'settled-quoted-value': ['captured', 1, null],
  'settled-201': ['captured', 1, null],
  short: ['captured', 1, null],
  'pending-500': ['pending', 0, 'captured'],
  'pending-200-null': ['pending', 0, 'captured'],
  'pending-202': ['pending', 0, 'captured'],
  'pending-null-message': ['pending', 0, 'captured'],
  'pending-without-settle-id': ['pending', 0, 'captured'],
  'pending-empty-settle-id': ['pending', 0, 'captured'],
  'pending-echoing-request': ['pending', 0, 'captured'],
  'refund-manually': ['pending', 0, 'captured'],
  'cancel-manually': ['pending', 0, 'captured'],
  'unauthorized-failure': ['unauthorized', 0, null],
  'unauthorized-empty': ['unauthorized', 0, null],
  'unauthorized-html': ['unrecognised_answer', 0, 'captured'],
  'forbidden-failure': ['unrecognised_answer', 0, 'captured'],
  'bad-request-failure': ['unrecognised_answer', 0, 'captured'],
  'not-found-failure': ['unrecognised_answer', 0, 'captured'],
  'rate-limited': ['captured', 1, null],
  'echo-other-payment': ['mismatch', 1, 'mismatch'],
  'echo-other-request': ['mismatch', 1, 'mismatch'],
  'echo-missing-payment': ['mismatch', 1, 'mismatch'],
  'echo-missing-request': ['mismatch', 1, 'mismatch'],
  'failure-other-request': ['mismatch', 0, 'mismatch'],
  'settle-id-under-500': ['mismatch', 1, 'mismatch'],
  'settle-id-under-404': ['mismatch', 1, 'mismatch'],
  'value-above-asked': ['mismatch', 1, 'mismatch'],
  'value-in-cents': ['mismatch', 1, 'mismatch'],
  'value-zero': ['mismatch', 0, 'mismatch'],
  'value-noise': ['mismatch', 1, 'mismatch'],
  'value-missing': ['unreadable_answer', 1, 'unreadable_answer'],
  'value-comma': ['unreadable_answer', 1, 'unreadable_answer'],
  'settle-id-number': ['unreadable_answer', 1, 'unreadable_answer'],
  'garbage-html': ['captured', 1, null],
  'garbage-json': ['captured', 1, null],
  'empty-200': ['captured', 1, null],
  'server-error': ['captured', 1, null],
  'server-error-settled': ['captured', 1, null],
  redirect: ['unrecognised_answer', 0, 'captured'],
}

describe('a scenario of the emulator', () => {
  it.each(vtexScenarios)('$name: $title', async ({ name }) => {
    const emulator = createVtexProviderEmulator()
    const gateway = createVtexGateway({
      baseUrl: 'https://provider.example',
      appKey,
      appToken,
      random: () => 0,
      fetch: (input, init) => emulator.fetch(new Request(input, init)),
    })
    emulator.play(name)
    const first = await ending(gateway.capture(minimal))
    checkAgainstBook(first, emulator.book(), 0)
    const [firstEnd, moved, resolvedEnd] = expected[name]
    expect(first.outcome === null ? first.error : first.outcome).toMatchObject(says(firstEnd))
    expect(emulator.book()).toHaveLength(moved)
    if (first.outcome === null || !('handle' in first.outcome)) {
      expect(resolvedEnd).toBeNull()
      return
    }
    const handle = JSON.parse(JSON.stringify(first.outcome.handle))
    const resolved = await ending(gateway.resolve(handle, { request: minimal, replay: 'allow' }))
    checkAgainstBook(resolved, emulator.book(), 0)
    expect(resolved.outcome).toMatchObject(says(resolvedEnd!))
  })

  it('answers a short settlement with what it settled', async () => {
    const emulator = createVtexProviderEmulator()
    emulator.play('short')
    const gateway = createVtexGateway({
      baseUrl: 'https://provider.example',
      appKey,
      appToken,
      fetch: (input, init) => emulator.fetch(new Request(input, init)),
    })
    expect(await gateway.capture(minimal)).toMatchObject({
      amount: { amount: '27.00', currency: 'BRL' },
      short: { amount: '18.00', currency: 'BRL' },
    })
  })
})

function says(end: string): object {
  if (end === 'captured' || end === 'pending') return { status: end }
  return end === 'unauthorized' ? { code: end } : { status: 'unknown', cause: end }
}
