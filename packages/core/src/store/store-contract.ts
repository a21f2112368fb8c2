import { beginCases } from './contract-begin.ts'
import { expireCases } from './contract-expire.ts'
import { leaseCases } from './contract-lease.ts'
import { openCases } from './contract-open.ts'
import { peekCases } from './contract-peek.ts'
import { reserveCases } from './contract-reserve.ts'
import { type StoreCase, type StoreClock, StoreWorld } from './contract-world.ts'
import type { OperationStore } from './operation-store.ts'

/** One case of the contract. `run` rejects with what was expected and what came. */
export interface StoreContractCase {
  /** A sentence about behaviour. */
  readonly name: string
  run(): Promise<void>
}

/**
 * What every {@link OperationStore} must do, as plain cases for any test runner.
 *
 * @param createStore gives an empty store to each case
 * @param clock the time the store goes by, and how to move it: an injected clock's, or the real one's
 * @example for (const { name, run } of operationStoreContract(() => memoryStore({ clock }), clock)) it(name, run)
 */
export function operationStoreContract(
  createStore: () => OperationStore | Promise<OperationStore>,
  clock: StoreClock,
): readonly StoreContractCase[] {
  const cases: readonly StoreCase[] = [
    ...beginCases,
    ...peekCases,
    ...leaseCases,
    ...openCases,
    ...reserveCases,
    ...expireCases,
  ]
  return cases.map(({ name, run }) => ({
    name,
    run: async () => run(new StoreWorld(await createStore(), clock)),
  }))
}
