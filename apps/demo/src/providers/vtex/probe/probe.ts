import { startFaultServer } from '@cap/core/testing'
import { createVtexProviderEmulator } from '@cap/vtex/emulator'
import { listOf } from '../../../engine/field.ts'
import type { ProbeRecipe } from '../../../engine/provider.ts'
import { UsageError } from '../../../engine/usage-error.ts'
import { vtexListen } from '../listener/listen.ts'
import { vtexSandbox } from '../sandbox.ts'
import type { ProbeAccount, ProbePayment } from './account.ts'
import { harmlessQuestions } from './harmless-questions.ts'
import { settlingQuestions } from './settling-questions.ts'

/** Fields of settlements that belong to nobody. */
const visible: ReadonlySet<string> = new Set([
  ...['transactionId', 'requestId', 'paymentId', 'value', 'authorizationId', 'tid', 'nsu', 'sandboxMode'],
  ...['settleId', 'code', 'message'],
])

export const vtexProbe: ProbeRecipe = {
  about: 'how a payment provider answers settlements; with --listen, how VTEX itself behaves (section 12 of its sheet)',
  fields: [
    {
      name: 'payment',
      placeholder: 'id:authorization:amount',
      help: 'an authorised test payment; repeat it, one for each question that settles (6)',
      repeatable: true,
    },
  ],
  async rehearse() {
    const account = { appKey: 'rehearsal-key-2b', appToken: 'rehearsal-token-7d41' }
    const emulator = createVtexProviderEmulator({ credentials: account, autoAuthorize: null })
    const payments = Array.from({ length: 6 }, (_, index) => ({
      paymentId: `PROBE${index + 1}`,
      authorizationId: '5784589',
      amount: '10.00',
    }))
    for (const { paymentId, authorizationId, amount } of payments) {
      emulator.authorize({ paymentId, authorizationId, amount: { amount, currency: 'BRL' } })
    }
    const server = await startFaultServer(emulator, () => null)
    return session(server.url, account, payments, () => server.close())
  },
  open(environment, values) {
    const { url } = vtexSandbox.open(environment)
    const account = { appKey: environment.CAP_VTEX_APP_KEY ?? '', appToken: environment.CAP_VTEX_APP_TOKEN ?? '' }
    return session(url.replace(/\/+$/, ''), account, listOf(values, 'payment').map(paymentOf), () => Promise.resolve())
  },
  listen: vtexListen,
}

function session(
  baseUrl: string,
  account: ProbeAccount,
  payments: readonly ProbePayment[],
  close: () => Promise<void>,
) {
  return {
    baseUrl,
    secrets: [account.appKey, account.appToken],
    visible,
    questions: [...harmlessQuestions(account), ...settlingQuestions(account, payments)],
    close,
  }
}

/** @throws UsageError */
function paymentOf(text: string): ProbePayment {
  const match = /^([^:]+):([^:]+):((?:0|[1-9]\d{0,8})(?:\.\d{1,3})?)$/.exec(text)
  const [, paymentId, authorizationId, amount] = match ?? []
  if (paymentId !== undefined && authorizationId !== undefined && amount !== undefined) {
    return { paymentId, authorizationId, amount }
  }
  throw new UsageError(
    `--payment ${JSON.stringify(text)} must be <payment id>:<authorization id>:<amount>, such as P1:5784589:10.00`,
  )
}
