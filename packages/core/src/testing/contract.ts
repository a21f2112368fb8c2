import { callCases } from './call-cases.ts'
import type { ContractCase, ContractOptions } from './contract-world.ts'
import type { Emulator } from './emulator.ts'
import { faultCase, type Strikes } from './fault-cases.ts'
import { faults, step, versions } from './faults.ts'
import { sequenceCase } from './sequence-cases.ts'
import type { OperationSubject } from './subject.ts'

/**
 * Every fault of the catalogue, in both of its versions, once and always, on each kind of exchange; the sequences in
 * which a refusal follows a lost answer; and the calls that must not disturb each other. Over real sockets, checked
 * against the emulator's book.
 */
export function captureContract<Request, Double extends Emulator>(
  subject: OperationSubject<Request, Double>,
  options: ContractOptions = {},
): readonly ContractCase[] {
  const cases: ContractCase[] = []
  const places: readonly Strikes[] = subject.readsFirst ? ['capture', 'snapshot', 'lookup'] : ['capture']
  for (const fault of faults) {
    for (const strikes of places) {
      // A read moves nothing, so its two versions are one.
      for (const one of strikes === 'capture' ? versions(fault) : versions(fault).slice(0, 1)) {
        for (const times of ['once', 'always'] as const) {
          if (times === 'once' && fault.wire.kind === 'unreachable') continue
          const version =
            strikes === 'capture' && fault.reaches === 'may' ? (one.moved ? ', money moved' : ', nothing moved') : ''
          cases.push({
            name: `${fault.name} on the ${strikes}, ${times}${version}`,
            group: 'faults',
            run: () => faultCase(subject, options, { harm: one, strikes, times }),
          })
        }
      }
    }
  }
  const lost = step('close-after-request', true)
  for (const refusal of subject.refusals(subject.request(subject.createEmulator(), 0))) {
    for (const first of [lost, { ...lost, moved: false }]) {
      // A provider whose own record says no has not moved the money: the other version cannot happen.
      if (first.moved && refusal.ownRecord === true) continue
      const moved = first.moved ? 'money moved' : 'nothing moved'
      cases.push({
        name: `answer lost (${moved}), then ${refusal.name}`,
        group: 'sequences',
        run: () => sequenceCase(subject, options, first, refusal.name),
      })
    }
    cases.push({
      name: `${refusal.name} at once`,
      group: 'sequences',
      run: () => sequenceCase(subject, options, null, refusal.name),
    })
  }
  cases.push(...callCases(subject, options))
  return cases
}
