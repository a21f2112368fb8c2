import type { ProviderInfo } from '../../../src/api/catalogue.ts'

const rows = 200

/** What names a row's payment and capture, by provider: a file that goes on must mean the same ones. */
const naming: Readonly<Record<string, readonly string[]>> = {
  mercadopago: ['reference'],
  pipwave: ['txn-id'],
  vtex: ['payment-id', 'transaction-id', 'request-id'],
}

/** A file to begin with, for the emulator: payments nobody has captured yet, one bad row among them. */
export function exampleFile({ name, plain }: ProviderInfo, now: Date): File {
  const stamp = now.toISOString().slice(0, 19).replaceAll(/\D/g, '')
  const ids = naming[name] ?? []
  const currency = String(plain.currency ?? 'BRL')
  const lines = Array.from({ length: rows }, (_, index) => {
    const amount = index === 41 ? '12,50' : `${10 + (index % 90)}.${String((index * 7) % 100).padStart(2, '0')}`
    const cells = [amount.includes(',') ? `"${amount}"` : amount, currency]
    return [...cells, ...ids.map((id) => `${id}-${stamp}-${index + 1}`)].join(',')
  })
  const text = [['amount', 'currency', ...ids].join(','), ...lines, ''].join('\n')
  return new File([text], `example-${name}-${stamp}.csv`, { type: 'text/csv' })
}
