import { startFaultServer } from '@cap/core/testing'
import { createPipwaveEmulator, emulatorAccount } from '@cap/pipwave/emulator'
import { listOf } from '../../../engine/field.ts'
import type { ProbeRecipe } from '../../../engine/provider.ts'
import { UsageError } from '../../../engine/usage-error.ts'
import { pipwaveSandbox } from '../sandbox.ts'
import type { ProbeAccount } from './account.ts'
import { capturingQuestions } from './capturing-questions.ts'
import { readingQuestions } from './reading-questions.ts'

/** Fields of pipwave's bodies that belong to nobody. */
const visible: ReadonlySet<string> = new Set([
  ...['action', 'timestamp', 'pw_id', 'txn_id', 'capture_amount', 'status', 'message', 'amount', 'total_amount'],
  ...['final_amount', 'currency_code', 'transaction_status', 'txn_sub_status', 'require_capture', 'reversible_payment'],
  'payment_method_code',
])

export const pipwaveProbe: ProbeRecipe = {
  about:
    'what pipwave leaves open: types, HTTP statuses, the timestamp window, and what a requery shows around a capture',
  fields: [
    {
      name: 'pw-id',
      placeholder: 'id',
      help: 'an authorised staging payment; repeat it, one for each question that captures (6)',
      repeatable: true,
    },
  ],
  async rehearse() {
    const payments = Array.from({ length: 6 }, (_, index) => `PW100${index + 1}`)
    const emulator = createPipwaveEmulator({
      payments: payments.map((pwId, index) => ({ pwId, txnId: `ORDER-${index + 1}`, total: '10.00', currency: 'MYR' })),
    })
    const server = await startFaultServer(emulator, () => null)
    return session(server.url, emulatorAccount, payments, () => server.close())
  },
  open(environment, values) {
    const { url } = pipwaveSandbox.open(environment)
    const payments = listOf(values, 'pw-id')
    if (payments.length === 0) {
      throw new UsageError('--pw-id is missing: name at least one authorised payment on staging, to be read')
    }
    const account = {
      apiKey: environment.CAP_PIPWAVE_API_KEY ?? '',
      apiSecret: environment.CAP_PIPWAVE_API_SECRET ?? '',
    }
    return session(url, account, payments, () => Promise.resolve())
  },
}

function session(baseUrl: string, account: ProbeAccount, payments: readonly string[], close: () => Promise<void>) {
  const [first = ''] = payments
  return {
    baseUrl,
    secrets: [account.apiKey, account.apiSecret],
    visible,
    questions: [...readingQuestions(account, first), ...capturingQuestions(account, payments)],
    close,
  }
}
