import { createMercadoPago } from '@cap/mercadopago'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import { createPipwaveEmulator, emulatorAccount } from '@cap/pipwave/emulator'
import type { Notices } from '../scenario/protocol.ts'
import { doubleOf } from './doubles.ts'

/** Made by the emulators, which sign by a recipe of their own. */
export async function genuineNotices(): Promise<Notices> {
  const secret = 'webhook-secret-of-the-application'
  const { request, credentials } = doubleOf('mercadopago')
  const emulator = createMercadoPagoEmulator({ paymentNotifications: true })
  const client = createMercadoPago({
    accessToken: credentials.accessToken ?? '',
    fetch: (input, init) => emulator.fetch(new Request(input, init)),
  })
  await client.capture(request as Parameters<typeof client.capture>[0])
  const posted: Request[] = []
  await emulator.notify({
    url: 'https://shop.example/webhooks',
    secret,
    async fetch(post) {
      posted.push(post)
      return new Response()
    },
  })
  const [notice] = posted
  if (notice === undefined) throw new Error('the emulator told nothing')

  const pipwave = createPipwaveEmulator()
  pipwave.addPayment({ pwId: 'PW1', txnId: 'ORDER-1', total: '100.00', currency: 'MYR' })
  return {
    mercadopago: { secret, url: notice.url, headers: Object.fromEntries(notice.headers) },
    pipwave: { ...emulatorAccount, body: await pipwave.notify('PW1') },
  }
}
