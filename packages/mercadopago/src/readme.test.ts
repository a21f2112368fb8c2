import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessToken } from './__fixtures__/client.ts'
import { createMercadoPagoEmulator } from './emulator.ts'
import { createMercadoPago, money } from './index.ts'

const root = join(import.meta.dirname, '..')
// Inside the package, so that its own name resolves; reports are no part of the repository.
const folder = join(root, '.reports', 'readme')
const examples: Record<string, (...args: never[]) => unknown> = {}

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  for (const heading of ['Beyond the capture', 'Notifications']) {
    const [, section = ''] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)^## `, 'm').exec(readme) ?? []
    for (const [index, [, code = '']] of [...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].entries()) {
      const file = join(folder, `${heading.toLowerCase().replaceAll(' ', '-')}-${index}.ts`)
      writeFileSync(file, code)
      Object.assign(examples, await import(pathToFileURL(file).href))
    }
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(name: string, ...args: readonly unknown[]) {
  const example = examples[name] as ((...args: readonly unknown[]) => unknown) | undefined
  if (example === undefined) throw new Error(`the README has no ${name}`)
  return example(...args)
}

function world() {
  const emulator = createMercadoPagoEmulator({
    knownPayersOnly: true,
    coupons: { WALLET10: { type: 'percent', value: 10, cap: 50 } },
  })
  const mp = createMercadoPago({ accessToken, fetch: (input, init) => emulator.fetch(new Request(input, init)) })
  return { emulator, mp }
}

const order = {
  amount: money('100.00', 'BRL'),
  description: 'Order 1001',
  externalReference: 'order-1001',
  idempotencyKey: 'order-1001-1',
}

describe('the README, beyond the capture', () => {
  it('links a wallet, charges it with a discount, and lets it go', async () => {
    const { emulator, mp } = world()
    const { agreementId } = (await run('invite', mp, 'ana')) as { agreementId: string }
    expect(await run('linked', mp, agreementId)).toBeNull()
    emulator.buyer.approve(agreementId)
    const payerToken = String(await run('linked', mp, agreementId))
    expect(await run('discountFor', mp, payerToken, order.amount, 'NONE')).toBeUndefined()
    const discount = (await run('discountFor', mp, payerToken, order.amount, 'WALLET10')) as never
    expect(await mp.capture({ ...order, payerToken, discount })).toMatchObject({ amount: money('90.00', 'BRL') })
    expect(await run('unlink', mp, agreementId)).toBe(true)
    const again = await mp.capture({ ...order, payerToken, idempotencyKey: 'order-1001-2' })
    expect(again).toMatchObject({ status: 'declined', advice: 'relink_wallet' })
  })

  it('authorizes first, then captures or gives up', async () => {
    const emulator = createMercadoPagoEmulator()
    const mp = createMercadoPago({ accessToken, fetch: (input, init) => emulator.fetch(new Request(input, init)) })
    const request = { ...order, payerToken: 'payer' }
    const shipped = await run('authorize', mp, request)
    expect(await run('ship', mp, shipped, request)).toMatchObject({ status: 'captured', amount: order.amount })
    const dropped = await run('authorize', mp, { ...request, idempotencyKey: 'order-1001-2' })
    expect(await run('giveUp', mp, dropped, request)).toMatchObject({ status: 'cancelled' })
    expect([emulator.book().length, emulator.cancellations().length]).toEqual([1, 1])
  })

  it('refunds, and finds out', async () => {
    const { emulator, mp } = world()
    const paymentId = emulator.pay({ amount: '100.00', externalReference: 'order-1001' })
    expect(await run('giveBack', mp, paymentId)).toBe('25.00')
    const lost = createMercadoPago({ accessToken, fetch: () => Promise.reject(new Error('lost')), deadlineMs: 500 })
    const handle = await run('giveBack', lost, paymentId)
    expect(await run('givenBack', mp, handle, paymentId)).toMatchObject({ status: 'refunded' })
    expect(emulator.refunds()).toHaveLength(1)
    expect(await run('hints', mp, 'order-1001')).toEqual([`${paymentId} captured`])
  })

  it('receives notifications', async () => {
    const { emulator, mp } = world()
    const { agreementId } = (await run('invite', mp, 'ana')) as { agreementId: string }
    emulator.buyer.approve(agreementId)
    const read: unknown[] = []
    const store = async (notification: unknown) => void read.push(run('whatToRead', notification))
    const receive = run('receiver', 'webhook-secret', store) as (request: Request) => Promise<Response>
    await emulator.notify({ url: 'https://shop.example/mp', secret: 'webhook-secret', fetch: receive })
    expect(read).toEqual([`agreement ${agreementId}`])
  })
})
