import { readFileSync } from 'node:fs'
import { money } from '@cap/core/http'
import { sha1Hex } from '@cap/core/signing'
import { describe, expect, it } from 'vitest'
import { account, createWorld, first, firstCapture, gist, says, thrownBy } from './__fixtures__/world.ts'
import { verifyNotification } from './notification.ts'
import { confirm, initiate, refund, tagChargeback } from './operations.ts'
import { signatureBase } from './signature.ts'

/**
 * Where pipwave's documentation contradicts itself, or the code that was written after it, and which reading is taken. The
 * pages are those of https://github.com/chechintang/pipwave-Documentation-2 (R1.4, 2019) unless another source is named.
 */
describe('where the documentation contradicts itself', () => {
  const full = { pwId: 'PW1001' }
  const ok = { status: 200, pw_id: 'PW1001', txn_id: 'ORDER-1', transaction_status: 5, require_capture: true }

  it('1: security/signature.md has no sorting, docs.pipwave.com/security/signature.html has: the fields are sorted', () => {
    const pairs = [
      ['timestamp', '1'],
      ['action', 'a'],
      ['pw_id', 'p'],
    ] as const
    expect(signatureBase(pairs, 's')).toBe('action:aapi_secret:spw_id:ptimestamp:1')
  })

  it('2: api_list/capture_payment.md says "POST data", sample-codes.md posts JSON: JSON is sent, and called so', async () => {
    const world = createWorld()
    await world.run(world.client.capture(full))
    const { exchange } = world.captures()[0] ?? { exchange: null }
    expect(exchange?.headers['content-type']).toBe('application/json')
    expect(() => JSON.parse(exchange?.body ?? '')).not.toThrow()
  })

  it('3: api_list/capture_payment.md requires pw_id and says either-or: pw_id alone is sent, and learnt when it is not known', async () => {
    const world = createWorld()
    await world.run(world.client.capture({ txnId: 'ORDER-1' }))
    expect(world.captures()[0]?.body).toMatchObject({ pw_id: 'PW1001' })
    expect(world.captures()[0]?.body).not.toHaveProperty('txn_id')
  })

  it('4: the signature list of api_list/capture_payment.md has pw_id unconditional: an unsent one is not hashed', async () => {
    const world = createWorld()
    await world.run(world.client.capture({ txnId: 'ORDER-1', by: 'txnId' }))
    expect(world.captures()[0]?.body.signature).toBe('d03934bba9ec6047270797f47e878e2195adcc8c')
  })

  it('5: the field table of api_list/capture_payment.md lacks signature: it is always sent', async () => {
    const world = createWorld()
    await world.run(world.client.capture(full))
    for (const { body } of world.seen) expect(body.signature).toMatch(/^[0-9a-f]{40}$/)
  })

  it('6: the sample of status is "0", the codes of docs.pipwave.com/appendix/api_status_code.html begin at 200: 0 is no success', async () => {
    const world = createWorld()
    const body = readFileSync(new URL('__fixtures__/capture-answer-sample.json', import.meta.url), 'utf8')
    world.plan = firstCapture({ answer: { body } })
    expect(gist(await world.run(world.client.capture(full)))).toMatchObject({
      status: 'unknown',
      cause: 'unrecognised_answer',
    })
  })

  it('7: message is documented as text, the WooCommerce plugin meets arrays: any JSON is taken', async () => {
    for (const message of [['No.', 'Really.'], { first: 'No.', more: { second: 'Really.' } }]) {
      const world = createWorld()
      world.plan = firstCapture({ answer: says({ status: 2001, message }) })
      expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'declined', message: 'No.; Really.' })
    }
  })

  it('8: AUTHORISATION has no code in appendix/payment_status_code.md: 0, 5 and 10 are sent where the flag allows it', async () => {
    for (const transactionStatus of [0, 5, 10]) {
      const world = createWorld({ payments: [{ transactionStatus }] })
      expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'captured', basis: 'accepted' })
      const shown = await world.run(world.client.requery(full))
      expect(shown).toMatchObject({ transactionStatus: 10, requireCapture: false })
    }
  })

  it('9: a part may silently become everything (api_list/capture_payment.md): a part needs partialCapture', async () => {
    const world = createWorld({ payments: [{ supportsPartial: false }] })
    const request = { ...full, amount: money('40.00', 'MYR') }
    expect(await thrownBy(world.run(world.client.capture(request)))).toMatchObject({
      code: 'invalid_request',
      field: 'amount',
    })
    expect(world.emulator.book()).toHaveLength(0)
  })

  it('10: no answer of api_list/capture_payment.md or requery.md has a captured amount: none is claimed', async () => {
    for (const lose of [false, true]) {
      const world = createWorld()
      world.plan = lose ? firstCapture({ lost: 'applied' }) : null
      expect(await world.run(world.client.capture({ ...full, amount: money('100', 'MYR') }))).toMatchObject({
        amount: null,
      })
    }
  })

  it('11: api_key and pw_id are 32 long in one table, 255 in another, and keys of 40 are in use: 255 and any key are taken', async () => {
    const pwId = 'P'.repeat(255)
    const apiKey = 'k'.repeat(64)
    const world = createWorld({ payments: [{ pwId }], emulator: { apiKey }, client: { apiKey } })
    expect(await world.run(world.client.capture({ pwId }))).toMatchObject({ status: 'captured' })
  })

  it('12: api_list/requery.md signs "pw_id OR txn_id": exactly one is sent', async () => {
    const world = createWorld()
    await world.run(world.client.capture({ pwId: 'PW1001', txnId: 'ORDER-1', by: 'both' }))
    for (const { body } of world.requeries()) expect('pw_id' in body && 'txn_id' in body).toBe(false)
  })

  it('13: instant_payment_notification.md lists neither timestamp nor signature: both are required', async () => {
    const world = createWorld()
    const fields = JSON.parse(await world.emulator.notify('PW1001')) as Record<string, unknown>
    for (const name of ['timestamp', 'signature']) {
      const body = JSON.stringify({ ...fields, [name]: undefined })
      const result = await verifyNotification({ body, ...account })
      expect(result).toMatchObject({ status: 'rejected', reason: 'missing_field', field: name })
    }
  })

  it('14: 3001 refers to a field that is documented nowhere, and belongs to notifications: it proves nothing', async () => {
    const world = createWorld()
    world.plan = firstCapture({ answer: says({ status: 3001, message: 'see pw_reason' }) })
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'unknown', raw: { status: '3001' } })
  })

  it('15: codes changed between the edition of 2017 and url.md: the unversioned path is used, and raw codes are kept', async () => {
    const world = createWorld()
    world.plan = firstCapture({ answer: says({ status: 4003 }) })
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'declined', code: '4003' })
    expect(world.seen[0]?.exchange.url).toBe('https://staging-api.pipwave.com/payment')
  })

  it('16: the second sample of transaction_status in api_list/requery.md is a date: it would be a state nobody knows', async () => {
    const world = createWorld()
    world.plan = () => ({ answer: says({ ...ok, transaction_status: '20160101120000' }) })
    expect(gist(await world.run(world.client.capture(full)))).toEqual({
      status: 'unknown',
      cause: 'not_capturable',
      needs: 'person',
    })
    expect(world.captures()).toHaveLength(0)
  })

  it('17: no HTTP status is documented: none but 2xx is believed', async () => {
    for (const http of [300, 400, 401, 403, 404, 500]) {
      const world = createWorld()
      world.plan = firstCapture({ answer: says({ status: 401 }, http) })
      expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'unknown' })
    }
  })

  it('16: "Buyer cancelled" is the sample of a reason to confirm, too: any reason is sent as it is given', async () => {
    const world = createWorld({ payments: [{ requireCapture: false }] })
    await world.run(confirm(world.client, { ...full, reason: 'Buyer cancelled' }))
    expect(world.of('confirm-payment')[0]?.body).toMatchObject({ reason: 'Buyer cancelled' })
  })

  it('18: the sample of stage in api_list/tag_chargeback_payment.md is none of its values, and reason is not signed: the lists are followed', async () => {
    const world = createWorld({ payments: [{ transactionStatus: 10, requireCapture: false }] })
    const tag = { ...full, stage: 'disputed', reason: 'unauthorized' } as const
    expect(await world.run(tagChargeback(world.client, tag))).toMatchObject({ status: 'done' })
    const [sent] = world.of('tag-chargeback')
    const base =
      'action:tag-chargebackapi_key:TESTKEY123api_secret:TESTSECRET456pw_id:PW1001stage:disputedtimestamp:1456790400'
    expect(sent?.body).toMatchObject({ stage: 'disputed', reason: 'unauthorized', signature: sha1Hex(base) })
    const sample = { ...tag, stage: 'initiated' as never }
    expect(await thrownBy(tagChargeback(world.client, sample))).toMatchObject({ field: 'stage' })
  })

  it('19: sample-codes.md takes a falsy body for the end: an empty one is an answer that could not be read', async () => {
    const world = createWorld()
    world.plan = firstCapture({ answer: { body: '' } })
    expect(await world.run(world.client.capture(full))).toMatchObject({ status: 'unknown', cause: 'unreadable_answer' })
  })

  it('20: the sister APIs’ lists omit api_secret, the PHP SDK hashes it: it is always hashed', () => {
    expect(signatureBase([['action', 'a']], 's')).toBe('action:aapi_secret:s')
  })

  it('api_list/refund.md does not say which field comes with which op: a 200 with terms and no reverse_pw_id is no refund', async () => {
    const payments = [{ transactionStatus: 10, requireCapture: false }]
    const accepted = createWorld({ payments })
    accepted.plan = first('refund submit', { answerAfter: says({ status: 200 }) })
    expect(await accepted.run(refund(accepted.client, { ...full, amount: 'full' }))).toMatchObject({
      status: 'refunded',
      refundId: null,
    })
    const terms = createWorld({ payments })
    terms.plan = first('refund submit', { answer: says({ status: 200, supports_refund: false }) })
    expect(await terms.run(refund(terms.client, { ...full, amount: 'full' }))).toMatchObject({ status: 'unknown' })
  })

  it('api_list/confirm-payment.md does not say what a confirmed payment becomes: paid proves it', async () => {
    const world = createWorld({ payments: [{ requireCapture: false }] })
    world.plan = first('confirm-payment', { lost: 'applied' })
    expect(await world.run(confirm(world.client, full))).toMatchObject({ status: 'done', value: { basis: 'lookup' } })
  })

  it('api_list/initiate_payment.md requires the buyer’s country, its minimal sample has none: it is required', async () => {
    const buyer = { id: 'B1', email: 'buyer@example.com' } as never
    const request = { txnId: 'ORDER-9', amount: money('1.00', 'MYR'), buyer }
    expect(await thrownBy(initiate(createWorld().client, request))).toMatchObject({ field: 'buyer.countryCode' })
  })

  it('21: payment_method_code refers to an appendix that does not exist: it is passed on as it is', async () => {
    const world = createWorld()
    world.plan = () => ({ answer: says({ ...ok, payment_method_code: 'whatever-9' }) })
    expect(await world.run(world.client.requery(full))).toMatchObject({ paymentMethodCode: 'whatever-9' })
  })
})
