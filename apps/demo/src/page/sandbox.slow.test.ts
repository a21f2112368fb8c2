import { afterAll, beforeAll, expect, it } from 'vitest'
import { describePage } from '../__fixtures__/browser.ts'
import { sandboxVariables, startStandIn } from '../__fixtures__/stand-in-sandbox.ts'

const environment: Record<string, string> = { ...sandboxVariables }
let standIn: Awaited<ReturnType<typeof startStandIn>>

beforeAll(async () => {
  standIn = await startStandIn()
  environment.CAP_MERCADOPAGO_BASE_URL = standIn.url
})

afterAll(() => standIn.close())

describePage(
  'a sandbox',
  (bench) => {
    it('is aimed at on purpose only, and nobody overlooks it', async () => {
      const page = await bench.open('/capture/mercadopago')
      await page.getByRole('radio', { name: 'Sandbox' }).check({ force: true })
      await page.getByText('This goes to the sandbox of Mercado Pago.').waitFor()
      expect(await page.getByText('Break it').count()).toBe(0)
      await page.getByRole('button', { name: 'Send the capture' }).click()
      await page.getByRole('heading', { name: 'Money moved' }).waitFor()
      await page.locator('.run .hazard').getByText('At the sandbox').waitFor()
      expect(await page.getByText('What really moved').count()).toBe(0)
      expect(standIn.book()).toHaveLength(1)
    })

    it('is not charged twice: while nobody knows how a capture ended, only its own key may be sent', async () => {
      standIn.silence(true)
      const page = await bench.open('/capture/mercadopago')
      await page.getByRole('radio', { name: 'Sandbox' }).check({ force: true })
      await page.getByText('More fields').click()
      await page.getByLabel('Reference').fill('order-7')
      await page.getByLabel('Deadline of the call').fill('900')
      await page.getByLabel('Time limit of one attempt').fill('300')
      await page.getByRole('button', { name: 'Send the capture' }).click()
      await page.getByRole('heading', { name: 'Not known yet' }).waitFor()
      await page.getByText('A new key is refused while nobody knows').waitFor()
      expect(await page.getByRole('button', { name: 'Replay, new key' }).count()).toBe(0)

      // Not by another way either: the same payment under another key, and the API itself.
      await page.getByLabel('Idempotency key').fill('another-key')
      await page.getByRole('button', { name: 'Send the capture' }).click()
      await page.getByText('captured the same payment and is not concluded').waitFor()
      const [, id = ''] = /run=(\w+)/.exec(page.url()) ?? []
      for (const how of ['new-key', 'edited']) {
        const answer = await page.evaluate(
          async ([run, replay]) => {
            const body = JSON.stringify({ how: replay, values: {} })
            const headers = { 'content-type': 'application/json' }
            return (await fetch(`/api/runs/${run}/replay`, { method: 'POST', body, headers })).status
          },
          [id, how],
        )
        expect(answer).toBe(409)
      }
      const both = await page.evaluate(async () => {
        const values = { amount: '1.00', currency: 'BRL', reference: 'order-8' }
        const body = JSON.stringify({
          provider: 'mercadopago',
          target: 'sandbox',
          values,
          deadlineMs: 900,
          attemptTimeoutMs: 300,
        })
        const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
        const answers = await Promise.all([fetch('/api/captures', init), fetch('/api/captures', init)])
        return answers.map(({ status }) => status).toSorted()
      })
      expect(both, 'two that arrive together').toEqual([202, 409])
      const before = standIn.book().length

      // Another session resolves it, as another day would: the handle was stored, the credentials were not.
      standIn.silence(false)
      await bench.restart()
      await page.reload()
      await page.getByRole('button', { name: 'Resolve by replaying' }).click()
      await page.getByRole('heading', { name: 'Money moved' }).waitFor()
      expect(standIn.book()).toHaveLength(before)
      await page.getByRole('button', { name: 'Replay, new key' }).waitFor()
    })
  },
  { environment },
)
