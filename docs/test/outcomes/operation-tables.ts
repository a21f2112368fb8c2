import { answerStep, asCaptures, type Emulator, type OperationSubject } from '@cap/core/testing'
import {
  mercadopagoCancelSubject,
  mercadopagoCaptureAuthorizedSubject,
  mercadopagoRefundSubject,
} from '@cap/mercadopago/testing'
import { createPipwave, money } from '@cap/pipwave'
import { createPipwaveEmulator, emulatorAccount, type PipwaveEmulator, pipwaveScenarios } from '@cap/pipwave/emulator'
import {
  cancel,
  type PipwaveCancelRequest,
  type PipwaveRefundRequest,
  refund,
  resolveCancel,
  resolveRefund,
} from '@cap/pipwave/operations'
import { pipwaveSubject } from '@cap/pipwave/testing'
import { vtexCancelScenarios, vtexRefundScenarios } from '@cap/vtex/emulator'
import { vtexCancelSubject, vtexRefundSubject } from '@cap/vtex/testing'
import { playedTwice, type Row, repeated, rows } from './rows.ts'
import { losesTheFirst, tryCapture } from './trial.ts'

/** The tables of what surrounds a capture. */
export const operationTables: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  'mercadopago-refund': async () => called(await refusedTwice(mercadopagoRefundSubject()), 'refunded'),
  'mercadopago-capture-authorized': () => refusedTwice(mercadopagoCaptureAuthorizedSubject()),
  'mercadopago-cancel': async () => called(await refusedTwice(mercadopagoCancelSubject()), 'cancelled'),
  'pipwave-operations': pipwaveOperations,
  'vtex-refund': async () => {
    const play = (emulator: ReturnType<ReturnType<typeof vtexRefundSubject>['createEmulator']>, name: RefundName) =>
      emulator.playRefund(name, repeated)
    return called(await playedTwice(vtexRefundSubject(), vtexRefundScenarios, play), 'refunded')
  },
  'vtex-cancel': async () => {
    const play = (emulator: ReturnType<ReturnType<typeof vtexCancelSubject>['createEmulator']>, name: CancelName) =>
      emulator.playCancel(name, repeated)
    return called(await playedTwice(vtexCancelSubject(), vtexCancelScenarios, play), 'cancelled')
  },
}

type RefundName = (typeof vtexRefundScenarios)[number]['name']
type CancelName = (typeof vtexCancelScenarios)[number]['name']

/** The subjects show every operation as a capture: gives it its own word again. */
function word(status: string): (cell: string) => string {
  return (cell) => cell.replace('**captured**', `**${status}**`)
}

function called(table: readonly Row[], status: string): readonly Row[] {
  return table.map((row) => row.map(word(status)))
}

/** The provider's usual answer, and each of its refusals: first, and after a lost answer. */
function refusedTwice<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
): Promise<readonly Row[]> {
  const usual = { name: 'the usual answer', step: null }
  const refusals = subject.refusals(subject.request(subject.createEmulator(), 1))
  const answers = [usual, ...refusals.map((refusal) => ({ name: refusal.name, step: answerStep(refusal) }))]
  return rows(answers, ({ name, step }) => [
    name,
    tryCapture({ subject, harm: () => step }),
    tryCapture({ subject, harm: (sending) => losesTheFirst(sending) ?? step }),
  ])
}

/** A captured payment of 100.00, of which everything or 40.00 is given back; and one that is given up before its capture. */
function pipwaveOperations(): Promise<readonly Row[]> {
  return rows(pipwaveScenarios, ({ name, title }) => {
    const played = (action: 'refund' | 'cancel-payment') => (emulator: PipwaveEmulator) => emulator.play(name, action)
    const refunded = (amount?: string) => tryCapture({ subject: refundsOf(amount), prepare: played('refund') })
    const cancelled = tryCapture({ subject: cancellations(), prepare: played('cancel-payment') })
    return [
      title,
      `\`${name}\``,
      refunded().then(word('refunded')),
      refunded('40.00').then(word('refunded')),
      cancelled.then(word('cancelled')),
    ]
  })
}

function refundsOf(amount?: string): OperationSubject<PipwaveRefundRequest, PipwaveEmulator> {
  const subject = pipwaveSubject()
  return {
    ...subject,
    createEmulator: () => createPipwaveEmulator(emulatorAccount),
    createClient(options) {
      const client = createPipwave({ ...emulatorAccount, environment: 'staging', ...options })
      return asCaptures({
        run: (request: PipwaveRefundRequest, given) => refund(client, request, given),
        resolve: (handle, given) => resolveRefund(client, handle, given),
        done: ({ basis, replayed }) => ({ amount: null, basis, replayed }),
      })
    },
    request(emulator) {
      emulator.addPayment({ ...payment, transactionStatus: 10, requireCapture: false })
      return amount === undefined ? { pwId: payment.pwId } : { pwId: payment.pwId, amount: money(amount, 'MYR') }
    },
    isOf: (entry, request) => entry.payment === request.pwId,
    refusals: () => [],
  }
}

function cancellations(): OperationSubject<PipwaveCancelRequest, PipwaveEmulator> {
  const subject = pipwaveSubject()
  return {
    ...subject,
    createEmulator: () => createPipwaveEmulator(emulatorAccount),
    createClient(options) {
      const client = createPipwave({ ...emulatorAccount, environment: 'staging', ...options })
      return asCaptures({
        run: (request: PipwaveCancelRequest, given) => cancel(client, request, given),
        resolve: (handle, given) => resolveCancel(client, handle, given),
        done: ({ basis, replayed }) => ({ amount: null, basis, replayed }),
      })
    },
    request(emulator) {
      emulator.addPayment(payment)
      return { pwId: payment.pwId }
    },
    isOf: (entry, request) => entry.payment === request.pwId,
    refusals: () => [],
  }
}

const payment = { pwId: 'PW1', txnId: 'ORDER-1', total: '100.00', currency: 'MYR' }
