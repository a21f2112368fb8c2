import type { BookEntry, Emulator, OperationSubject, ProviderAnswer } from '@cap/core/testing'
import { accessToken, nextTurn, payerToken } from '../contract-account.ts'
import { createMercadoPagoEmulator } from '../emulator/emulator.ts'
import type { MercadoPagoEmulator, MercadoPagoEmulatorOptions } from '../emulator/options.ts'
import { scenarioNamed } from '../emulator/scenarios.ts'

/** The emulator with what another operation moved for its book. */
export interface OperationEmulator extends Emulator {
  readonly all: MercadoPagoEmulator
}

/** What the subjects of all operations beside the capture share. */
export function operationSubject(
  bookOf: (all: MercadoPagoEmulator) => readonly BookEntry[],
  options: MercadoPagoEmulatorOptions = {},
): Pick<
  OperationSubject<unknown, OperationEmulator>,
  'provider' | 'keyed' | 'readsFirst' | 'secrets' | 'createEmulator'
> {
  return {
    provider: 'mercadopago',
    keyed: true,
    readsFirst: false,
    secrets: [accessToken, payerToken],
    createEmulator: () => {
      const all = createMercadoPagoEmulator({
        accessTokens: [accessToken],
        latencyMs: 0,
        pause: nextTurn,
        ...options,
      })
      return { all, fetch: (request) => all.fetch(request), book: () => bookOf(all) }
    },
  }
}

/** Documented refusals that execute nothing, whatever they answer. */
export function commonRefusals(): readonly ProviderAnswer[] {
  const names = ['bad-parameter', 'bad-access-token', 'not-in-whitelist', 'still-running', 'key-already-used']
  return names.map((name) => {
    const { script } = scenarioNamed(name)
    if (script.kind !== 'answer') throw new Error(`${name} is no refusal`)
    return { name, status: script.status, body: JSON.stringify(script.body) }
  })
}
