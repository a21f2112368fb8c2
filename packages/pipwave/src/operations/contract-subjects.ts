import type { CancelOutcome, CaptureHandle, CaptureOptions, ChangeOutcome, ResolveOptions } from '@cap/core/http'
import { asCaptures, type BookEntry, type OperationSubject } from '@cap/core/testing'
import { pipwaveSubject } from '../contract-subject.ts'
import type { PaymentSeed, PipwaveEmulator } from '../emulator.ts'
import { createPipwave, type PipwaveClient } from '../pipwave.ts'
import { cancel, resolveCancel } from './cancel.ts'
import { confirm } from './confirm.ts'
import type { NamedPayment } from './named-schema.ts'
import type { PaymentChange } from './payment-change.ts'
import { process } from './process.ts'
import { refund, resolveRefund } from './refund.ts'
import { resolveChange } from './resolve-change.ts'
import { tagChargeback } from './tag-chargeback.ts'

type Subject = OperationSubject<NamedPayment, PipwaveEmulator>

/** What the subjects of the operations differ in. */
interface About {
  /** The payment each request is about. */
  readonly payment: Partial<PaymentSeed>
  /** Occurs in the body of the one exchange that can change something. */
  readonly sends: string
  /** What the operation moved. */
  readonly book: (emulator: PipwaveEmulator) => readonly BookEntry[]
  readonly createClient: (client: PipwaveClient) => ReturnType<Subject['createClient']>
}

const { secrets } = pipwaveSubject()
const [apiKey = '', apiSecret = ''] = secrets

function subject({ payment, sends, book, createClient }: About): Subject {
  return {
    ...pipwaveSubject(),
    createEmulator() {
      const emulator = pipwaveSubject().createEmulator()
      return { ...emulator, book: () => book(emulator) }
    },
    createClient: (options) => createClient(createPipwave({ apiKey, apiSecret, environment: 'staging', ...options })),
    request(emulator, number) {
      const pwId = `PW${number}`
      emulator.addPayment({ pwId, txnId: `ORDER-${number}`, total: '100.00', currency: 'MYR', ...payment })
      return { pwId }
    },
    isCapture: ({ body }) => body.includes(sends),
  }
}

/**
 * Refunds of whole payments, for `captureContract` and `runSchedule`. A part is never proven, so the network delivering it twice
 * moves it twice.
 *
 * @param refundsAfterMs milliseconds until a refund shows in the payment. Default 0
 */
export function pipwaveRefundSubject(refundsAfterMs = 0): Subject {
  return subject({
    payment: { transactionStatus: 10, requireCapture: false, refundsAfterMs },
    sends: '"op":"submit"',
    book: (emulator) => emulator.refunds(),
    createClient: (client) =>
      asCaptures({
        // A request may name an amount all the same, to see how a part ends.
        run: (request: NamedPayment, options) => refund(client, { amount: 'full', ...request }, options),
        // It only ever reads: the request is not looked at.
        resolve: (handle, { signal, deadlineMs } = {}) => resolveRefund(client, handle, { signal, deadlineMs }),
        done: ({ amount, basis, replayed }) => ({ amount, basis, replayed }),
      }),
  })
}

/** Cancellations, for `captureContract` and `runSchedule`. */
export function pipwaveCancelSubject(): Subject {
  return subject({
    payment: {},
    sends: '"action":"cancel-payment"',
    book: (emulator) => emulator.cancellations(),
    createClient: (client) =>
      asCaptures({
        run: (request: NamedPayment, options): Promise<CancelOutcome> => cancel(client, request, options),
        resolve: (handle, options) => resolveCancel(client, handle, options),
        done: ({ basis, replayed }) => ({ amount: null, basis, replayed }),
      }),
  })
}

const changes = {
  confirm: { payment: { requireCapture: false }, sends: '"action":"confirm-payment"', run: confirm },
  process: { payment: { transactionStatus: 0 }, sends: '"action":"process-payment"', run: process },
  dispute: {
    payment: { transactionStatus: 10, requireCapture: false },
    sends: '"action":"tag-chargeback"',
    run: (client: PipwaveClient, named: NamedPayment, options?: CaptureOptions) =>
      tagChargeback(client, { ...named, stage: 'disputed', reason: 'others' }, options),
  },
} as const

/** Changes of pipwave's record, for `captureContract` and `runSchedule`: they move no money, and must happen once all the same. */
export function pipwaveChangeSubject(kind: keyof typeof changes): Subject {
  const { payment, sends, run } = changes[kind]
  return subject({
    payment,
    sends,
    book: (emulator) => emulator.changes(),
    createClient: (client) =>
      asCaptures({
        run: (named: NamedPayment, options): Promise<ChangeOutcome<PaymentChange>> => run(client, named, options),
        resolve: (handle: CaptureHandle, { signal, deadlineMs }: ResolveOptions<NamedPayment> = {}) =>
          resolveChange(client, handle, { signal, deadlineMs }),
        done: ({ value }) => ({ amount: null, ...value }),
      }),
  })
}
