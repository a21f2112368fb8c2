import type { Scenario } from '@cap/core/testing'
import { contradictingScenarios } from './contradicting-scenarios.ts'
import { failingScenarios } from './failing-scenarios.ts'
import { manualScenarios } from './manual-scenarios.ts'
import { settlingScenarios } from './settling-scenarios.ts'
import type { Entry } from './stage.ts'
import { unreadableScenarios } from './unreadable-scenarios.ts'

const settlements = { ...settlingScenarios, ...failingScenarios, ...contradictingScenarios, ...unreadableScenarios }

type Renamed<Name, From extends string, To extends string> = Name extends `${infer Before}${From}${infer After}`
  ? `${Before}${To}${After}`
  : Name

/** The name of an answer the emulator can give to a settlement. */
export type VtexScenarioName = keyof typeof settlements
/** The name of an answer the emulator can give to a refund. */
export type VtexRefundScenarioName =
  | Renamed<Renamed<VtexScenarioName, 'settled', 'refunded'>, 'settle-id', 'refund-id'>
  | keyof typeof manualScenarios.refund
/** The name of an answer the emulator can give to a cancellation, which has no value. */
export type VtexCancelScenarioName =
  | Exclude<
      Renamed<Renamed<VtexScenarioName, 'settled', 'cancelled'>, 'settle-id', 'cancellation-id'>,
      `value-${string}` | 'short' | 'cancelled-quoted-value'
    >
  | keyof typeof manualScenarios.cancel

type Named<Name extends string> = readonly (Scenario & { readonly name: Name })[]

/** The answers of the three operations are made alike, so a settlement's scenarios are told in the others' words. */
const refunds = {
  ...retold<VtexRefundScenarioName>([
    ['settlements', 'refunds'],
    ['settlement', 'refund'],
    ['settleId', 'refundId'],
    ['settle-id', 'refund-id'],
    ['settled', 'refunded'],
  ]),
  ...manualScenarios.refund,
}

const cancellations = {
  ...without(
    retold<VtexCancelScenarioName>([
      ['settlements', 'cancellations'],
      ['settlement', 'cancellation'],
      ['settleId', 'cancellationId'],
      ['settle-id', 'cancellation-id'],
      ['settled', 'cancelled'],
    ]),
    /^value-|^short$|quoted-value$/,
  ),
  ...manualScenarios.cancel,
}

/** Every answer the emulator can be told to give to a settlement. */
export const vtexScenarios: Named<VtexScenarioName> = listed(settlements)

/** Every answer the emulator can be told to give to a refund. */
export const vtexRefundScenarios: Named<VtexRefundScenarioName> = listed(refunds)

/** Every answer the emulator can be told to give to a cancellation. */
export const vtexCancelScenarios: Named<VtexCancelScenarioName> = listed(cancellations)

/** @throws RangeError for a name that is not in the list */
export function scenarioNamed(kind: 'settlements' | 'refunds' | 'cancellations', name: string): Entry {
  const entries: Readonly<Record<string, Entry>> = { settlements, refunds, cancellations }[kind]
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
  if (entry === undefined) throw new RangeError(`no scenario is called ${JSON.stringify(name)}`)
  return entry
}

function retold<Name extends string>(words: readonly (readonly [string, string])[]): Record<Name, Entry> {
  const say = (text: string) => words.reduce((said, [from, to]) => said.replaceAll(from, to), text)
  return Object.fromEntries(
    Object.entries<Entry>(settlements).map(([name, entry]) => [
      say(name),
      { ...entry, title: say(entry.title), source: say(entry.source) },
    ]),
  ) as Record<Name, Entry>
}

function without<Name extends string>(entries: Record<Name, Entry>, names: RegExp): Record<Name, Entry> {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => !names.test(name))) as Record<Name, Entry>
}

function listed<Name extends string>(entries: Readonly<Record<Name, Entry>>): Named<Name> {
  const names = Object.keys(entries) as Name[]
  return Object.freeze(
    names.map((name) => Object.freeze({ name, title: entries[name].title, source: entries[name].source })),
  )
}
