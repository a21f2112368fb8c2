import type { BookEntry, ContractSubject, Emulator, SeenExchange } from '@cap/core/testing'
import { mercadopagoSubject } from '@cap/mercadopago/testing'
import { pipwaveSubject } from '@cap/pipwave/testing'
import { vtexSubject } from '@cap/vtex/testing'
import type { Provider } from '../scenario/protocol.ts'

/** A provider's emulator with one capture to be made, and what a client has to know of it. */
export interface Double {
  readonly emulator: { fetch(request: Request): Promise<Response>; book(): readonly BookEntry[] }
  readonly request: unknown
  readonly credentials: Readonly<Record<string, string>>
  readonly secrets: readonly string[]
  readonly readsFirst: boolean
  isCapture(exchange: SeenExchange): boolean
  play(name: string): void
}

export function doubleOf(provider: Provider): Double {
  switch (provider) {
    case 'mercadopago':
      return made(mercadopagoSubject(), ['accessToken'], (emulator, name) => emulator.play(name))
    case 'pipwave':
      return made(pipwaveSubject(), ['apiKey', 'apiSecret'], (emulator, name) => emulator.play(name))
    case 'vtex':
      return made(vtexSubject(), ['appKey', 'appToken'], (emulator, name) => emulator.play(name as never))
  }
}

function made<Request, Played extends Emulator>(
  subject: ContractSubject<Request, Played>,
  options: readonly string[],
  play: (emulator: Played, name: string) => void,
): Double {
  const emulator = subject.createEmulator()
  return {
    emulator,
    request: subject.request(emulator, 1),
    // The subject names its credentials first.
    credentials: Object.fromEntries(options.map((option, index) => [option, subject.secrets[index] ?? ''])),
    secrets: subject.secrets,
    readsFirst: subject.readsFirst,
    isCapture: (exchange) => subject.isCapture(exchange),
    play: (name) => play(emulator, name),
  }
}
