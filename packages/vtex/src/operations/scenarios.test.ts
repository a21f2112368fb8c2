import { checkAgainstBook, type Emulator, ending } from '@cap/core/testing'
import { describe, expect, it } from 'vitest'
import { appKey, appToken } from '../__fixtures__/settlement.ts'
import {
  createVtexProviderEmulator,
  type VtexCancelScenarioName,
  type VtexPaymentScenarioName,
  type VtexRefundScenarioName,
  vtexCancelScenarios,
  vtexPaymentScenarios,
  vtexRefundScenarios,
} from '../emulator.ts'
import { createVtexGateway } from '../index.ts'
import { cancel, createPayment, refund, resolveCancel, resolveCreatePayment, resolveRefund } from '../operations.ts'
import { cancellation, partialRefund, payment } from './__fixtures__/operations.ts'

type Row = readonly [first: string, moved: number, resolved: string | null]
type Ended = { readonly status: string }

function world() {
  const emulator = createVtexProviderEmulator()
  const gateway = createVtexGateway({
    baseUrl: 'https://provider.example',
    appKey,
    appToken,
    random: () => 0,
    fetch: (input, init) => emulator.fetch(new Request(input, init)),
  })
  return { emulator, gateway }
}

/** One operation at a provider that plays one scenario: how it ends, what had moved by then, and how it is resolved. */
async function ends(
  book: Emulator['book'],
  done: string,
  run: () => Promise<Ended>,
  resolve: (handle: never) => Promise<Ended>,
  [first, moved, resolved]: Row,
) {
  const shown = (outcome: Ended) =>
    outcome.status === done ? { ...outcome, status: 'captured', amount: null } : outcome
  const end = await ending(run().then(shown) as never)
  checkAgainstBook(end, book(), 0)
  expect(end.outcome ?? end.error).toMatchObject(says(first))
  expect(book()).toHaveLength(moved)
  if (end.outcome === null || !('handle' in end.outcome)) return expect(resolved).toBeNull()
  const handle = JSON.parse(JSON.stringify(end.outcome.handle)) as never
  const again = await ending(resolve(handle).then(shown) as never)
  checkAgainstBook(again, book(), 0)
  expect(again.outcome).toMatchObject(says(resolved!))
}

function says(end: string): object {
  if (end === 'done') return { status: 'captured' }
  if (end === 'pending' || end === 'declined') return { status: end }
  return end === 'unauthorized' || end === 'refused' ? { code: end } : { status: 'unknown', cause: end }
}

const done: Row = ['done', 1, null]
const pending: Row = ['pending', 0, 'done']
const mismatch: Row = ['mismatch', 1, 'mismatch']
const unrecognised: Row = ['unrecognised_answer', 0, 'done']
const unreadable: Row = ['unreadable_answer', 1, 'unreadable_answer']
const unauthorized: Row = ['unauthorized', 0, null]
const declined: Row = ['declined', 0, null]

const common = {
  'pending-500': pending,
  'pending-200-null': pending,
  'pending-202': pending,
  'pending-null-message': pending,
  'pending-echoing-request': pending,
  'unauthorized-failure': unauthorized,
  'unauthorized-empty': unauthorized,
  'unauthorized-html': unrecognised,
  'forbidden-failure': unrecognised,
  'bad-request-failure': unrecognised,
  'not-found-failure': unrecognised,
  'rate-limited': done,
  'echo-other-payment': mismatch,
  'echo-other-request': mismatch,
  'echo-missing-payment': mismatch,
  'echo-missing-request': mismatch,
  'failure-other-request': ['mismatch', 0, 'mismatch'] as Row,
  'garbage-html': done,
  'garbage-json': done,
  'empty-200': done,
  'server-error': done,
  redirect: unrecognised,
}

