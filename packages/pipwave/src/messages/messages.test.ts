import { spawnSync } from 'node:child_process'
import { CaptureError } from '@cap/core'
import { messageProblems } from '@cap/core/messages'
import { describe, expect, it } from 'vitest'
import { createWorld, firstCapture, says, seed, thrownBy } from '../__fixtures__/world.ts'
import { messageFor, pipwaveCodes } from '../messages.ts'
import { cancel } from '../operations.ts'
import { readCaptureAnswer } from '../outcome.ts'

const codesOf = (status: string) => Object.keys(pipwaveCodes).filter((code) => pipwaveCodes[code]?.status === status)

/** Payment statuses: no answer to a capture has them. */
const fromPayment = ['1', '2']

it('says all of it in every language, and nothing to a buyer that a buyer must not read', () => {
  expect(messageProblems(pipwaveCodes)).toEqual([])
})

it('has the appendix, the sample of the page, and the two payment statuses that end a capture', () => {
  const appendix = '200 400 401 403 404 500 1001 1002 2001 2002 3001 4001 4002 4003 4004 4005 4006 4501 9001'.split(' ')
  expect(Object.keys(pipwaveCodes).sort()).toEqual(['0', ...fromPayment, ...appendix].sort())
})

it('speaks of a cancellation where it is one: the number of a status means another thing there', async () => {
  const world = createWorld({ payments: [{ transactionStatus: 1 }] })
  const outcome = await world.run(cancel(world.client, { txnId: seed.txnId }))
  expect(outcome).toMatchObject({ status: 'declined', code: '1' })
  expect(messageFor(outcome, 'en', 'cancel').buyer).toMatch(/^We could not cancel your payment/)
})

it('agrees with the mapping of answers on every number there can be', () => {
  for (let code = 0; code < 10_000; code++) {
    const answer = readCaptureAnswer({ status: 200, headers: {}, body: JSON.stringify({ status: code, message: 'm' }) })
    const known = pipwaveCodes[String(code)]
    if (answer.kind !== 'settled') {
      // 400 is a decline only if the payment is gone by then.
      const undecided = answer.kind === 'maybe' ? [undefined, 'unknown'] : ['declined']
      if (!fromPayment.includes(String(code))) expect(undecided, String(code)).toContain(known?.status)
      continue
    }
    const { status } = answer.settled
    const said = status === 'declined' ? answer.settled : { reason: null, advice: null }
    expect({ code, ...known }).toMatchObject({ code, status, reason: said.reason, advice: said.advice })
  }
})

describe('each code, through a capture', () => {
  it.each(codesOf('declined'))('%s is declined as the table says, and is told in its own words', async (code) => {
    const { reason, advice, buyer, merchant } = pipwaveCodes[code]!
    const world = createWorld(fromPayment.includes(code) ? { payments: [{ transactionStatus: Number(code) }] } : {})
    if (code === '400') {
      world.plan = (action, index) => {
        if (action === 'capture-payment') return { answer: says({ status: 400 }) }
        if (index === 0) return null
        const gone = { status: 200, pw_id: 'PW1001', txn_id: 'ORDER-1', transaction_status: 2, require_capture: true }
        return { answer: says({ ...gone, total_amount: '100.00', currency_code: 'MYR' }) }
      }
    } else if (!fromPayment.includes(code)) world.plan = firstCapture({ answer: says({ status: Number(code) }) })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }))
    expect(outcome).toMatchObject({ status: 'declined', code, reason, advice })
    for (const language of ['en', 'es', 'pt'] as const) {
      expect(messageFor(outcome, language)).toEqual({ buyer: buyer[language], merchant: merchant[language] })
    }
  })

  it.each(codesOf('refused'))('%s is a throw, and is told in its own words', async (code) => {
    const { buyer, merchant } = pipwaveCodes[code]!
    const world = createWorld()
    world.plan = firstCapture({ answer: says({ status: code, message: 'text' }) })
    const error = await thrownBy(world.run(world.client.capture({ pwId: 'PW1001' })))
    if (!CaptureError.isInstance(error)) throw new Error('a CaptureError was expected')
    expect(messageFor(error, 'pt')).toEqual({ buyer: buyer.pt, merchant: merchant.pt })
  })

  it.each(codesOf('unknown'))('%s proves nothing: the buyer is not to pay again', async (code) => {
    const world = createWorld()
    world.plan = firstCapture({ answer: says({ status: code }) })
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }))
    expect(outcome.status).toBe('unknown')
    expect(messageFor(outcome, 'es').buyer).toBe(pipwaveCodes[code]?.buyer.es)
  })

  it('200 is accepted, and may be confirmed later', async () => {
    const world = createWorld()
    const outcome = await world.run(world.client.capture({ pwId: 'PW1001' }))
    expect(messageFor(outcome, 'en').merchant).toMatch(
      /accepted the capture; the gateway behind it may confirm it later/,
    )
  })
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
