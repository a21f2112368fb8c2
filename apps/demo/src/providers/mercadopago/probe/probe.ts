import { startFaultServer } from '@cap/core/testing'
import { createMercadoPagoEmulator } from '@cap/mercadopago/emulator'
import type { ProbeRecipe } from '../../../engine/provider.ts'
import { UsageError } from '../../../engine/usage-error.ts'
import { mercadopagoSandbox } from '../sandbox.ts'
import type { ProbeAccount } from './account.ts'
import { chargingQuestions } from './charging-questions.ts'
import { harmlessQuestions } from './harmless-questions.ts'

/** Fields of Mercado Pago's bodies that belong to nobody. */
const visible: ReadonlySet<string> = new Set([
  ...['amount', 'binary_mode', 'capture', 'code', 'coupon_amount', 'date_created', 'date_last_updated', 'description'],
  ...['error', 'external_reference', 'id', 'installments', 'limit', 'message', 'offset', 'payment_id'],
  ...[
    'payment_method_id',
    'payment_type_id',
    'site_id',
    'status',
    'status_detail',
    'total',
    'transaction_amount',
    'type',
  ],
  'type_token',
])

export const mercadopagoProbe: ProbeRecipe = {
  about: 'what Mercado Pago leaves open: keys, replays, reads, error shapes, cancellation',
  fields: [
    {
      name: 'amount',
      placeholder: 'decimal',
      help: "what each charge moves, in major units of the account's currency: the smallest it takes",
      fallback: '1',
    },
  ],
  async rehearse() {
    const account = {
      accessToken: 'TEST-77-rehearsal-token-5c-786547',
      payerToken: 'rehearsal-payer-token-9e',
      amount: '1',
      nobody: 'scenario-payer-token-invalid',
    }
    const emulator = createMercadoPagoEmulator({ accessTokens: [account.accessToken], latencyMs: 20 })
    const server = await startFaultServer(emulator, () => null)
    return session(server.url, account, () => server.close())
  },
  open(environment, values) {
    const { url } = mercadopagoSandbox.open(environment)
    const amount = typeof values.amount === 'string' ? values.amount : '1'
    if (!/^(?:0|[1-9]\d{0,8})(?:\.\d{1,2})?$/.test(amount) || !/[1-9]/.test(amount)) {
      throw new UsageError('--amount must be decimal text greater than 0, such as 1 or 0.50')
    }
    const account = {
      accessToken: environment.CAP_MERCADOPAGO_ACCESS_TOKEN ?? '',
      payerToken: environment.CAP_MERCADOPAGO_PAYER_TOKEN ?? '',
      amount,
      nobody: 'no-such-payer-token',
    }
    return session(url, account, () => Promise.resolve())
  },
}

function session(baseUrl: string, account: ProbeAccount, close: () => Promise<void>) {
  return {
    baseUrl,
    secrets: [account.accessToken, account.payerToken],
    visible,
    questions: [...harmlessQuestions(account), ...chargingQuestions(account)],
    close,
  }
}
