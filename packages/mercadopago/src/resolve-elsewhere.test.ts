import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { CaptureHandle, CaptureOutcome } from '@cap/core'
import { type FaultStep, startFaultServer, step } from '@cap/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessToken, request as sample } from './__fixtures__/client.ts'
import { createMercadoPagoEmulator } from './emulator.ts'
import { createMercadoPago, money } from './index.ts'

const request = { ...sample, amount: money('700.50', 'BRL') }
const rotated = 'TEST-8765432109876543-112299-00000000000000000000000000000000-441122'
const hour = 60 * 60 * 1000

const emulator = createMercadoPagoEmulator()
let harm: FaultStep | null = null
let server: Awaited<ReturnType<typeof startFaultServer>>
beforeAll(async () => {
  server = await startFaultServer(emulator, (exchange) => (exchange === null ? null : harm))
})
afterAll(() => server.close())

/** Captures, loses every answer, and stores what is left: text. */
async function storedAfterLoss(key: string, moved: boolean): Promise<string> {
  harm = step('close-after-request', moved)
  const client = createMercadoPago({ accessToken, baseUrl: server.url, random: () => 0 })
  const outcome = await client.capture({ ...request, idempotencyKey: key })
  harm = null
  if (outcome.status !== 'unknown') throw new Error(`the capture was ${outcome.status}`)
  return JSON.stringify(outcome.handle)
}

async function resolveElsewhere(
  stored: string,
  more: { readonly later?: number; readonly options?: object } = {},
): Promise<CaptureOutcome> {
  const handle: CaptureHandle = JSON.parse(stored)
  const now = Date.parse(handle.firstSentAt ?? '') + (more.later ?? 0)
  const script = fileURLToPath(new URL('./__fixtures__/resolve-elsewhere.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@cap/source', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(
    JSON.stringify({ baseUrl: server.url, accessToken: rotated, now, handle, options: more.options ?? {} }),
  )
  return JSON.parse(await text(child.stdout))
}

const allow = (idempotencyKey: string, more: object = {}) => ({
  options: { replay: 'allow', request: { ...request, idempotencyKey, ...more } },
})
const booked = (wanted: string) => emulator.book().filter(({ key }) => key === wanted).length

describe('resolve in another process, with another token', () => {
  it('finds a capture whose answers were lost, inside the replay window', async () => {
    const stored = await storedAfterLoss('elsewhere-1', true)
    const outcome = await resolveElsewhere(stored, { ...allow('elsewhere-1'), later: hour - 1 })
    expect(outcome).toMatchObject({ status: 'captured', replayed: true, amount: money('700.50', 'BRL') })
    expect(booked('elsewhere-1')).toBe(1)
  })

  it('captures what had not arrived, once', async () => {
    const stored = await storedAfterLoss('elsewhere-2', false)
    expect(booked('elsewhere-2')).toBe(0)
    expect(await resolveElsewhere(stored, allow('elsewhere-2'))).toMatchObject({ status: 'captured', replayed: false })
    expect(await resolveElsewhere(stored, allow('elsewhere-2'))).toMatchObject({ status: 'captured', replayed: true })
    expect(booked('elsewhere-2')).toBe(1)
  })

  it('sends nothing one second past the window', async () => {
    const stored = await storedAfterLoss('elsewhere-3', false)
    const outcome = await resolveElsewhere(stored, { ...allow('elsewhere-3'), later: hour + 1_000 })
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'replay_window_passed', needs: 'person' })
    expect(booked('elsewhere-3')).toBe(0)
  })

  it('sends nothing with another request', async () => {
    const stored = await storedAfterLoss('elsewhere-4', false)
    const outcome = await resolveElsewhere(stored, allow('elsewhere-4', { amount: money('700.51', 'BRL') }))
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'request_differs' })
    expect(booked('elsewhere-4')).toBe(0)
  })

  it('stays unknown while the provider is down, and keeps the handle', async () => {
    const stored = await storedAfterLoss('elsewhere-5', true)
    harm = step('unavailable', false)
    const outcome = await resolveElsewhere(stored, allow('elsewhere-5'))
    harm = null
    expect(outcome).toMatchObject({ status: 'unknown', cause: 'server_error', handle: JSON.parse(stored) })
    expect(await resolveElsewhere(stored, allow('elsewhere-5'))).toMatchObject({ status: 'captured', replayed: true })
  })
})
