import { spawnSync } from 'node:child_process'
import { CaptureError } from '@cap/core'
import { messageProblems } from '@cap/core/messages'
import { describe, expect, it } from 'vitest'
import { notSettled, refused, wire } from '../__fixtures__/settlement.ts'
import { messages as connectorMessages } from '../connector/codes.ts'
import { isManualCode } from '../judge-answer.ts'
import { messageFor, vtexCodes } from '../messages.ts'
import { cancellation, fixture as ofOperation, partialRefund } from '../operations/__fixtures__/operations.ts'
import { cancel, refund } from '../operations.ts'

const codesOf = (status: string) => Object.keys(vtexCodes).filter((code) => vtexCodes[code]?.status === status)

it('says all of it in every language, and nothing to a buyer that a buyer must not read', () => {
  expect(messageProblems(vtexCodes)).toEqual([])
})

it('has the two codes of the protocol, and the codes of the connector that a settlement can meet', () => {
  const ofOthers = ['already-settled', 'not-supported', 'payment-differs', 'settlement-not-found']
  const ofConnector = Object.keys(connectorMessages).filter((code) => !ofOthers.includes(code))
  const manual = Object.keys(vtexCodes).filter(isManualCode)
  expect(manual.sort()).toEqual(['cancel-manually', 'refund-manually'])
  expect(Object.keys(vtexCodes).sort()).toEqual([...manual, ...ofConnector].sort())
})

it('speaks of a refund and a cancellation where it is one, and not of a settlement', async () => {
  const refused = await refund(wire([[501, ofOperation('refund-manually')]]).gateway, partialRefund)
  expect(messageFor(refused, 'en', 'refund').merchant).toMatch(/does not support this.*refund by hand/)
  const open = await cancel(wire([[500, { ...ofOperation('cancelled'), cancellationId: null }]]).gateway, cancellation)
  expect(messageFor(open, 'es', 'cancel').merchant).toContain('resolveCancel()')
})

it('knows no decline: no answer is documented that would be a final no', () => {
  expect(codesOf('declined')).toEqual([])
})

describe('each code, through a settlement', () => {
  it.each(codesOf('pending').flatMap((code) => [200, 500].map((status) => [code, status] as const)))(
    '%s under %i is pending, and is told in its own words',
    async (code, status) => {
      const { buyer, merchant } = vtexCodes[code]!
      const outcome = await wire([[status, { ...notSettled, code }]]).capture()
      expect(outcome).toMatchObject({ status: 'pending', code })
      for (const language of ['en', 'es', 'pt'] as const) {
        expect(messageFor(outcome, language)).toEqual({ buyer: buyer[language], merchant: merchant[language] })
      }
    },
  )

  it.each(codesOf('refused'))('%s is a throw, and is told in its own words', async (code) => {
    const { buyer, merchant } = vtexCodes[code]!
    const error = await thrownBy(wire([[401, { ...notSettled, code }]]).capture())
    expect(messageFor(error, 'es')).toEqual({ buyer: buyer.es, merchant: merchant.es })
  })

  it.each(codesOf('unknown'))('%s under 400 proves nothing: the buyer is not to pay again', async (code) => {
    const outcome = await wire([[400, { ...notSettled, code }]]).capture()
    expect(outcome.status).toBe('unknown')
    expect(messageFor(outcome, 'pt').buyer).toBe(vtexCodes[code]?.buyer.pt)
  })
})

it.each(['ERR123', null])("takes a provider's own code %s for a settlement that may still happen", async (code) => {
  const outcome = await wire([[500, { ...notSettled, code }]]).capture()
  const { buyer, merchant } = messageFor(outcome, 'en')
  expect(buyer).toContain('Please do not pay again')
  expect(merchant).toMatch(
    /^The settlement may still happen: .* VTEX asks for 24 hours, and then cancels the payment\.$/,
  )
})

it('lets the same call be made again when nothing was sent', async () => {
  const error = await thrownBy(wire([refused()], { maxAttempts: 1 }).capture())
  expect(error.code).toBe('not_sent')
  expect(messageFor(error, 'en').merchant).toContain('under the same idempotency key')
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

async function thrownBy(call: Promise<unknown>): Promise<CaptureError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!CaptureError.isInstance(error)) throw new Error('a CaptureError was expected')
  return error
}
