import type { BatchInput } from '../../../src/api/batch.ts'
import type { ProviderInfo } from '../../../src/api/catalogue.ts'

/** The form as it is typed. */
export interface BatchValues {
  readonly provider: string
  readonly target: 'emulator' | 'sandbox'
  readonly name: string
  readonly switches: readonly string[]
  readonly strict: boolean
  readonly samePayment: boolean
  readonly expectCount: string
  readonly expectSum: string
  readonly rowCap: string
  readonly batchCap: string
  readonly concurrency: string
  readonly rate: string
  readonly fault: string
  readonly moved: boolean
  readonly every: string
}

export const emptyValues: BatchValues = {
  provider: 'mercadopago',
  target: 'emulator',
  name: '',
  switches: [],
  strict: false,
  samePayment: false,
  expectCount: '',
  expectSum: '',
  rowCap: '',
  batchCap: '',
  concurrency: '',
  rate: '',
  fault: '',
  moved: true,
  every: '10',
}

/** What is empty is left to the harness. */
export function orderOf(values: BatchValues, provider: ProviderInfo, file: string): BatchInput {
  const { target, strict, samePayment, fault, moved } = values
  const name = values.name.trim()
  return {
    file,
    provider: provider.name,
    target,
    strict,
    samePayment,
    switches: [...values.switches],
    ...(name === '' ? {} : { name }),
    ...numbers({ expectCount: values.expectCount, concurrency: values.concurrency, rate: values.rate }),
    ...sums({ expectSum: values.expectSum, rowCap: values.rowCap, batchCap: values.batchCap }),
    ...(fault === '' || target === 'sandbox'
      ? {}
      : { fault: { name: fault, moved, ...numbers({ every: values.every }) } }),
  }
}

function numbers<Key extends string>(texts: Readonly<Record<Key, string>>): Partial<Record<Key, number>> {
  const filled = Object.entries<string>(texts).filter(([, text]) => text.trim() !== '')
  return Object.fromEntries(filled.map(([key, text]) => [key, Number(text)])) as Partial<Record<Key, number>>
}

function sums<Key extends string>(texts: Readonly<Record<Key, string>>): Partial<Record<Key, string[]>> {
  const filled = Object.entries<string>(texts).filter(([, text]) => text.trim() !== '')
  return Object.fromEntries(filled.map(([key, text]) => [key, text.split(/[,;]/).map((sum) => sum.trim())])) as Partial<
    Record<Key, string[]>
  >
}
