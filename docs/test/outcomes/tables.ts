import type { CaptureOutcome } from '@cap/core'
import type { CodeMessage } from '@cap/core/messages'
import { type ContractSubject, type Emulator, type Fault, faults, versions } from '@cap/core/testing'
import { mercadoPagoScenarios } from '@cap/mercadopago/emulator'
import { mercadoPagoCodes } from '@cap/mercadopago/messages'
import { mercadopagoSubject } from '@cap/mercadopago/testing'
import { createPipwave, money } from '@cap/pipwave'
import { createPipwaveEmulator, emulatorAccount, type PaymentSeed, pipwaveScenarios } from '@cap/pipwave/emulator'
import { pipwaveCodes } from '@cap/pipwave/messages'
import { pipwaveSubject } from '@cap/pipwave/testing'
import { vtexScenarios } from '@cap/vtex/emulator'
import { vtexSubject } from '@cap/vtex/testing'
import { operationTables } from './operation-tables.ts'
import { playedTwice, type Row, repeated, rows } from './rows.ts'
import { say } from './say.ts'
import { tryCapture } from './trial.ts'

/** The tables of outcomes.md by their names, each row from what captures really ended in. */
export const tables: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  mercadopago: () =>
    playedTwice(mercadopagoSubject(), mercadoPagoScenarios, (emulator, name) => emulator.play(name, repeated)),
  'pipwave-states': pipwaveStates,
  pipwave: pipwaveAnswers,
  vtex: () => playedTwice(vtexSubject(), vtexScenarios, (emulator, name) => emulator.play(name, repeated)),
  network,
  ...operationTables,
  'mercadopago-codes': () => codes(mercadoPagoCodes),
  'pipwave-codes': () => codes(pipwaveCodes),
}

function pipwaveAnswers(): Promise<readonly Row[]> {
  return rows(pipwaveScenarios, ({ name, title }) => [
    title,
    `\`${name}\``,
    tryCapture({ subject: pipwaveWith({}), prepare: (emulator) => emulator.play(name) }),
    tryCapture({ subject: pipwaveWith({}, part), prepare: (emulator) => emulator.play(name) }),
  ])
}

/** What a requery can show, and a status of which nothing is documented. */
const states = [
  [0, 'pending'],
  [1, 'failed'],
  [2, 'cancelled'],
  [5, 'processing'],
  [10, 'paid'],
  [13, 'disputed'],
  [15, 'charged back'],
  [20, 'refunded'],
  [25, 'partly refunded'],
  [7, 'not documented'],
] as const
const flags = ['true', 'false', 'absent'] as const

function pipwaveStates(): Promise<readonly Row[]> {
  const shown = states.flatMap(([status, meaning]) => flags.map((flag) => ({ status, meaning, flag })))
  return rows(shown, ({ status, meaning, flag }) => {
    const seed: Partial<PaymentSeed> = {
      transactionStatus: status,
      requireCapture: flag === 'true',
      ...(flag === 'absent' ? { gateway: 'flag-absent' } : {}),
    }
    const of = (amount?: string) => tryCapture({ subject: pipwaveWith(seed, amount), say: sentOr })
    return [`${status} ${meaning}`, flag, of(), of(part)]
  })
}

/** What the state decides by itself; else the capture is sent, and its answer decides. */
function sentOr(outcome: CaptureOutcome): string {
  return outcome.attempts.some(({ purpose }) => purpose === 'capture') ? 'sent' : say(outcome)
}

const part = '40.00'

/** pipwave's subject, with one payment of 100.00, of which all is captured or a part. */
function pipwaveWith(seed: Partial<PaymentSeed>, amount?: string): ReturnType<typeof pipwaveSubject> {
  return {
    ...pipwaveSubject(),
    createEmulator: () => createPipwaveEmulator(),
    createClient: (options) =>
      createPipwave({ ...emulatorAccount, environment: 'staging', partialCapture: true, ...options }),
    request(emulator) {
      emulator.addPayment({ pwId: 'PW1', txnId: 'ORDER-1', total: '100.00', currency: 'MYR', ...seed })
      return { pwId: 'PW1', amount: amount === undefined ? undefined : money(amount, 'MYR') }
    },
  }
}

/** Faults that end alike are one row. */
async function network(): Promise<readonly Row[]> {
  const groups = new Map<string, { readonly named: string[]; readonly cells: Row }>()
  const tried = await Promise.all(faults.map(async (fault) => [fault, await endings(fault)] as const))
  for (const [{ name, title }, cells] of tried) {
    const key = cells.join()
    const group = groups.get(key) ?? { named: [], cells }
    groups.set(key, group)
    group.named.push(`${title} (\`${name}\`)`)
  }
  return [...groups.values()].map(({ named, cells }) => [named.join('; '), ...cells])
}

function endings(fault: Fault): Promise<Row> {
  const whether = (moved: boolean) => versions(fault).filter((version) => version.moved === moved)
  return Promise.all([
    struck(mercadopagoSubject(), versions(fault)),
    struck(vtexSubject(), versions(fault)),
    struck(pipwaveSubject(), whether(true)),
    struck(pipwaveSubject(), whether(false)),
  ])
}

/** How a capture ends when the fault strikes once, and when it strikes every sending. */
async function struck<Request, Double extends Emulator>(
  subject: ContractSubject<Request, Double>,
  kinds: ReturnType<typeof versions>,
): Promise<string> {
  const endingsWhen = async (often: number) => {
    const endings = await Promise.all(
      kinds.map((kind) => tryCapture({ subject, harm: (sending) => (sending < often ? kind : null) })),
    )
    // Whether the first sending arrived decides whether the last answer is called a repetition: no difference here.
    return [...new Set(endings.map((ending) => ending.replace(' `replayed`', '')))].join(' or ')
  }
  const [once, always] = await Promise.all([endingsWhen(1), endingsWhen(repeated)])
  if (once === '') return '—'
  return once === always ? once : `${once}; every time: ${always}`
}

/** The codes of `./messages`, each of which a package's own tests send through a capture. Those that end alike are one row. */
async function codes(known: Readonly<Record<string, CodeMessage>>): Promise<readonly Row[]> {
  const groups = new Map<string, string[]>()
  for (const [code, { status, reason, advice }] of Object.entries(known)) {
    const ends = status === 'refused' ? 'throws' : `**${status}**`
    const ending = [ends, ...[reason, advice].filter((one) => one !== null).map((one) => `\`${one}\``)].join(' ')
    groups.set(ending, [...(groups.get(ending) ?? []), `\`${code}\``])
  }
  return [...groups].map(([ending, named]) => [ending, named.join(' ')])
}
