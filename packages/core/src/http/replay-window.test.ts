import { expect, it } from 'vitest'
import type { CaptureHandle } from '../capture/handle.ts'
import { isReplayWindowOpen } from './replay-window.ts'
import { createSettings } from './settings.ts'

const now = Date.UTC(2026, 0, 2)
const settings = createSettings(
  { clock: { now: () => now, after: () => () => {} } },
  {
    provider: 'toy',
    environment: 'test',
    baseUrl: 'https://toy.example',
    replayWindowMs: 3_600_000,
    secrets: [],
    visibleFields: new Set(),
  },
)

it.each([
  ['just sent', 0, true],
  ['a millisecond before it closes', 3_599_999, true],
  ['at its very end', 3_600_000, false],
  ['by a clock that was a little ahead', -60_000, true],
  ['by a clock that was a day ahead', -86_400_000, false],
])('a key %s', (_, age, open) => {
  const handle = { firstSentAt: new Date(now - age).toISOString() } as CaptureHandle
  expect(isReplayWindowOpen(handle, settings)).toBe(open)
})

it.each([null, 'yesterday'])('is closed with the time %j', (firstSentAt) => {
  expect(isReplayWindowOpen({ firstSentAt } as CaptureHandle, settings)).toBe(false)
})
