import { spawnSync } from 'node:child_process'
import { CaptureError } from '@cap/core'
import { messageProblems } from '@cap/core/messages'
import type { Ending } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { scripted } from '../__fixtures__/client.ts'
import * as errors from '../__fixtures__/errors.ts'
import { type Answer, payment } from '../__fixtures__/payments.ts'
import { refunds } from '../__fixtures__/refunds.ts'
import { operating } from '../__fixtures__/settle.ts'
import { meaningOfRejection, rejections } from '../declines.ts'
import { mercadoPagoScenarios } from '../emulator.ts'
import { money } from '../index.ts'
import { mercadoPagoCodes, messageFor } from '../messages.ts'
import { refund } from '../operations.ts'

const languages = ['en', 'es', 'pt'] as const
const codesOf = (status: string) =>
  Object.keys(mercadoPagoCodes).filter((one) => mercadoPagoCodes[one]?.status === status)

it('says all of it in every language, and nothing to a buyer that a buyer must not read', () => {
  expect(messageProblems(mercadoPagoCodes)).toEqual([])
})

it('knows every code of the table of declines, and no other value of status_detail that is declined', () => {
  const fields = ['card_number', 'date', 'other', 'security_code'].map((field) => `cc_rejected_bad_filled_${field}`)
  const expected = [...Object.keys(rejections), ...fields, '401003', 'cancelled', 'rejected']
  expect(codesOf('declined').sort()).toEqual(expected.sort())
})

it('knows every status_detail that the emulator rejects with', () => {
  const played = mercadoPagoScenarios.filter(({ title }) => /^rejected: /.test(title)).map(({ name }) => name)
  expect(played.length).toBeGreaterThan(8)
  const known = Object.keys(mercadoPagoCodes).map((code) => code.replace('cc_rejected_', '').replaceAll('_', '-'))
  for (const name of played) expect(known).toContain(name.replace(/^rejected-/, ''))
})

describe('each code, through a capture', () => {
  it.each(codesOf('declined'))('%s is declined as the table says, and is told in its own words', async (code) => {
    const { reason, advice, buyer, merchant } = mercadoPagoCodes[code]!
    const ended = await scripted([rejectedWith(code)]).capture()
    const outcome = outcomeOf(ended)
    expect(outcome).toMatchObject({ status: 'declined', code, reason, advice })
    for (const language of languages) {
      expect(messageFor(outcome, language)).toEqual({ buyer: buyer[language], merchant: merchant[language] })
    }
  })

  it.each(codesOf('pending'))('%s is pending, and is told in its own words', async (code) => {
    const { buyer, merchant } = mercadoPagoCodes[code]!
    const status = ['authorized', 'in_process', 'pending'].find((one) => one === code) ?? 'in_process'
    const inside = { status_detail: status === code ? null : code }
    const outcome = outcomeOf(await scripted([payment(status, [status], { inside })]).capture())
    expect(outcome).toMatchObject({ status: 'pending', code })
    expect(messageFor(outcome, 'pt')).toEqual({ buyer: buyer.pt, merchant: merchant.pt })
  })

  it.each(codesOf('refused'))('%s is a throw, and is told in its own words', async (code) => {
    const { buyer, merchant } = mercadoPagoCodes[code]!
    const { error } = await scripted([errorWith(code)]).capture()
    if (!CaptureError.isInstance(error)) throw new Error('a CaptureError was expected')
    expect(messageFor(error, 'es')).toEqual({ buyer: buyer.es, merchant: merchant.es })
  })

  it.each(codesOf('unknown'))('%s proves nothing: the buyer is not to pay again', async (code) => {
    const outcome = outcomeOf(await scripted([errorWith(code)]).capture())
    expect(outcome.status).toBe('unknown')
    expect(messageFor(outcome, 'en').buyer).toBe(mercadoPagoCodes[code]?.buyer.en)
    expect(messageFor(outcome, 'en').merchant).toContain('not even under a new idempotency key')
  })
})

it('takes a code it does not know by the advice', async () => {
  expect(mercadoPagoCodes.cc_rejected_by_the_moon).toBeUndefined()
  const outcome = outcomeOf(await scripted([rejectedWith('cc_rejected_by_the_moon')]).capture())
  const { buyer, merchant } = messageFor(outcome, 'en')
  expect(buyer).toMatch(/^We could not complete your payment\. Please contact us/)
  expect(merchant).toMatch(/^Declined; see the code of the provider\. The decline is final: do not try/)
  expect(meaningOfRejection('cc_rejected_by_the_moon').advice).toBe('do_not_retry')
})

it('does not call a duplicate final after an attempt that may have been applied', async () => {
  const outcome = outcomeOf(await scripted(['lost', rejectedWith('cc_rejected_duplicated_payment')]).capture())
  expect(outcome).toMatchObject({ status: 'unknown', cause: 'refused_after_maybe_applied' })
  expect(messageFor(outcome, 'es').buyer).toContain('No vuelva a pagar')
})

it('speaks of a refund where it is one, whose codes are also those of captures', async () => {
  const asked = { paymentId: '10458724', amount: money('25', 'MXN'), idempotencyKey: 'refund-1' }
  const of = (status: string) => operating([refunds({ status })]).settle((client) => refund(client, asked))
  const { outcome: rejected } = await of('rejected')
  expect(rejected).toMatchObject({ status: 'declined', code: 'rejected' })
  expect(messageFor(rejected!, 'en', 'refund').buyer).toMatch(/^We could not make your refund/)
  const { outcome: waiting } = await of('in_process')
  expect(messageFor(waiting!, 'pt', 'refund').merchant).toContain('não reembolse de novo')
})

it('is not loaded with the client', () => {
  const program = `
    import { registerHooks } from 'node:module'
    registerHooks({ load(url, context, next) { if (/messages/.test(url)) console.log(url); return next(url, context) } })
    await import('./src/index.ts')`
  const flags = ['--conditions=@cap/source', '--input-type=module', '--no-warnings', '--eval', program]
  const cwd = new URL('../..', import.meta.url)
  const { stdout, stderr } = spawnSync(process.execPath, flags, { cwd, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' })
})

function rejectedWith(code: string): Answer {
  if (code === '401003') return errors.payerTokenInvalid
  const status = code === 'cancelled' ? 'cancelled' : 'rejected'
  return payment(status, [status], { inside: { status_detail: status === code ? null : code } })
}

/** The code in Mercado Pago's own form, under the status it begins with, 401001 and 406001 apart. */
function errorWith(code: string): Answer {
  const status = code === '401001' ? 409 : Number(code.slice(0, 3))
  const body = { status, error: 'error', message: 'text', cause: [{ code, message: 'text' }] }
  return { source: 'constructed: the code in the usual form', status, body }
}

function outcomeOf(ended: Ending) {
  if (ended.outcome === null) throw new Error('an outcome was expected', { cause: ended.error })
  return ended.outcome
}
