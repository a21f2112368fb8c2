import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'

const secret = 'webhook-secret-of-a-test-4711'

describePage(
  'notifications',
  (bench) => {
    it.each([
      ['Mercado Pago', 'Nothing', '200 OK', 'Verified'],
      ['Mercado Pago', 'Wrong secret', '401 rejected', 'signature_mismatch'],
      ['Mercado Pago', 'Old timestamp', '401 rejected', 'too_old'],
      ['Mercado Pago', 'Swapped field', '401 rejected', 'signature_mismatch'],
      ['pipwave IPN', 'Nothing', '200 OK', 'Verified'],
      ['pipwave IPN', 'Wrong secret', '401 rejected', 'signature_mismatch'],
      ['pipwave IPN', 'Old timestamp', '200 OK', 'Verified'],
      ['pipwave IPN', 'Swapped field', '401 rejected', 'signature_mismatch'],
    ])('%s, with this wrong: %s', async (kind, defect, answer, verdict) => {
      const page = await bench.open('/notifications')
      await page.getByText(kind, { exact: true }).click()
      await page.getByText(defect, { exact: true }).click()
      await page.getByRole('button', { name: 'Sign and send' }).click()
      await page.locator('.replies li').getByText(verdict).first().waitFor()
      expect(await page.locator('.replies li').first().textContent()).toContain(answer)
      await page.locator('.received').first().getByText(verdict).first().waitFor()
      expect(bench.troubles.filter((one) => !one.includes('401'))).toEqual([])
    })

    it('recognises the second delivery of a genuine one', async () => {
      const page = await bench.open('/notifications')
      await page.getByText('Delivered twice').click()
      await page.getByRole('button', { name: 'Sign and send' }).click()
      await page.locator('.replies').getByText('Verified, seen before').waitFor()
      expect(await page.locator('.replies li').count()).toBe(2)
    })

    it('sends to a server on this machine, signed with the secret of the environment, and to no other machine', async () => {
      const heard: string[] = []
      const server = createServer((request, response) => {
        heard.push(`${request.url} ${request.headers['x-signature']}`)
        response.end('thanks')
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const page = await bench.open('/notifications')
      await page.getByText('An address').click()
      await page.getByRole('textbox', { name: 'Address' }).fill('https://webhooks.example/')
      await page.getByRole('button', { name: 'Sign and send' }).click()
      await page.getByText('start the harness with --allow-remote').waitFor()
      await page.getByRole('textbox', { name: 'Address' }).fill(`http://127.0.0.1:${port}/in?x=1`)
      await page.getByRole('button', { name: 'Sign and send' }).click()
      await page.getByText('thanks').waitFor()
      expect(heard).toHaveLength(1)
      expect(heard[0]).toMatch(/^\/in\?x=1&data\.id=\d+&type=payment ts=\d+,v1=[0-9a-f]{64}$/)
      expect(await page.content()).not.toContain(secret)
      server.close()
    })
  },
  { environment: { CAP_MERCADOPAGO_WEBHOOK_SECRET: secret } },
)
