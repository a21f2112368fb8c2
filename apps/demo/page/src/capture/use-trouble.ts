import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { FaultChoice } from '../../../src/api/capture.ts'
import type { ProviderInfo } from '../../../src/api/catalogue.ts'
import { useCatalogue } from '../api/catalogue.tsx'

export interface Trouble {
  readonly scenario: string | null
  readonly fault: FaultChoice | null
}

/** What is broken on purpose. Kept in the address, so that it can be sent to somebody. */
export function useTrouble({ scenarios }: ProviderInfo): readonly [Trouble, (trouble: Trouble) => void] {
  const { faults } = useCatalogue()
  const [search, setSearch] = useSearchParams()
  const trouble = useMemo<Trouble>(() => {
    const scenario = search.get('scenario')
    const fault = search.get('fault')
    const strikes = search.get('on')
    return {
      scenario: scenarios.some(({ name }) => name === scenario) ? scenario : null,
      fault: faults.some(({ name }) => name === fault)
        ? {
            name: fault ?? '',
            moved: search.get('moved') !== 'no',
            always: search.get('always') === 'yes',
            strikes: strikes === 'snapshot' || strikes === 'lookup' ? strikes : 'capture',
          }
        : null,
    }
  }, [search, scenarios, faults])
  const change = ({ scenario, fault }: Trouble) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before)
        const set = (name: string, value: string | null) =>
          value === null ? after.delete(name) : after.set(name, value)
        set('scenario', scenario)
        set('fault', fault?.name ?? null)
        set('moved', fault?.moved === false ? 'no' : null)
        set('always', fault?.always === true ? 'yes' : null)
        set('on', fault === null || fault.strikes === 'capture' ? null : fault.strikes)
        return after
      },
      { replace: true },
    )
  return [trouble, change]
}
