import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type FaultServer, faultNamed, startFaultServer } from '@cap/core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { appKey, appToken, complete, settingSecret } from './__fixtures__/settlement.ts'
import { createVtexProviderEmulator } from './emulator.ts'
import { type CaptureHandle, createVtexGateway } from './index.ts'

const script = fileURLToPath(new URL('./__fixtures__/resolve-elsewhere.ts', import.meta.url))
const day = 24 * 60 * 60 * 1000

interface Elsewhere {
  readonly client?: object
  readonly now?: number
  readonly options?: object
}

async function resolveElsewhere(handle: CaptureHandle, { client, now, options }: Elsewhere) {
  const child = spawn(process.execPath, ['--conditions=@cap/source', script], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(JSON.stringify({ client, now, handle, options }))
  const texts = [child.stdout, child.stderr].map(async (stream) => {
    let text = ''
    for await (const chunk of stream) text += chunk
    return text
  })
  const [stdout = '', stderr] = await Promise.all(texts)
  if (stdout === '') throw new Error(stderr)
  for (const secret of [appKey, appToken, settingSecret]) expect(`${stdout}${stderr}`).not.toContain(secret)
  return JSON.parse(stdout)
}

describe('a handle that was stored as JSON, in another process', () => {
  const servers: FaultServer[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close()
  })

  /** A settlement that happened, or did not, and whose answer was lost. */
  async function lost(moved: boolean) {
    const emulator = createVtexProviderEmulator()
    let lose = true
    const fault = faultNamed('close-after-request')
    const server = await startFaultServer(emulator, () => (lose ? { fault, moved } : null))
    servers.push(server)
    const rotating = { baseUrl: server.url, account: 'shop-7' }
    const gateway = createVtexGateway({ ...rotating, appKey, appToken, maxAttempts: 1 })
    let stored = ''
    const outcome = await gateway.capture(complete, {
      beforeSend: async (handle) => {
        stored = JSON.stringify(handle)
      },
    })
    expect(outcome).toMatchObject({ status: 'unknown' })
    lose = false
    const handle: CaptureHandle = JSON.parse(stored)
    const rotated = { ...rotating, appKey: 'key-after-rotation', appToken: 'token-after-rotation' }
    return { emulator, server, handle, rotated, firstSentAt: Date.parse(handle.firstSentAt!) }
  }

  const replay = { request: complete, replay: 'allow' }

  it.each([true, false])('is resolved with rotated credentials (money moved before: %s)', async (moved) => {
    const { emulator, handle, rotated } = await lost(moved)
    const outcome = await resolveElsewhere(handle, { client: rotated, options: replay })
    expect(outcome).toMatchObject({ status: 'captured', amount: { amount: '45.00', currency: 'BRL' }, basis: 'answer' })
    expect(emulator.book()).toHaveLength(1)
    expect(outcome.captureId).toMatch(/^SETTLE-/)
  })

  it('is resolved with a new token alone, when the key names the account', async () => {
    const emulator = createVtexProviderEmulator()
    const server = await startFaultServer(emulator, () => null)
    servers.push(server)
    const gateway = createVtexGateway({ baseUrl: server.url, appKey, appToken })
    const { operation, account, environment, idempotencyKey, fingerprint } = await gateway.describe(complete)
    const handle: CaptureHandle = {
      version: 1,
      provider: 'vtex',
      operation,
      account,
      environment,
      idempotencyKey,
      fingerprint,
      ids: {},
      firstSentAt: new Date().toISOString(),
    }
    const client = { baseUrl: server.url, appKey, appToken: 'token-after-rotation' }
    expect(await resolveElsewhere(handle, { client, options: replay })).toMatchObject({ status: 'captured' })
    const other = { ...client, appKey: 'key-after-rotation' }
    expect(await resolveElsewhere(handle, { client: other, options: replay })).toMatchObject({
      threw: { code: 'invalid_request', field: 'handle.account' },
    })
  })

  it('is resolved inside the window, and not one second past it', async () => {
    const { emulator, handle, rotated, firstSentAt } = await lost(false)
    expect(
      await resolveElsewhere(handle, { client: rotated, options: replay, now: firstSentAt + day + 1_000 }),
    ).toMatchObject({ status: 'unknown', cause: 'replay_window_passed', needs: 'person', attempts: [] })
    expect(emulator.book()).toEqual([])
    expect(
      await resolveElsewhere(handle, { client: rotated, options: replay, now: firstSentAt + day - 1_000 }),
    ).toMatchObject({ status: 'captured' })
    expect(emulator.book()).toHaveLength(1)
  })

  it('is not resolved with another request', async () => {
    const { emulator, handle, rotated } = await lost(false)
    const request = { ...complete, tid: 'another' }
    expect(await resolveElsewhere(handle, { client: rotated, options: { request, replay: 'allow' } })).toMatchObject({
      status: 'unknown',
      cause: 'request_differs',
    })
    expect(emulator.book()).toEqual([])
  })

  it('stays unknown while the provider is down', async () => {
    const { server, handle, rotated } = await lost(true)
    await server.close()
    expect(await resolveElsewhere(handle, { client: rotated, options: replay })).toMatchObject({
      status: 'unknown',
      needs: 'resolve',
      handle: { firstSentAt: handle.firstSentAt, operation: handle.operation, fingerprint: handle.fingerprint },
    })
  })

  it('stays unknown when it may only read', async () => {
    const { server, handle, rotated } = await lost(true)
    const before = server.seen.length
    expect(await resolveElsewhere(handle, { client: rotated })).toMatchObject({ status: 'unknown', cause: 'no_answer' })
    expect(server.seen).toHaveLength(before)
  })
})
