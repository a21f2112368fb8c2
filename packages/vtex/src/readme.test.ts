import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVtexProviderEmulator } from './emulator.ts'
import { createVtexGateway, money, type VtexGateway } from './index.ts'
import { inboundRequest } from './operations/__fixtures__/inbound.ts'
import { card, payment } from './operations/__fixtures__/operations.ts'

const root = join(import.meta.dirname, '..')
// Inside the package, so that its own name resolves; reports are no part of the repository.
const folder = join(root, '.reports', 'readme')
const examples: Record<string, (...args: never[]) => Promise<unknown>> = {}

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const [, section = ''] =
    /^## Beyond the capture\n([\s\S]*?)^## /m.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  for (const [index, [, code = '']] of [...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].entries()) {
    const file = join(folder, `${index}.ts`)
    writeFileSync(file, code)
    Object.assign(examples, await import(pathToFileURL(file).href))
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function world() {
  const provider = createVtexProviderEmulator()
  const gateway = createVtexGateway({
    baseUrl: 'https://provider.example',
    appKey: 'key',
    appToken: 'token',
    fetch: (input, init) => provider.fetch(new Request(input, init)),
  })
  const run = (name: string, ...args: readonly unknown[]): Promise<unknown> => {
    const example = examples[name] as
      | ((gateway: VtexGateway, ...args: readonly unknown[]) => Promise<unknown>)
      | undefined
    if (example === undefined) throw new Error(`the README has no ${name}`)
    return example(gateway, ...args)
  }
  return { provider, run }
}

describe('the README, beyond the capture', () => {
  it('creates payments', async () => {
    const { run } = world()
    expect(await run('authorize', payment)).toBe('settle by AUT-000001, refund by TID-000001')
    const denied = { ...payment, paymentId: 'P2', card: { ...card, number: '4444333322221112' } }
    expect(await run('authorize', denied)).toBe('denied: DENIED')
    const { card: _, ...rest } = payment
    expect(await run('authorize', { ...rest, paymentId: 'P3', paymentMethod: 'BankInvoice' })).toMatch(/^https:/)
  })

  it('refunds', async () => {
    const { provider, run } = world()
    const settleId = provider.settle({ paymentId: 'F5C1A4E20D3B4E07B7E871F5B5BC9F91', amount: money('45.00', 'BRL') })
    provider.playRefund('pending-500')
    expect(await run('giveBack', settleId, 'TID-1')).toMatch(/^not yet/)
    expect(await run('giveBack', settleId, 'TID-1')).toBe('gave back 12.50')
    expect(provider.refunds()).toHaveLength(1)
  })

  it('cancels', async () => {
    const { provider, run } = world()
    expect(await run('giveUp', 'P1', 'A1')).toMatch(/^CANCEL-/)
    expect(provider.cancellations()).toHaveLength(1)
  })

  it('reads the manifest, and forwards', async () => {
    const { run } = world()
    expect(await run('methodsOf')).toEqual(['Visa', 'Pix', 'BankInvoice'])
    const response = await run('forward', inboundRequest)
    expect(response).toMatchObject({ status: 200 })
    expect(await (response as Response).text()).toBe(inboundRequest.body)
  })
})
