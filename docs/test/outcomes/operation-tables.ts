import { answerStep, type Emulator, type OperationSubject } from '@cap/core/testing'
import {
  mercadopagoCancelSubject,
  mercadopagoCaptureAuthorizedSubject,
  mercadopagoRefundSubject,
} from '@cap/mercadopago/testing'
import { money } from '@cap/pipwave'
import { type PipwaveEmulator, pipwaveScenarios } from '@cap/pipwave/emulator'
import { pipwaveCancelSubject, pipwaveChangeSubject, pipwaveRefundSubject } from '@cap/pipwave/testing'
import { vtexCancelScenarios, vtexPaymentScenarios, vtexRefundScenarios } from '@cap/vtex/emulator'
import { vtexCancelSubject, vtexCreatePaymentSubject, vtexRefundSubject } from '@cap/vtex/testing'
import { playedTwice, type Row, repeated, rows } from './rows.ts'
import { losesTheFirst, tryCapture } from './trial.ts'

/** The tables of what surrounds a capture. */
export const operationTables: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  'mercadopago-refund': async () => called(await refusedTwice(mercadopagoRefundSubject()), 'refunded'),
  'mercadopago-capture-authorized': () => refusedTwice(mercadopagoCaptureAuthorizedSubject()),
  'mercadopago-cancel': async () => called(await refusedTwice(mercadopagoCancelSubject()), 'cancelled'),
  'pipwave-operations': pipwaveOperations,
  'pipwave-changes': pipwaveChanges,
  'vtex-refund': () => {
    const all = playedTwice(vtexRefundSubject(), vtexRefundScenarios, (emulator, name) =>
      emulator.playRefund(name, repeated),
    )
    return all.then((table) => called(table, 'refunded'))
  },
  'vtex-cancel': () => {
    const all = playedTwice(vtexCancelSubject(), vtexCancelScenarios, (emulator, name) =>
      emulator.playCancel(name, repeated),
    )
    return all.then((table) => called(table, 'cancelled'))
  },
  'vtex-create-payment': () => {
    const all = playedTwice(vtexCreatePaymentSubject(), vtexPaymentScenarios, (emulator, name) =>
      emulator.playPayment(name, repeated),
    )
    return all.then((table) => called(table, 'done'))
  },
}

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

/** A captured payment of 100.00, of which everything or a part is given back; and one that is given up before its capture. */
function pipwaveOperations(): Promise<readonly Row[]> {
  const all = pipwaveRefundSubject()
  const part: typeof all = {
    ...all,
    request: (emulator, number) => ({ ...all.request(emulator, number), amount: money('40.00', 'MYR') }),
  }
  return rows(pipwaveScenarios, ({ name, title }) => [
    title,
    `\`${name}\``,
    played(all, 'refund', name).then(word('refunded')),
    played(part, 'refund', name).then(word('refunded')),
    played(pipwaveCancelSubject(), 'cancel-payment', name).then(word('cancelled')),
  ])
}

function pipwaveChanges(): Promise<readonly Row[]> {
  return rows(pipwaveScenarios, ({ name, title }) => [
    title,
    `\`${name}\``,
    played(pipwaveChangeSubject('confirm'), 'confirm-payment', name).then(word('done')),
    played(pipwaveChangeSubject('process'), 'process-payment', name).then(word('done')),
    played(pipwaveChangeSubject('dispute'), 'tag-chargeback', name).then(word('done')),
  ])
}

function played(
  subject: ReturnType<typeof pipwaveRefundSubject>,
  action: Parameters<PipwaveEmulator['play']>[1],
  name: string,
): Promise<string> {
  return tryCapture({ subject, prepare: (emulator) => emulator.play(name, action) })
}