const refunds: Readonly<Record<VtexRefundScenarioName, Row>> = {
  ...common,
  refunded: done,
  'refunded-null-message': done,
  'refunded-bare': done,
  'refunded-quoted-value': done,
  'refunded-201': done,
  short: done,
  'pending-without-refund-id': pending,
  'pending-empty-refund-id': pending,
  'refund-id-under-500': mismatch,
  'refund-id-under-404': mismatch,
  'refund-id-number': unreadable,
  'server-error-refunded': done,
  'value-above-asked': mismatch,
  'value-in-cents': mismatch,
  'value-zero': ['mismatch', 0, 'mismatch'],
  'value-noise': mismatch,
  'value-missing': unreadable,
  'value-comma': unreadable,
  'refund-manually': declined,
  'refund-manually-200': declined,
  'refund-manually-with-value': pending,
  'cancel-manually': pending,
}

const cancellations: Readonly<Record<VtexCancelScenarioName, Row>> = {
  ...common,
  cancelled: done,
  'cancelled-null-message': done,
  'cancelled-bare': done,
  'cancelled-201': done,
  'pending-without-cancellation-id': pending,
  'pending-empty-cancellation-id': pending,
  'cancellation-id-under-500': mismatch,
  'cancellation-id-under-404': mismatch,
  'cancellation-id-number': unreadable,
  'server-error-cancelled': done,
  'cancel-manually': declined,
  'cancel-manually-200': declined,
  'refund-manually': pending,
}

/** Done, and not authorized yet. */
const begun: Row = ['done', 0, null]

const payments: Readonly<Record<VtexPaymentScenarioName, Row>> = {
  approved: done,
  'approved-number-id': done,
  'approved-max-value': done,
  'approved-bare': done,
  // Asked again, the provider names the authorization after all.
  'approved-without-authorization': done,
  'approved-under-500': mismatch,
  authorized: ['unrecognised_answer', 1, 'done'],
  denied: declined,
  'denied-quoting-card': declined,
  undefined: begun,
  redirect: begun,
  'redirect-deprecated': begun,
  'invoice-deprecated': begun,
  'redirect-script': begun,
  'delays-in-quotes': done,
  'echo-other-payment': mismatch,
  'echo-missing-payment': mismatch,
  'bad-request': ['refused', 0, null],
  'bad-request-html': unrecognised,
  'server-error': done,
  'server-error-created': done,
  'error-200': unrecognised,
  'unauthorized-empty': unauthorized,
  'garbage-html': done,
}

describe('a scenario of the emulator, for refunds', () => {
  it.each(vtexRefundScenarios)('$name: $title', async ({ name }) => {
    const { emulator, gateway } = world()
    const settleId = emulator.settle({
      paymentId: partialRefund.paymentId,
      amount: { amount: '9.00', currency: 'BRL' },
    })
    const request = { ...partialRefund, settleId }
    emulator.playRefund(name)
    const options = { request, replay: 'allow' } as const
    const resolve = (handle: never) => resolveRefund(gateway, handle, options)
    await ends(emulator.refunds, 'refunded', () => refund(gateway, request), resolve, refunds[name])
  })
})

describe('a scenario of the emulator, for cancellations', () => {
  it.each(vtexCancelScenarios)('$name: $title', async ({ name }) => {
    const { emulator, gateway } = world()
    emulator.playCancel(name)
    const options = { request: cancellation, replay: 'allow' } as const
    const resolve = (handle: never) => resolveCancel(gateway, handle, options)
    const run = () => cancel(gateway, cancellation)
    await ends(emulator.cancellations, 'cancelled', run, resolve, cancellations[name])
  })
})

describe('a scenario of the emulator, for payments', () => {
  it.each(vtexPaymentScenarios)('$name: $title', async ({ name }) => {
    const { emulator, gateway } = world()
    emulator.playPayment(name)
    const options = { request: payment, replay: 'allow' } as const
    const resolve = (handle: never) => resolveCreatePayment(gateway, handle, options)
    const row = payments[name]
    if (row !== begun) return ends(emulator.authorizations, 'done', () => createPayment(gateway, payment), resolve, row)
    expect(await createPayment(gateway, payment)).toMatchObject({ status: 'done', value: { status: 'undefined' } })
    expect(emulator.authorizations()).toEqual([])
  })
})
